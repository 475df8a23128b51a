// The first line (RFC 3261 §7.1, §7.2). Its parts are separated by one space each and nothing else; a Request-URI has
// neither brackets nor headers (§19.1.1). A line of the wrong form that begins like a request is still known as one, so
// that it can be refused.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A request line or a status line, or what is wrong with it.</summary>
internal readonly ref struct StartLine
{
    private const string VersionBegin = "SIP/";
    private const string OurVersion = "SIP/2.0";
    private const int CodeLength = 3;

    private StartLine(SipFault fault) => Fault = fault;

    public SipFault Fault { get; private init; }

    public bool IsResponse { get; private init; }

    /// <summary>Whether it begins with a method, though there may be a fault.</summary>
    public bool IsRequest { get; private init; }

    public SipMethod Method { get; private init; }

    /// <summary>A request's URI; null in responses and faults.</summary>
    public AddressSpec? Uri { get; private init; }

    public StatusCode Status { get; private init; }

    public string? Reason { get; private init; }

    public static StartLine Parse(ReadOnlySpan<char> line) =>
        line.StartsWith(VersionBegin, StringComparison.OrdinalIgnoreCase) ? ParseStatus(line) : ParseRequest(line);

    private static StartLine ParseStatus(ReadOnlySpan<char> line)
    {
        int space = line.IndexOf(' ');
        if (space < 0 || !line[..space].Equals(OurVersion, StringComparison.OrdinalIgnoreCase))
        {
            return new StartLine(space < 0 ? SipFault.BadStartLine : SipFault.UnsupportedVersion) { IsResponse = true };
        }

        // Some leave out the space behind the code when there is no reason phrase.
        ReadOnlySpan<char> rest = line[(space + 1)..];
        var scanner = new Scanner(rest);
        bool isCode = scanner.TakeNumber(699, out uint code) && scanner.Position == CodeLength && code >= 100;
        bool isClosed = scanner.AtEnd || scanner.Next == ' ';
        if (!isCode || !isClosed || rest.ContainsAny(SipCharacters.Controls))
        {
            return new StartLine(isCode ? SipFault.BadStartLine : SipFault.BadStatusCode) { IsResponse = true };
        }

        return new StartLine
        {
            IsResponse = true,
            Status = (StatusCode)code,
            Reason = scanner.AtEnd ? "" : scanner.Rest[1..].ToString(),
        };
    }

    private static StartLine ParseRequest(ReadOnlySpan<char> line)
    {
        var scanner = new Scanner(line);
        if (!SipMethod.TryTake(ref scanner, out SipMethod method) || !scanner.Take(' '))
        {
            return new StartLine(SipFault.BadStartLine);
        }

        int space = scanner.Rest.LastIndexOf(' ');
        if (space < 0)
        {
            return new StartLine(SipFault.BadStartLine) { IsRequest = true, Method = method };
        }

        ReadOnlySpan<char> version = scanner.Rest[(space + 1)..];
        SipFault fault = SipFault.None;
        if (!version.Equals(OurVersion, StringComparison.OrdinalIgnoreCase))
        {
            fault = IsVersion(version) ? SipFault.UnsupportedVersion : SipFault.BadStartLine;
        }

        AddressSpec? uri = null;
        if (fault == SipFault.None
            && (!AddressSpec.TryParse(scanner.Rest[..space], out uri) || uri is SipUri { Headers.Length: > 0 }))
        {
            fault = SipFault.BadRequestUri;
            uri = null;
        }

        return new StartLine(fault) { IsRequest = true, Method = method, Uri = uri };
    }

    // SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT
    private static bool IsVersion(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(VersionBegin, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var scanner = new Scanner(text[VersionBegin.Length..]);
        return scanner.TakeRun(SipCharacters.Digit, out _) && scanner.Take('.')
            && scanner.TakeRun(SipCharacters.Digit, out _) && scanner.AtEnd;
    }
}
