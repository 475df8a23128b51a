// The character classes of RFC 3261 §25.1, each under its rule's name. Classes that contain "escaped" have the percent
// sign in them; that two hexadecimal digits follow it is Escapes' to check.
using System.Buffers;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Character classes of the grammar.</summary>
internal static class SipCharacters
{
    private const string Digits = "0123456789";
    private const string AlphaNumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" + Digits;
    private const string Unreserved = AlphaNumeric + "-_.!~*'()";

    /// <summary>What "escaped" must not stand for to be the same as the character (RFC 2396 §2.2).</summary>
    public const string Reserved = ";/?:@&=+$,";

    public static readonly SearchValues<char> Digit = SearchValues.Create(Digits);
    public static readonly SearchValues<char> Token = SearchValues.Create(AlphaNumeric + "-.!%*_+`'~");
    public static readonly SearchValues<char> Word = SearchValues.Create(AlphaNumeric + "-.!%*_+`'~()<>:\\\"/[]?{}");
    public static readonly SearchValues<char> HostName = SearchValues.Create(AlphaNumeric + "-.");

    /// <summary>gen-value without its quoted form: token, host, and the bare IPv6 address of "received".</summary>
    public static readonly SearchValues<char> ParameterValue =
        SearchValues.Create(AlphaNumeric + "-.!%*_+`'~:[]");

    public static readonly SearchValues<char> User = SearchValues.Create(Unreserved + "%&=+$,;?/");
    public static readonly SearchValues<char> Password = SearchValues.Create(Unreserved + "%&=+$,");
    public static readonly SearchValues<char> UriParameter = SearchValues.Create(Unreserved + "%[]/:&+$");
    public static readonly SearchValues<char> UriHeader = SearchValues.Create(Unreserved + "%[]/?:+$");
    public static readonly SearchValues<char> Uric = SearchValues.Create(Unreserved + "%[]" + Reserved);
    public static readonly SearchValues<char> Scheme = SearchValues.Create(AlphaNumeric + "+-.");

    /// <summary>What ends a URI that stands without angle brackets (§20.10).</summary>
    public static readonly SearchValues<char> EndOfBareUri = SearchValues.Create(" \t;,<>\"");

    /// <summary>CTL without HTAB: in a header field they stand in a quoted-pair only.</summary>
    public static readonly SearchValues<char> Controls = SearchValues.Create(
        "\0\x01\x02\x03\x04\x05\x06\a\b\n\v\f\r\x0E\x0F\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1A\e\x1C\x1D\x1E\x1F"
        + "\x7F");
}
