// A method is a token and case-sensitive (RFC 3261 §7.1); %49NVITE is not INVITE. Names that the exchange knows are the
// same string each time, so parsing one allocates nothing.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A request's method.</summary>
public readonly record struct SipMethod
{
    private readonly string? _name;

    private SipMethod(string name) => _name = name;

    /// <summary>RFC 3261 §13.</summary>
    public static SipMethod Invite => new("INVITE");

    /// <summary>RFC 3261 §13.2.2.4, §17.1.1.3.</summary>
    public static SipMethod Ack => new("ACK");

    /// <summary>RFC 3261 §15.</summary>
    public static SipMethod Bye => new("BYE");

    /// <summary>RFC 3261 §9.</summary>
    public static SipMethod Cancel => new("CANCEL");

    /// <summary>RFC 3261 §11.</summary>
    public static SipMethod Options => new("OPTIONS");

    /// <summary>RFC 3261 §10.</summary>
    public static SipMethod Register => new("REGISTER");

    /// <summary>RFC 6086.</summary>
    public static SipMethod Info => new("INFO");

    /// <summary>RFC 3311.</summary>
    public static SipMethod Update => new("UPDATE");

    /// <summary>RFC 3262.</summary>
    public static SipMethod Prack => new("PRACK");

    /// <summary>The name.</summary>
    public string Name => _name ?? "";

    /// <summary>Makes a method of a token.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SipMethod method)
    {
        var scanner = new Scanner(text);
        return TryTake(ref scanner, out method) && scanner.AtEnd;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static bool TryTake(ref Scanner scanner, out SipMethod method)
    {
        bool isToken = scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> token);
        method = isToken ? Of(token) : default;
        return isToken;
    }

    private static SipMethod Of(ReadOnlySpan<char> name) => name switch
    {
        "INVITE" => Invite,
        "ACK" => Ack,
        "BYE" => Bye,
        "CANCEL" => Cancel,
        "OPTIONS" => Options,
        "REGISTER" => Register,
        "INFO" => Info,
        "UPDATE" => Update,
        "PRACK" => Prack,
        _ => new SipMethod(name.ToString()),
    };
}
