using System.Runtime.InteropServices;

namespace Cosmos.Core.Memory;

/// <summary>
/// The numbers of one core's free slots of a <see cref="SlotStore"/>: up to two batches. Numbers, not links through the
/// slots: renting and returning touch no slot, so who rents one does not wait for its memory to learn of the next, and
/// a thousand that go to and fro cost no more than one. Cache lines of its own.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 64 + (Most * sizeof(int)))]
internal unsafe struct SlotShare
{
    /// <summary>The most: two of the largest batches.</summary>
    public const int Most = 2 * SlotStore.LargestBatch;

    /// <summary>How many they are.</summary>
    public int Count;

    /// <summary>The numbers; the last is the next to be rented.</summary>
    public fixed int Numbers[Most];
}
