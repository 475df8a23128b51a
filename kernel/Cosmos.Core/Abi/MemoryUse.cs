// The machine's memory in numbers. What processes have ended with is not the machine's at once: it is kept where the
// next process will ask for it, and given back when nobody does, or when somebody else needs it. So there are two
// figures, and only the first one says whether something was lost: what is used, and what lies idle.
namespace Cosmos.Core.Abi;

/// <summary>The machine's memory at one moment; while other cores work, at about that moment.</summary>
/// <param name="TotalBytes">What the kernel may use.</param>
/// <param name="FreeBytes">What nobody has.</param>
/// <param name="HeapBytes">Of the used: blocks of heaps and messages, rounding included.</param>
/// <param name="SharedBytes">Of these: what belongs to no process.</param>
/// <param name="IdleHeapBytes">Idle: memory behind heaps that no block has.</param>
/// <param name="IdleStackBytes">Idle: stacks that nobody has, page tables that go with them included.</param>
/// <param name="IdleRecordBytes">Idle: records and control blocks that nobody has.</param>
public readonly record struct MemoryUse(
    long TotalBytes,
    long FreeBytes,
    long HeapBytes,
    long SharedBytes,
    long IdleHeapBytes,
    long IdleStackBytes,
    long IdleRecordBytes)
{
    /// <summary>
    /// What nobody uses but is kept for the next who needs some. Before anybody is refused memory it is given back;
    /// only what lies between things in use, in the same page or the same stretch of pages, can not.
    /// </summary>
    public long IdleBytes => IdleHeapBytes + IdleStackBytes + IdleRecordBytes;

    /// <summary>What somebody uses: neither free nor idle.</summary>
    public long UsedBytes => TotalBytes - FreeBytes - IdleBytes;
}
