// A place of the ring: an event, packed, outside of every heap.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Runtime.Logging;

/// <summary>A place of the ring.</summary>
internal struct RingRecord
{
    /// <summary>Guards the others.</summary>
    public Latch Latch;

    /// <summary>The event's number; 0: there is none.</summary>
    public ulong Number;

    /// <summary>The event.</summary>
    public Parcel Event;
}
