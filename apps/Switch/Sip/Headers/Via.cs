// Via (RFC 3261 §20.42): the way a request came and its response goes back. The top one names the transaction (branch,
// §17.2.3) and the place to answer to (§18.2.2, RFC 3581); both are decided here, where the parameters are.
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>One hop.</summary>
/// <param name="Protocol">Name and version as on the wire: SIP/2.0.</param>
/// <param name="Transport">UDP, TCP, TLS, SCTP, or what somebody invented.</param>
/// <param name="Host">sent-by's host; IPv6 in brackets.</param>
/// <param name="Port">sent-by's port, or 0 if it names none.</param>
/// <param name="Parameters">branch, received, rport, maddr, ttl, others.</param>
public sealed record Via(string Protocol, string Transport, string Host, int Port, ParameterList Parameters)
{
    /// <summary>What a branch begins with that is unique in time and space (§8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    private const string OurProtocol = "SIP/2.0";
    private const int DefaultPort = 5060;

    /// <summary>The branch; null if there is none.</summary>
    public string? Branch => Parameters.Get("branch");

    /// <summary>
    /// Whether the branch identifies the transaction: it begins with the cookie and goes on. If not, the request is
    /// matched by the rules of RFC 2543 (§17.2.3; RFC 4475 §3.2.1).
    /// </summary>
    public bool HasUniqueBranch =>
        Parameters.TryGet("branch", out ReadOnlySpan<char> branch)
        && branch.Length > MagicCookie.Length
        && branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase);

    /// <summary>A hop of the exchange.</summary>
    /// <param name="transport">UDP or TCP.</param>
    /// <param name="host">Where it is reached.</param>
    /// <param name="port">The port, or 0 for the default.</param>
    /// <param name="branch">Unique, with the cookie.</param>
    public static Via Create(string transport, string host, int port, string branch) =>
        new(OurProtocol, transport, host, port, default(ParameterList).With("branch", branch));

    /// <summary>
    /// What the receiver notes on the top Via (§18.2.1): the source address where it is not what sent-by says, or where
    /// the client asked for it with rport (RFC 3581 §4), and then the source port, too.
    /// </summary>
    /// <param name="address">The datagram's source address, IPv6 without brackets.</param>
    /// <param name="port">Its source port.</param>
    public Via ReceivedFrom(string address, int port)
    {
        bool isAsked = Parameters.TryGet("rport", out _);
        bool isHost = Host.AsSpan().Trim("[]").Equals(address, StringComparison.OrdinalIgnoreCase);
        ParameterList parameters = isHost && !isAsked
            ? Parameters.Without("received")
            : Parameters.With("received", address);
        return this with { Parameters = isAsked ? parameters.With("rport", $"{port}") : parameters };
    }

    /// <summary>
    /// Where a response goes over UDP (§18.2.2, RFC 3581 §4): maddr, else received and rport, else sent-by.
    /// </summary>
    public (string Host, int Port) Destination
    {
        get
        {
            int port = Port == 0 ? DefaultPort : Port;
            if (Parameters.Get("maddr") is { Length: > 0 } group)
            {
                return (group, port);
            }

            if (Parameters.TryGet("rport", out ReadOnlySpan<char> text))
            {
                var scanner = new Scanner(text);
                port = HostSyntax.TryTakePort(ref scanner, out int source) && scanner.AtEnd ? source : port;
            }

            return (Parameters.Get("received") is { Length: > 0 } address ? address : Host, port);
        }
    }

    /// <summary>The value of a header field.</summary>
    public override string ToString() =>
        $"{Protocol}/{Transport} {Host}{(Port == 0 ? "" : $":{Port}")}{Parameters}";

    /// <summary>Parses a value that is one hop.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Via? via)
    {
        var scanner = new Scanner(text);
        return TryTake(ref scanner, out via) && scanner.AtEnd;
    }

    /// <summary>Parses a comma-separated list of at least one hop and puts it behind those that are there.</summary>
    internal static bool TryParseList(ReadOnlySpan<char> text, ImmutableArray<Via>.Builder vias)
    {
        var scanner = new Scanner(text);
        do
        {
            if (vias.Count == SipLimits.ListValues || !TryTake(ref scanner, out Via? via))
            {
                return false;
            }

            vias.Add(via);
        }
        while (scanner.TakeSeparator(','));
        return scanner.AtEnd;
    }

    internal static bool TryTake(ref Scanner scanner, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        int port = 0;
        if (!TryTakeProtocol(ref scanner, out string protocol, out string transport)
            || !scanner.SkipWhite()
            || !HostSyntax.TryTakeHost(ref scanner, out ReadOnlySpan<char> host)
            || (scanner.TakeSeparator(':') && !HostSyntax.TryTakePort(ref scanner, out port))
            || !ParameterList.TryTake(ref scanner, out ParameterList parameters))
        {
            return false;
        }

        via = new Via(protocol, transport, host.ToString(), port, parameters);
        return true;
    }

    // protocol-name SLASH protocol-version SLASH transport; what everybody sends costs no string.
    private static bool TryTakeProtocol(ref Scanner scanner, out string protocol, out string transport)
    {
        protocol = transport = "";
        if (!scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> name)
            || !scanner.TakeSeparator('/')
            || !scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> version)
            || !scanner.TakeSeparator('/')
            || !scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> carrier))
        {
            return false;
        }

        protocol = name is "SIP" && version is "2.0" ? OurProtocol : $"{name}/{version}";
        transport = carrier switch
        {
            "UDP" => "UDP",
            "TCP" => "TCP",
            _ => carrier.ToString(),
        };
        return true;
    }
}
