// What the exchange is rated for. Beyond it new calls are refused with 503 before anything is made for them; calls that
// are up and emergency calls are not counted against it.
namespace Cosmos.Apps.Switch;

/// <summary>Limits of the exchange.</summary>
public sealed record SwitchLimits
{
    /// <summary>Calls at once; emergency calls come on top.</summary>
    public int Calls { get; init; } = 12_000;

    /// <summary>New calls in a second, in the long run: the rated load.</summary>
    public int CallsPerSecond { get; init; } = 200;

    /// <summary>New calls at once, when there was less than the rated load before.</summary>
    public int Burst { get; init; } = 2_500;

    /// <summary>
    /// Datagrams that wait for the transport process. Beyond it whatever would begin something new is refused: what
    /// is old is served first.
    /// </summary>
    public int WaitingDatagrams { get; init; } = 5_000;

    /// <summary>Transactions at once, of calls and of all else.</summary>
    public int Transactions { get; init; } = 200_000;

    /// <summary>Live bytes of one call's process; a call that has more ends, alone.</summary>
    public long CallBytes { get; init; } = 2 << 20;

    /// <summary>Requests of a dialog that wait for the other side's answer.</summary>
    public int PendingPerCall { get; init; } = 8;

    /// <summary>Contacts of one address of record.</summary>
    public int ContactsPerUser { get; init; } = 10;

    /// <summary>Call detail records that are kept; beyond it the oldest goes.</summary>
    public int Records { get; init; } = 100_000;

    /// <summary>What a refusal says at least: seconds until another attempt makes sense.</summary>
    public int RetryAfterSeconds { get; init; } = 5;
}
