// The border's SharedMemory: the simulator has no heap that all share, so nothing is donated.
namespace Cosmos.Core.Abi;

/// <summary>Statistics of shared memory: all zero.</summary>
public static class SharedMemory
{
    /// <summary>None.</summary>
    public static long DonatedObjects => 0;

    /// <summary>None.</summary>
    public static long DonatedBytes => 0;

    /// <summary>None.</summary>
    public static long DonatedBlocks => 0;

    /// <summary>None.</summary>
    public static long BytesInUse => 0;
}
