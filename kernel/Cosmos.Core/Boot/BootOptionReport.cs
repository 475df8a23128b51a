using System;

namespace Cosmos.Core.Boot;

/// <summary>
/// Words the one line that tells a person what is wrong with an option of theirs, and what would be right.
/// </summary>
/// <remarks>
/// What the person typed is shown cut to a few dozen bytes and with every unprintable byte as a question mark: the
/// console may be a terminal, and a command line must not be able to steer it.
/// </remarks>
internal ref struct BootOptionReport
{
    /// <summary>Room for the longest line.</summary>
    public const int MaxLine = 512;

    private const int MaxQuoted = 40;

    private readonly Span<byte> _line;
    private int _length;

    private BootOptionReport(Span<byte> line)
    {
        _line = line;
        _length = 0;
    }

    /// <summary>Words a refusal.</summary>
    /// <param name="word">The parser, standing on the refused word.</param>
    /// <param name="line">Where the line is written, at least <see cref="MaxLine"/> bytes.</param>
    /// <returns>The line, without a line end.</returns>
    public static ReadOnlySpan<byte> Refusal(scoped in BootOptionsParser word, Span<byte> line)
    {
        BootOptionReport report = new(line);
        report.Add("boot option "u8);
        report.AddQuoted(word.Name);
        if (!word.Value.IsEmpty)
        {
            report.Add("="u8);
            report.AddQuoted(word.Value);
        }

        switch (word.Outcome)
        {
            case BootOptionOutcome.Unterminated:
                report.Add(": the quotation mark is never closed; ignored"u8);
                break;
            case BootOptionOutcome.TooLong:
                report.Add(": longer than 512 bytes; ignored"u8);
                break;
            case BootOptionOutcome.Malformed:
                report.AddAllowed(BootOptionTable.At(word.Row));
                break;
            default:
                report.Add(": unknown, ignored; known are"u8);
                for (int row = 0; row < BootOptionTable.Count; row++)
                {
                    report.Add(row == 0 ? " "u8 : ", "u8);
                    report.Add(BootOptionTable.At(row).Name);
                }

                break;
        }

        return report._line[..report._length];
    }

    /// <summary>Words one line of help.</summary>
    /// <param name="option">The option.</param>
    /// <param name="line">Where the line is written, at least <see cref="MaxLine"/> bytes.</param>
    /// <returns>The line, without a line end.</returns>
    public static ReadOnlySpan<byte> Help(BootOption option, Span<byte> line)
    {
        BootOptionReport report = new(line);
        report.Add("  "u8);
        report.Add(option.Name);
        if (!option.Choices.IsEmpty)
        {
            report.Add("="u8);
            report.Add(option.Choices);
        }

        report.Add(": "u8);
        report.Add(option.Help);
        if (!option.Default.IsEmpty)
        {
            report.Add(" (default "u8);
            report.Add(option.Default);
            report.Add(")"u8);
        }

        return report._line[..report._length];
    }

    private void AddAllowed(scoped BootOption option)
    {
        Add(option.Kind == BootOptionKind.Flag ? ": takes no value"u8 : ": must be "u8);
        if (option.Kind != BootOptionKind.Flag)
        {
            Add(option.Name);
            Add("="u8);
            Add(option.Choices);
        }

        Add(option.Default.IsEmpty ? "; ignored"u8 : "; using "u8);
        Add(option.Default);
    }

    private void AddQuoted(scoped ReadOnlySpan<byte> typed)
    {
        for (int i = 0; i < typed.Length && i < MaxQuoted; i++)
        {
            byte shown = typed[i] is >= 0x20 and < 0x7F ? typed[i] : (byte)'?';
            Add(new ReadOnlySpan<byte>(in shown));
        }

        if (typed.Length > MaxQuoted)
        {
            Add("..."u8);
        }
    }

    private void Add(scoped ReadOnlySpan<byte> text)
    {
        int fits = Math.Min(text.Length, _line.Length - _length);
        text[..fits].CopyTo(_line[_length..]);
        _length += fits;
    }
}
