// What somebody at the boot loader sets of an application: NAME.SETTING=VALUE on the command line. Each setting is
// asked for by its type, with the value that holds when nothing is given. As with the kernel's options, a mistyped word
// must not keep a machine from booting: it costs one line, which says what would have been right.
using System.Globalization;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Applications;

/// <summary>The boot options of one application.</summary>
public sealed class Settings
{
    private readonly string _prefix;
    private readonly Dictionary<string, string> _given = [];
    private readonly List<string> _known = [];

    /// <summary>Settings out of all options of an image.</summary>
    /// <param name="application">Whose settings.</param>
    /// <param name="options">Names, each with a dot in it, and values.</param>
    public Settings(string application, IEnumerable<(string Name, string Value)> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _prefix = application + ".";
        foreach ((string name, string value) in options)
        {
            if (name.StartsWith(_prefix, StringComparison.Ordinal))
            {
                _given[name[_prefix.Length..]] = value; // a later one replaces an earlier one
            }
        }
    }

    /// <summary>Any text.</summary>
    public string Text(string name, string fallback) => Given(name) ?? fallback;

    /// <summary>A whole number.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="fallback">When it is not given, or makes no sense.</param>
    /// <param name="least">The smallest that makes sense.</param>
    /// <param name="most">The largest.</param>
    public int Int32(string name, int fallback, int least = int.MinValue, int most = int.MaxValue)
    {
        bool isSense = int.TryParse(Given(name), CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most;
        string range = least == int.MinValue && most == int.MaxValue ? "" : $" from {least} to {most}";
        return isSense ? value : Fallback(name, fallback, $"a whole number{range}");
    }

    /// <summary>Yes or no.</summary>
    public bool Flag(string name, bool fallback) => Given(name) switch
    {
        "yes" => true,
        "no" => false,
        _ => Fallback(name, fallback, "yes or no", fallback ? "yes" : "no"),
    };

    /// <summary>A time, such as 250ms, 5s, 2min or 1h.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback) =>
        TryParseDuration(Given(name), out TimeSpan value)
            ? value
            : Fallback(name, fallback, "a time such as 250ms, 5s, 2min or 1h");

    /// <summary>A number of bytes, such as 4096, 64K, 16M or 2G.</summary>
    public long Bytes(string name, long fallback) =>
        TryParseBytes(Given(name), out long value)
            ? value
            : Fallback(name, fallback, "a number of bytes such as 4096, 64K, 16M or 2G");

    /// <summary>One of a few words: the members of an enumeration, in any case.</summary>
    public TEnum Choice<TEnum>(string name, TEnum fallback)
        where TEnum : struct, Enum
    {
        string? given = Given(name);
        bool isWord = given is { Length: > 0 } && char.IsAsciiLetter(given[0]);
        return isWord && Enum.TryParse(given, ignoreCase: true, out TEnum value) && Enum.IsDefined(value)
            ? value
            : Fallback(name, fallback, "one of " + string.Join(", ", Enum.GetNames<TEnum>()).ToLowerInvariant());
    }

    /// <summary>What an application reads by itself.</summary>
    /// <param name="name">The setting.</param>
    /// <param name="fallback">When it is not given, or makes no sense.</param>
    /// <param name="parse">Reads it; null: it makes no sense.</param>
    /// <param name="what">What it must be, for the one who mistyped it.</param>
    /// <param name="fallbackText">What the fallback is, for the same reader.</param>
    public T Parsed<T>(string name, T fallback, Func<string, T?> parse, string what, string fallbackText)
    {
        ArgumentNullException.ThrowIfNull(parse);
        return Given(name) is { } text && parse(text) is { } value
            ? value
            : Fallback(name, fallback, what, fallbackText);
    }

    /// <summary>Reports options that nobody asked for: they are spelt wrong, most likely.</summary>
    internal void ReportUnknown()
    {
        foreach (string name in _given.Keys.Where(name => !_known.Contains(name)))
        {
            string known = _known.Count == 0 ? "it has no settings" : "known are " + string.Join(", ", _known);
            Reports.Write($"boot option {_prefix}{name}: unknown, ignored; {known}");
        }
    }

    private static bool TryParseDuration(string? text, out TimeSpan value)
    {
        value = default;
        (string Unit, long Ticks)[] units =
        [
            ("ms", TimeSpan.TicksPerMillisecond), ("min", TimeSpan.TicksPerMinute), ("s", TimeSpan.TicksPerSecond),
            ("h", TimeSpan.TicksPerHour),
        ];
        foreach ((string unit, long ticks) in units)
        {
            if (text is not null && text.EndsWith(unit, StringComparison.Ordinal))
            {
                ReadOnlySpan<char> digits = text.AsSpan(0, text.Length - unit.Length);
                bool isNumber = IsNumber(digits, long.MaxValue / ticks, out long count);
                value = TimeSpan.FromTicks(isNumber ? count * ticks : 0);
                return isNumber;
            }
        }

        return false;
    }

    private static bool TryParseBytes(string? text, out long value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        int shift = text[^1] switch
        {
            'K' => 10,
            'M' => 20,
            'G' => 30,
            _ => 0,
        };
        bool isNumber = IsNumber(text.AsSpan(0, text.Length - (shift == 0 ? 0 : 1)), long.MaxValue >> shift, out value);
        value <<= shift;
        return isNumber;
    }

    private static bool IsNumber(ReadOnlySpan<char> digits, long most, out long value) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value <= most;

    private string? Given(string name)
    {
        if (!_known.Contains(name))
        {
            _known.Add(name);
        }

        return _given.GetValueOrDefault(name);
    }

    private T Fallback<T>(string name, T fallback, string what, string? text = null)
    {
        if (Given(name) is { } wrong)
        {
            string used = text ?? string.Create(CultureInfo.InvariantCulture, $"{fallback}");
            Reports.Write($"boot option {_prefix}{name}={Wording.Of(wrong)}: must be {what}; using {used}");
        }

        return fallback;
    }
}
