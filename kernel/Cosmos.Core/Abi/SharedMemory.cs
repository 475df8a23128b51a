// The memory that no process owns, in numbers: how much there is, and how much of it processes have donated. A running
// system whose donations grow is filling some cache of CoreLib's; one that never donates keeps its processes apart.
using Cosmos.Core.Heaps;

namespace Cosmos.Core.Abi;

/// <summary>Statistics of shared memory. Callable from everywhere; nothing here blocks or allocates.</summary>
public static class SharedMemory
{
    /// <summary>Objects that processes gave to everybody, by storing them where everybody can reach them.</summary>
    public static long DonatedObjects => (long)Donation.Objects;

    /// <summary>Bytes of these objects.</summary>
    public static long DonatedBytes => (long)Donation.Bytes;

    /// <summary>Blocks of process heaps that hold, or held, such objects.</summary>
    public static long DonatedBlocks => (long)Donation.Blocks;

    /// <summary>Bytes of all blocks that belong to everybody.</summary>
    public static long BytesInUse => (long)SharedHeap.BytesInUse;
}
