using System;
using System.Text;

namespace Cosmos.Core.Boot;

/// <summary>
/// The options of this boot: what the person at the boot loader, or the test at QEMU's command line, asked for.
/// </summary>
/// <remarks>
/// The platform hands over the command line once, early; from then on values are only read. A refused option costs one
/// line on the console and nothing else: a mistyped word must not keep a machine from booting. All of it but
/// <see cref="Find"/> works before the managed runtime and in a fault handler. See <see cref="BootOptionTable"/> for
/// the options and <see cref="BootOptionsParser"/> for the grammar.
/// </remarks>
public static class BootOptions
{
    private static BootOptionValues s_values;
    private static BootOptionsForImage s_forImage;

    /// <summary>An option's value, after start-up: what the command line gave, else the default.</summary>
    /// <param name="name">The option's name, such as <c>run</c>.</param>
    /// <returns>
    /// The value; an empty string for a flag that was given; null when there is none, or no such option.
    /// </returns>
    public static string? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int row = BootOptionTable.Find(Encoding.UTF8.GetBytes(name));
        if (row < 0)
        {
            return null;
        }

        return s_values.IsGiven(row) ? Encoding.UTF8.GetString(s_values.Value(row))
            : BootOptionTable.At(row).Default.IsEmpty ? null
            : Encoding.UTF8.GetString(BootOptionTable.At(row).Default);
    }

    /// <summary>
    /// The options that belong to applications of the image, after start-up, in the order given: each a name with a dot
    /// in it, and its value.
    /// </summary>
    public static (string Name, string Value)[] ForImage()
    {
        var options = new (string, string)[s_forImage.Count];
        int place = 0;
        for (int index = 0; index < options.Length; index++)
        {
            string name = Encoding.UTF8.GetString(s_forImage.Next(ref place));
            options[index] = (name, Encoding.UTF8.GetString(s_forImage.Next(ref place)));
        }

        return options;
    }

    /// <summary>Reads the command line and reports what is wrong with it. Start-up calls it once.</summary>
    /// <param name="commandLine">The line, in the boot loader's memory; it is copied.</param>
    internal static void Parse(ReadOnlySpan<byte> commandLine)
    {
        Span<byte> word = stackalloc byte[BootOptionsParser.MaxWord];
        Span<byte> line = stackalloc byte[BootOptionReport.MaxLine];
        BootOptionsParser parser = new(commandLine, word);
        while (parser.Next())
        {
            if (parser.Outcome == BootOptionOutcome.ForImage)
            {
                if (!s_forImage.TryAdd(parser.Name, parser.Value))
                {
                    KernelConsole.WriteLine("boot options: more than 2048 bytes for the image; the rest is ignored"u8);
                    return;
                }
            }
            else if (parser.Outcome != BootOptionOutcome.Accepted)
            {
                KernelConsole.WriteLine(BootOptionReport.Refusal(parser, line));
            }
            else if (!s_values.TrySet(parser.Row, parser.Value))
            {
                KernelConsole.WriteLine("boot options: more than 1024 bytes of values; the rest is ignored"u8);
                return;
            }
        }

        if (IsGiven("help"u8))
        {
            WriteHelp(line);
        }
    }

    /// <summary>Whether a flag was given.</summary>
    /// <param name="name">A name of the table.</param>
    internal static bool IsGiven(ReadOnlySpan<byte> name)
    {
        int row = BootOptionTable.Find(name);
        return row >= 0 && s_values.IsGiven(row);
    }

    /// <summary>Whether an option has this value, given or by default.</summary>
    /// <param name="name">A name of the table.</param>
    /// <param name="value">The value to compare with.</param>
    internal static bool Is(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => Value(name).SequenceEqual(value);

    /// <summary>An option's value, given or by default; empty: none.</summary>
    /// <param name="name">A name of the table.</param>
    internal static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> name)
    {
        int row = BootOptionTable.Find(name);
        return row < 0 ? default : s_values.IsGiven(row) ? s_values.Value(row) : BootOptionTable.At(row).Default;
    }

    private static void WriteHelp(Span<byte> line)
    {
        KernelConsole.WriteLine("boot options:"u8);
        for (int row = 0; row < BootOptionTable.Count; row++)
        {
            KernelConsole.WriteLine(BootOptionReport.Help(BootOptionTable.At(row), line));
        }
    }
}
