// What a driver has seen since it was started: frames, and those that were lost, by the reason. They begin at zero with
// each driver; whoever wants them to live longer adds them up.
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Drivers.Network;

/// <summary>Call: what the driver has counted.</summary>
public sealed record ReadNetworkCounters : ICall<EthernetDriver, ReadNetworkCounters, NetworkCounters>;

/// <summary>Counts of a driver since it was started.</summary>
public sealed record NetworkCounters
{
    /// <summary>Interrupts that it was told of.</summary>
    public long Interrupts { get; init; }

    /// <summary>Frames that came and were handed on.</summary>
    public long Received { get; init; }

    /// <summary>Frames that the device took to be sent, and was done with.</summary>
    public long Transmitted { get; init; }

    /// <summary>Frames that came while nobody listened.</summary>
    public long NobodyListened { get; init; }

    /// <summary>Frames that came and had no length that a frame can have.</summary>
    public long BadLength { get; init; }

    /// <summary>Frames that the device itself called broken.</summary>
    public long Damaged { get; init; }

    /// <summary>Frames that were not sent because they were too short or too long.</summary>
    public long NoFrame { get; init; }

    /// <summary>Frames that were not sent because there was no room: the listener sent more than the room.</summary>
    public long NoRoom { get; init; }
}
