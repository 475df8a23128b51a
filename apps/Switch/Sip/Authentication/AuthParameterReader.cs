// Walks over a challenge or credentials: a scheme, white space, and parameters separated by commas (RFC 3261 §25.1
// challenge, credentials). Values come without their quotes and otherwise as they stand, which is what digest hashes.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Reads authentication parameters.</summary>
internal ref struct AuthParameterReader
{
    private Scanner _scanner;
    private int _count;

    /// <summary>Begins to read.</summary>
    public AuthParameterReader(ReadOnlySpan<char> text)
    {
        _scanner = new Scanner(text);
        IsLegal = _scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> scheme) && _scanner.SkipWhite();
        Scheme = scheme;
    }

    /// <summary>The scheme: Digest.</summary>
    public ReadOnlySpan<char> Scheme { get; }

    /// <summary>
    /// Whether what was read so far is legal; when <see cref="MoveNext"/> has answered no, all of it.
    /// </summary>
    public bool IsLegal { get; private set; }

    /// <summary>The parameter's name.</summary>
    public ReadOnlySpan<char> Name { get; private set; }

    /// <summary>Its value, without quotes.</summary>
    public ReadOnlySpan<char> Value { get; private set; }

    /// <summary>Goes to the next parameter.</summary>
    public bool MoveNext()
    {
        if (!IsLegal || (_scanner.AtEnd && _count != 0))
        {
            return false;
        }

        if ((_count++ != 0 && !_scanner.TakeSeparator(',')) || _count > SipLimits.Parameters
            || !_scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> name)
            || !_scanner.TakeSeparator('='))
        {
            IsLegal = false;
            return false;
        }

        Name = name;
        if (_scanner.TakeQuoted(out ReadOnlySpan<char> quoted))
        {
            Value = quoted[1..^1];
            return true;
        }

        IsLegal = _scanner.TakeRun(SipCharacters.ParameterValue, out ReadOnlySpan<char> plain);
        Value = plain;
        return IsLegal;
    }
}
