// What became of every frame. Two sums hold at any moment, and tests hold them after each frame of a fuzzing run:
//
//   Received = Delivered + Answered + Absorbed + dropped, by reason + Held
//   Made     = Queued + Waiting + Looped + discarded, by result
//
// A fragment is Held until its datagram is complete (then its frames but the last are Absorbed) or given up (Dropped).
// An error that is sent about a frame does not change that frame's fate: it was dropped.
using System.Collections.Immutable;
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>What became of a received frame.</summary>
public enum FrameFate
{
    /// <summary>Not used; <see cref="DropReason"/> says why.</summary>
    Dropped,

    /// <summary>Handed to the caller.</summary>
    Delivered,

    /// <summary>Answered by the interface: ARP and echo.</summary>
    Answered,

    /// <summary>Used up by the interface: ARP, DHCP, fragments of a datagram that is complete.</summary>
    Absorbed,

    /// <summary>Kept: a fragment.</summary>
    Held,
}

/// <summary>A counter.</summary>
/// <param name="Name">
/// What it counts: <c>received</c>, or <c>dropped.UdpNoListener</c>, or <c>discarded.NoRoute</c>.
/// </param>
/// <param name="Value">How many.</param>
public readonly record struct CounterValue(string Name, long Value);

/// <summary>An interface's counters; they only grow, but for the two that say how much there is of something.</summary>
public sealed class Counters
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private readonly long[] _discarded = new long[Enum.GetValues<SendResult>().Length];

    /// <summary>Frames that came in.</summary>
    public long Received { get; private set; }

    /// <summary>Frames that ended in something for the caller.</summary>
    public long Delivered { get; private set; }

    /// <summary>Frames that were answered.</summary>
    public long Answered { get; private set; }

    /// <summary>Frames that the interface used up itself.</summary>
    public long Absorbed { get; private set; }

    /// <summary>Frames that are kept now: fragments.</summary>
    public long Held { get; private set; }

    /// <summary>Frames that came in and were dropped.</summary>
    public long DroppedInAll => _dropped.Sum();

    /// <summary>Frames that were made here.</summary>
    public long Made { get; internal set; }

    /// <summary>Frames that were put into the output queue.</summary>
    public long Queued { get; internal set; }

    /// <summary>Frames that wait for a neighbour now.</summary>
    public long Waiting { get; internal set; }

    /// <summary>Datagrams from this host to itself, which need no frame.</summary>
    public long Looped { get; private set; }

    /// <summary>Frames that were made and discarded.</summary>
    public long DiscardedInAll => _discarded.Sum();

    /// <summary>ICMP errors that were sent.</summary>
    public long ErrorsSent { get; internal set; }

    /// <summary>ICMP errors that were not sent because there had been too many.</summary>
    public long ErrorsLimited { get; internal set; }

    /// <summary>ICMP errors that must not be sent (RFC 1122 §3.2.2).</summary>
    public long ErrorsForbidden { get; internal set; }

    /// <summary>Claims of others to this host's address, or to the one that it wanted.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>Frames that came in and were dropped for a reason.</summary>
    public long Dropped(DropReason reason) => _dropped[(int)reason];

    /// <summary>Frames that were made and discarded with a result.</summary>
    public long Discarded(SendResult result) => _discarded[(int)result];

    /// <summary>All that ever counted, by name.</summary>
    public ImmutableArray<CounterValue> Show()
    {
        ImmutableArray<CounterValue>.Builder all = ImmutableArray.CreateBuilder<CounterValue>();
        Add("received", Received);
        Add("delivered", Delivered);
        Add("answered", Answered);
        Add("absorbed", Absorbed);
        Add("held", Held);
        foreach (DropReason reason in Enum.GetValues<DropReason>())
            Add($"dropped.{reason}", Dropped(reason));

        Add("made", Made);
        Add("queued", Queued);
        Add("waiting", Waiting);
        Add("looped", Looped);
        foreach (SendResult result in Enum.GetValues<SendResult>())
            Add($"discarded.{result}", Discarded(result));

        Add("errors.sent", ErrorsSent);
        Add("errors.limited", ErrorsLimited);
        Add("errors.forbidden", ErrorsForbidden);
        Add("conflicts", Conflicts);
        return all.ToImmutable();

        void Add(string name, long value)
        {
            if (value != 0)
                all.Add(new CounterValue(name, value));
        }
    }

    internal void Receive() => Received++;

    /// <summary>A datagram went from this host to itself.</summary>
    internal void Loop()
    {
        Made++;
        Looped++;
    }

    /// <summary>A datagram, in so many frames, was discarded before it was made.</summary>
    internal SendResult Refuse(SendResult result, int frames = 1)
    {
        Made += frames;
        Discard(result, frames);
        return result;
    }

    internal void Settle(FrameFate fate, DropReason reason)
    {
        switch (fate)
        {
            case FrameFate.Dropped:
                _dropped[(int)reason]++;
                break;
            case FrameFate.Delivered:
                Delivered++;
                break;
            case FrameFate.Answered:
                Answered++;
                break;
            case FrameFate.Absorbed:
                Absorbed++;
                break;
            default:
                Held++;
                break;
        }
    }

    /// <summary>Held frames were used.</summary>
    internal void AbsorbHeld(int frames)
    {
        Held -= frames;
        Absorbed += frames;
    }

    /// <summary>Held frames were given up.</summary>
    internal void DropHeld(int frames, DropReason reason)
    {
        Held -= frames;
        _dropped[(int)reason] += frames;
    }

    internal void Discard(SendResult result, int frames = 1) => _discarded[(int)result] += frames;
}
