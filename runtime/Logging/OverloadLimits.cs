// What a handler does when events come faster than it writes them. OTP: logger_std_h, logger_olp.
namespace Cosmos.Runtime.Logging;

/// <summary>The limits of a handler's queue, and of how much comes at a time.</summary>
public sealed record OverloadLimits
{
    /// <summary>
    /// From this length of the queue on, who logs waits until its event has been written. OTP: sync_mode_qlen.
    /// </summary>
    public int Sync { get; init; } = 10;

    /// <summary>From this length on, events are dropped where they are made. OTP: drop_mode_qlen.</summary>
    public int Drop { get; init; } = 200;

    /// <summary>Beyond this length, the handler drops all that it has. OTP: flush_qlen.</summary>
    public int Flush { get; init; } = 1000;

    /// <summary>
    /// The most events in a time; what comes beyond them is dropped. 0: any. OTP: burst_limit_max_count.
    /// </summary>
    public int Burst { get; init; } = 500;

    /// <summary>That time. OTP: burst_limit_window_time.</summary>
    public TimeSpan BurstTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long who logs waits at the most.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Throws for limits that make no sense.</summary>
    internal void Validate()
    {
        if (Sync < 1 || Drop < Sync || Flush < Drop || Burst < 0 || BurstTime <= TimeSpan.Zero
            || Patience <= TimeSpan.Zero)
        {
            throw new ArgumentException(
                $"Limits of a handler: 1 <= Sync <= Drop <= Flush, times above 0. These are {this}.");
        }
    }
}
