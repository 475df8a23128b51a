// Session timers (RFC 4028), as a proxy sees them: the two phones agree on who refreshes, the exchange proposes an
// interval where they name none and watches that it is kept. So a phone that died frees its call.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Session-Expires of what passes.</summary>
internal static class SessionTimer
{
    /// <summary>
    /// The interval of a request is too short, and its sender understands to be told so (422); null: it is not.
    /// </summary>
    public static SipResponse? Refusal(SipRequest request)
    {
        uint least = Seconds(SwitchConfiguration.Current.ShortestSession);
        bool isShort = Read(request) is { } asked && asked.Seconds < least;
        return isShort && RequestHeaders.KnowsSessionTimer(request)
            ? RequestRouter.Refuse(request, StatusCode.SessionIntervalTooSmall, (HeaderKind.MinSE, $"{least}"))
            : null;
    }

    /// <summary>Puts an interval into the first INVITE if it has none, or a longer one if its is too short.</summary>
    public static void Propose(SipRequest request, ImmutableArray<SipHeader>.Builder rows)
    {
        SwitchConfiguration configuration = SwitchConfiguration.Current;
        uint least = Seconds(configuration.ShortestSession);
        SessionExpires? asked = Read(request);
        if (asked is not null && asked.Seconds >= least)
        {
            return;
        }

        // A phone's own Min-SE is passed on; the interval must not be below it (§8.1).
        if (request.Headers.TryGet(HeaderKind.MinSE, out ReadOnlySpan<char> text)
            && SessionExpires.TryParse(text, out SessionExpires? minimum))
        {
            least = Math.Max(least, minimum.Seconds);
        }

        uint seconds = asked is null ? Math.Max(least, Seconds(configuration.SessionInterval)) : least;
        rows.RemoveAll(static row => row.Kind == HeaderKind.SessionExpires);
        rows.Add(SipHeader.Create(HeaderKind.SessionExpires, $"{new SessionExpires(seconds, Refresher.Unspecified)}"));
    }

    /// <summary>
    /// Completes a 2xx: where the callee does not know session timers and the caller does, the caller refreshes
    /// (§8.2).
    /// </summary>
    /// <param name="request">The request that came.</param>
    /// <param name="sent">The request that went out, with the interval.</param>
    /// <param name="response">The 2xx that came.</param>
    /// <param name="rows">What is passed on of it.</param>
    public static void Complete(SipRequest request, SipRequest sent, SipResponse response,
        ImmutableArray<SipHeader>.Builder rows)
    {
        if (Read(response) is null && Read(sent) is { } proposed && RequestHeaders.KnowsSessionTimer(request))
        {
            rows.RemoveAll(static row => row.Kind is HeaderKind.SessionExpires or HeaderKind.Require);
            rows.Add(SipHeader.Create(HeaderKind.SessionExpires,
                $"{new SessionExpires(proposed.Seconds, Refresher.Uac)}"));
            rows.Add(SipHeader.Create(HeaderKind.Require, RequestHeaders.SessionTimer));
        }
    }

    /// <summary>How long the session lives from now on; null: nobody refreshes it.</summary>
    public static TimeSpan? Interval(SipResponse response) =>
        Read(response) is { Seconds: > 0 } expires
            ? TimeSpan.FromSeconds(Math.Max(expires.Seconds, Seconds(SwitchConfiguration.Current.ShortestSession)))
            : null;

    private static SessionExpires? Read(SipMessage message) =>
        message.Headers.TryGet(HeaderKind.SessionExpires, out ReadOnlySpan<char> text)
        && SessionExpires.TryParse(text, out SessionExpires? expires)
            ? expires
            : null;

    private static uint Seconds(TimeSpan time) => (uint)time.TotalSeconds;
}
