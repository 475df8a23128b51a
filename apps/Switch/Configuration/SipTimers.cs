// The base values of the timers of RFC 3261 §17 (Table 4), from which A to M follow. UDP alone is spoken, so none of
// them is zero.
namespace Cosmos.Apps.Switch;

/// <summary>Base values of the transaction timers.</summary>
public sealed record SipTimers
{
    /// <summary>An estimate of the round trip: 500 ms.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause between two retransmissions: 4 s.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may stay in the network: 5 s.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>64*T1: timers B, D, F, H, J, L and M.</summary>
    public TimeSpan Patience => 64 * T1;

    /// <summary>The pause after one of this length: twice as long, T2 at most.</summary>
    public TimeSpan Next(TimeSpan pause) => 2 * pause < T2 ? 2 * pause : T2;
}
