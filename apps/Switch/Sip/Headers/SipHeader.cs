// One row of a message's head. On the way in it is a piece of the head's text, so that a message costs one string and
// one array, however many rows it has; what is asked for becomes a string then.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A header field: its name and its value, unfolded and without white space around it.</summary>
public readonly struct SipHeader : IEquatable<SipHeader>
{
    private readonly string? _otherName;

    internal SipHeader(HeaderKind kind, string? otherName, ReadOnlyMemory<char> value)
    {
        Kind = kind;
        _otherName = otherName;
        Value = value;
    }

    /// <summary>What it is.</summary>
    public HeaderKind Kind { get; }

    /// <summary>The name in its long form; as it came if the exchange does not know it.</summary>
    public string Name => _otherName ?? Kind.Name();

    /// <summary>The value.</summary>
    public ReadOnlyMemory<char> Value { get; }

    /// <summary>The value, to look at.</summary>
    public ReadOnlySpan<char> Text => Value.Span;

    /// <summary>Makes a row of a known field.</summary>
    /// <exception cref="ArgumentException">The value has line ends or control characters, or white space around it.
    /// </exception>
    public static SipHeader Create(HeaderKind kind, string value) => new(kind, null, Checked(value).AsMemory());

    /// <summary>Makes a row of any field.</summary>
    /// <exception cref="ArgumentException">The name is no token, or the value as above.</exception>
    public static SipHeader Create(string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAnyExcept(SipCharacters.Token))
        {
            throw new ArgumentException($"'{name}' is no name of a header field.");
        }

        HeaderKind kind = HeaderNames.Find(name);
        return new SipHeader(kind, kind == HeaderKind.Other ? name : null, Checked(value).AsMemory());
    }

    /// <summary>Same field (names are case-insensitive) and same value to the letter.</summary>
    public bool Equals(SipHeader other) =>
        Kind == other.Kind
        && string.Equals(_otherName, other._otherName, StringComparison.OrdinalIgnoreCase)
        && Text.SequenceEqual(other.Text);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SipHeader other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, string.GetHashCode(Text));

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Value}";

    /// <summary>Whether control characters stand only where the grammar lets them: behind a backslash.</summary>
    internal static bool HasLegalControls(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOfAny(SipCharacters.Controls); at >= 0;)
        {
            if (at == 0 || text[at - 1] != '\\' || text[at] is '\r' or '\n')
            {
                return false;
            }

            int next = text[(at + 1)..].IndexOfAny(SipCharacters.Controls);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return true;
    }

    private static string Checked(string value) =>
        HasLegalControls(value) && value.AsSpan().Trim(" \t").Length == value.Length
            ? value
            : throw new ArgumentException($"'{value}' is no value of a header field.");
}
