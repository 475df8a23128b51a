// The header fields of what the exchange sends, and which of what one side said are passed on to the other. A
// back-to-back user agent ends each side's dialog and transaction, so what belongs to those is made anew; all else is
// the two phones' own business and goes through as it is, fields that nobody here knows included.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Makes header fields.</summary>
internal static class RequestHeaders
{
    /// <summary>Hops that a request of the exchange may go (§8.1.1.6).</summary>
    public const int MaxForwards = 70;

    /// <summary>What the exchange understands besides RFC 3261, and lets phones agree on.</summary>
    public const string SessionTimer = "timer";

    /// <summary>The methods that it takes.</summary>
    public const string Allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, MESSAGE";

    /// <summary>Where the exchange is reached, as a header field's value.</summary>
    public static string Contact
    {
        get
        {
            SwitchConfiguration configuration = SwitchConfiguration.Current;
            return $"<sip:{configuration.Address}:{configuration.Port}>";
        }
    }

    /// <summary>The rows that each request has (§8.1.1); its branch is new.</summary>
    public static ImmutableArray<SipHeader>.Builder Begin(string callId, NameAddress from, NameAddress to,
        CSeq sequence, int maxForwards)
    {
        SwitchConfiguration configuration = SwitchConfiguration.Current;
        var via = Via.Create("UDP", configuration.Address, configuration.Port, FreshIdentifiers.Branch());
        ImmutableArray<SipHeader>.Builder rows = ImmutableArray.CreateBuilder<SipHeader>(20);
        rows.Add(SipHeader.Create(HeaderKind.Via, $"{via};rport"));
        rows.Add(SipHeader.Create(HeaderKind.MaxForwards, $"{maxForwards}"));
        rows.Add(SipHeader.Create(HeaderKind.From, $"{from}"));
        rows.Add(SipHeader.Create(HeaderKind.To, $"{to}"));
        rows.Add(SipHeader.Create(HeaderKind.CallId, callId));
        rows.Add(SipHeader.Create(HeaderKind.CSeq, $"{sequence}"));
        return rows;
    }

    /// <summary>The header fields of one side's message that the other side shall see.</summary>
    public static ImmutableArray<SipHeader>.Builder PassedOn(SipMessage message)
    {
        ImmutableArray<SipHeader>.Builder rows = ImmutableArray.CreateBuilder<SipHeader>(message.Headers.Rows.Length);
        foreach (SipHeader row in message.Headers.Rows)
        {
            if (IsPassedOn(row.Kind))
            {
                rows.Add(row);
            }
        }

        if (KnowsSessionTimer(message))
        {
            rows.Add(SipHeader.Create(HeaderKind.Supported, SessionTimer));
        }

        if (Requires(message, SessionTimer))
        {
            rows.Add(SipHeader.Create(HeaderKind.Require, SessionTimer));
        }

        return rows;
    }

    /// <summary>Whether its sender can refresh sessions.</summary>
    public static bool KnowsSessionTimer(SipMessage message) => Lists(message, HeaderKind.Supported, SessionTimer);

    /// <summary>Whether a token stands in Require.</summary>
    public static bool Requires(SipMessage message, string token) => Lists(message, HeaderKind.Require, token);

    private static bool Lists(SipMessage message, HeaderKind kind, string token) =>
        message.Headers.TryGetTokens(kind, out ImmutableArray<string> tokens)
        && tokens.Contains(token, StringComparer.OrdinalIgnoreCase);

    // Left out: what belongs to hop, transaction and dialog; credentials, which are for the exchange; option tags and
    // methods, of which the exchange names those it takes; identities of dialogs in Replaces and its kin are unknown
    // fields and would be wrong on the other side, but who uses them asks for an option that is refused.
    private static bool IsPassedOn(HeaderKind kind) => kind is not (HeaderKind.Via or HeaderKind.MaxForwards
        or HeaderKind.From or HeaderKind.To or HeaderKind.CallId or HeaderKind.CSeq or HeaderKind.Contact
        or HeaderKind.Route or HeaderKind.RecordRoute or HeaderKind.Authorization or HeaderKind.ProxyAuthorization
        or HeaderKind.ProxyAuthenticate or HeaderKind.WwwAuthenticate or HeaderKind.AuthenticationInfo
        or HeaderKind.ProxyRequire or HeaderKind.Require or HeaderKind.Supported or HeaderKind.Unsupported
        or HeaderKind.Allow or HeaderKind.Timestamp or HeaderKind.ContentLength);
}
