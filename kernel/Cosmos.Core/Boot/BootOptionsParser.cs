using System;

namespace Cosmos.Core.Boot;

/// <summary>What came of one word of the command line.</summary>
internal enum BootOptionOutcome
{
    /// <summary>A known option with a legal value.</summary>
    Accepted,

    /// <summary>An option of the image's own: APPLICATION.NAME=VALUE. What it may be, the application knows.</summary>
    ForImage,

    /// <summary>No such option.</summary>
    Unknown,

    /// <summary>A known option, but not with this value, or not without one.</summary>
    Malformed,

    /// <summary>A quotation mark that is never closed.</summary>
    Unterminated,

    /// <summary>A word longer than the parser's buffer.</summary>
    TooLong,
}

/// <summary>
/// Takes a kernel command line apart, word by word.
/// </summary>
/// <remarks>
/// The line comes from outside, so nothing in it is trusted: any bytes may come, of any length, and every word gets an
/// outcome. The grammar is what boot loaders leave of it:
/// <list type="bullet">
/// <item>words are separated by blanks; a NUL ends the line;</item>
/// <item>quotation marks keep blanks together, around a value (<c>run="a b"</c>, as QEMU passes it) or around the whole
/// word (<c>"run=a b"</c>, which is what GRUB makes of it: grub-core/lib/cmdline.c quotes an argument with a
/// blank);</item>
/// <item>a backslash before a quotation mark, an apostrophe or a backslash stands for that character, because GRUB puts
/// one there; any other backslash is itself;</item>
/// <item>a name with a dot in it (<c>counter.first=5</c>) is an option of one of the image's applications;</item>
/// <item>a first word that is a path (<c>/boot/kernel.elf</c>, <c>(cd)/boot/kernel.elf</c>) is the kernel's own name,
/// which some loaders prepend; it is no option and no mistake.</item>
/// </list>
/// Pure: bytes in, words out. It allocates nothing, because it runs before the managed runtime.
/// </remarks>
internal ref struct BootOptionsParser
{
    /// <summary>The longest word; what is longer is reported and left out.</summary>
    public const int MaxWord = 512;

    private readonly Span<byte> _word;
    private ReadOnlySpan<byte> _rest;
    private bool _first;

    /// <summary>Starts at the beginning of a line.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="buffer">
    /// Where words are unquoted, at least <see cref="MaxWord"/> bytes; it backs the results.
    /// </param>
    public BootOptionsParser(ReadOnlySpan<byte> line, Span<byte> buffer)
    {
        int end = line.IndexOf((byte)0);
        _rest = end < 0 ? line : line[..end];
        _word = buffer[..MaxWord];
        _first = true;
        Outcome = BootOptionOutcome.Accepted;
        Row = -1;
    }

    /// <summary>What came of the word.</summary>
    public BootOptionOutcome Outcome { get; private set; }

    /// <summary>The option's row in <see cref="BootOptionTable"/>, or -1.</summary>
    public int Row { get; private set; }

    /// <summary>What stood before the <c>=</c>; valid until the next word is read.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>What stood after the <c>=</c>, unquoted; valid until the next word is read.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Reads the next word; false at the end of the line.</summary>
    public bool Next()
    {
        while (SkipBlanks())
        {
            BootOptionOutcome reading = ReadWord(out int length);
            Split(_word[..length], out bool hasValue);
            bool isPath = _first && length > 0 && _word[0] is (byte)'/' or (byte)'(' && !hasValue;
            _first = false;
            if (isPath)
            {
                continue;
            }

            Row = BootOptionTable.Find(Name);
            Outcome = reading != BootOptionOutcome.Accepted ? reading
                : Row < 0 && hasValue && IsNameForImage(Name) ? BootOptionOutcome.ForImage
                : Row < 0 ? BootOptionOutcome.Unknown
                : BootOptionTable.At(Row).Accepts(hasValue, Value) ? BootOptionOutcome.Accepted
                : BootOptionOutcome.Malformed;
            return true;
        }

        return false;
    }

    // Words of letters, digits, hyphens and underscores with dots in between, at least one of them.
    private static bool IsNameForImage(ReadOnlySpan<byte> name)
    {
        bool hasDot = false;
        byte previous = (byte)'.';
        foreach (byte character in name)
        {
            bool isDot = character == '.';
            bool isOfWord = char.IsAsciiLetterOrDigit((char)character) || character is (byte)'-' or (byte)'_';
            if (isDot ? previous == '.' : !isOfWord)
            {
                return false;
            }

            hasDot |= isDot;
            previous = character;
        }

        return hasDot && previous != '.';
    }

    private static bool IsBlank(byte character) => character is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private bool SkipBlanks()
    {
        while (!_rest.IsEmpty && IsBlank(_rest[0]))
        {
            _rest = _rest[1..];
        }

        return !_rest.IsEmpty;
    }

    /// <summary>Unquotes one word into the buffer.</summary>
    private BootOptionOutcome ReadWord(out int length)
    {
        bool quoted = false;
        bool fits = true;
        length = 0;
        while (!_rest.IsEmpty && (quoted || !IsBlank(_rest[0])))
        {
            byte character = _rest[0];
            _rest = _rest[1..];
            if (character == '"')
            {
                quoted = !quoted;
                continue;
            }

            if (character == '\\' && !_rest.IsEmpty && _rest[0] is (byte)'"' or (byte)'\'' or (byte)'\\')
            {
                character = _rest[0];
                _rest = _rest[1..];
            }

            fits = length < _word.Length;
            if (fits)
            {
                _word[length++] = character;
            }
        }

        return quoted ? BootOptionOutcome.Unterminated : fits ? BootOptionOutcome.Accepted : BootOptionOutcome.TooLong;
    }

    private void Split(ReadOnlySpan<byte> word, out bool hasValue)
    {
        int equals = word.IndexOf((byte)'=');
        hasValue = equals >= 0;
        Name = hasValue ? word[..equals] : word;
        Value = hasValue ? word[(equals + 1)..] : default;
    }
}
