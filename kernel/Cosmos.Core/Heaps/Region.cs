// Where objects come from until processes bring heaps of their own: one range of address space that grows by committing
// pages and is never collected. Contexts take windows out of it and bump inside them, so two contexts share nothing but
// this file. A window that directly continues the context's last one is merged with it, so a lone context wastes
// nothing.
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>The growing region of managed objects.</summary>
internal static unsafe class Region
{
    // Small enough to start on a 32 MB machine, large enough that committing is rare.
    private const nuint WindowSize = 256 * 1024;

    // What an epitaph needs for names and texts when nothing else is left.
    private const nuint ReserveSize = 64 * 1024;

    private static byte* s_reserve;
    private static byte* s_start;
    private static byte* s_next;
    private static byte* s_end;

    /// <summary>Bytes of managed objects handed out in windows so far.</summary>
    public static ulong CommittedBytes => (ulong)(s_next - s_start);

    /// <summary>
    /// Reserves the address space: as much as the machine has memory. Called once, before any allocation.
    /// </summary>
    public static void Initialize()
    {
        nuint size = (nuint)PageSize.RoundDown(Platform.TotalMemory);
        s_start = (byte*)Platform.ReserveMemory(size);
        s_next = s_start;
        s_end = s_start == null ? null : s_start + size;
        s_reserve = (byte*)Platform.ReserveMemory(ReserveSize);
        if (s_reserve == null || !Platform.CommitMemory(s_reserve, ReserveSize, MemoryAccess.ReadWrite))
        {
            Fatal.Stop("Not enough memory for the first objects; give the machine more RAM"u8);
        }
    }

    /// <summary>
    /// Gives a dying context the memory kept for its epitaph; what is left of its window is lost. The second caller
    /// gets nothing.
    /// </summary>
    public static void OpenReserve(ContextBlock* context)
    {
        if (s_reserve != null)
        {
            SetWindow(context, s_reserve, ReserveSize);
            s_reserve = null;
        }
    }

    /// <summary>
    /// Gives <paramref name="context"/> a window with room for <paramref name="bytes"/>. Returns false when the
    /// machine's memory is exhausted; the old window is untouched then.
    /// </summary>
    public static bool TryExtend(ContextBlock* context, nuint bytes)
    {
        // Room for the header words of the first object and of what follows the last.
        nuint wanted = bytes + 2 * (nuint)sizeof(nint);
        nuint size = wanted <= WindowSize ? WindowSize : (nuint)PageSize.RoundUp(wanted);
        if (size < wanted || size > (nuint)(s_end - s_next)
            || !Platform.CommitMemory(s_next, size, MemoryAccess.ReadWrite))
        {
            return false;
        }

        byte* window = s_next;
        s_next += size;
        if (context->AllocationLimit == window)
        {
            context->AllocationLimit = window + size;
            return true;
        }

        SetWindow(context, window, size);
        return true;
    }

    // The header word of the first object lies before it.
    private static void SetWindow(ContextBlock* context, byte* window, nuint size)
    {
        context->AllocatedBefore += (ulong)(context->AllocationPointer - context->WindowStart);
        context->AllocationPointer = window + sizeof(nint);
        context->AllocationLimit = window + size;
        context->WindowStart = context->AllocationPointer;
    }
}
