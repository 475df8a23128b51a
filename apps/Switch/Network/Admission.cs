// Who may begin something new. The law of the trade: a call that is up is worth more than one that is not yet, and an
// emergency call more than any. So only what would begin something is ever refused, before a process or a row is made
// for it, and what an emergency number is dialled with is not refused at all.
//
// New calls take tokens from a bucket that fills at the rated load; the number of calls and the mailbox of the
// transport are limits as well. The mailbox says what no rate can know: how much work a call is.
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>Decides on what is new. Not shared: the transport's own.</summary>
/// <param name="limits">What the exchange is rated for.</param>
internal sealed class Admission(SwitchLimits limits)
{
    private const long Second = 1_000_000_000;

    private readonly long _tokenNs = Second / limits.CallsPerSecond;
    private long _fullAtNs;

    /// <summary>Whether a request that begins something is let in; if not, it is refused with 503.</summary>
    /// <param name="request">The request, without a dialog.</param>
    /// <param name="isEmergency">Whether an emergency number was dialled.</param>
    /// <param name="calls">Calls that there are.</param>
    /// <param name="waiting">Datagrams that wait.</param>
    /// <param name="nowNs">The clock.</param>
    public bool Admits(SipRequest request, bool isEmergency, long calls, int waiting, long nowNs)
    {
        bool isCall = request.Method == SipMethod.Invite;
        if (isCall && isEmergency)
        {
            return true;
        }

        if (waiting >= limits.WaitingDatagrams)
        {
            return false;
        }

        return !isCall || (calls < limits.Calls && TakeToken(nowNs));
    }

    // The bucket is the moment at which it will be full: a token moves it on, and it must not be farther than a burst.
    private bool TakeToken(long nowNs)
    {
        long full = Math.Max(_fullAtNs, nowNs) + _tokenNs;
        bool isThere = full - nowNs <= limits.Burst * _tokenNs;
        _fullAtNs = isThere ? full : _fullAtNs;
        return isThere;
    }
}
