// How large a main block is. Collecting costs as much as there lives, and nothing for what died, so a heap with as much
// room again as there lives costs one copy of each byte for each byte allocated; that is the aim. What will live is not
// known beforehand, what may live is: so a new block has room for everything, and afterwards it is cut to the aim.
//
// A heap that grows is found too small at its next collection at the latest; what lived last time says how much to
// expect. A maximum bounds the room that is kept, never what lives: that is for the limit's action.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Sizes of main blocks, in bytes for objects. Pure arithmetic.</summary>
internal static unsafe class HeapSizing
{
    /// <summary>The first main block of a process that names no minimum: the 512-byte slot.</summary>
    public const nuint DefaultMinimum = 512 - 0x40;

    // Word behind the last object, and one of rounding.
    private const nuint Slack = 16;

    // A heap that is used up by garbage alone grows to this, so that the fixed part of a collection, a microsecond or
    // two for the stack, is paid for every few thousand bytes and not for every few hundred.
    private const nuint Nursery = 8 * 1024 - 0x40;

    /// <summary>
    /// So much larger at a time: a process that allocates a little more than it began with should not collect five
    /// times on the way.
    /// </summary>
    public const nuint Growth = 4;

    // A heap below this is not cut while its process is at work: it is a slot, of which nothing can be given back.
    private const nuint LeastCut = 64 * 1024;

    /// <summary>Whether the allocation under way should collect before it takes more.</summary>
    public static bool WantsCollection(in ProcessHeap heap)
        => HeapDebug.Stress || (heap.Flags & Collector.IsWanted) != 0 || IsDue(heap);

    /// <summary>
    /// Whether messages and large objects brought so much since the last collection that the next one should not wait
    /// until the main block is full.
    /// </summary>
    public static bool IsDue(in ProcessHeap heap)
        => heap.TakenBytes > LeastCut && heap.TakenBytes > 2 * heap.LiveBytes && heap.TakenBytes > heap.MinimumBytes;

    /// <summary>
    /// Whether the main block is the small one that a process begins with, which is not worth a collection: that would
    /// cost more than all else that a short life does. A second, larger block takes its place, once.
    /// </summary>
    public static bool IsFirst(in ProcessHeap heap)
        => heap.Main != null && heap.Collections == 0 && heap.MaximumBytes == 0 && !HeapDebug.Stress
            && (nuint)HeapBlock.SizeOf(heap.Main) <= DefaultMinimum + (nuint)sizeof(HeapBlock);

    /// <summary>Room that a new block must have, whatever lives.</summary>
    /// <param name="used">Bytes in the blocks to be vacated.</param>
    /// <param name="needed">Bytes about to be allocated.</param>
    public static nuint Worst(nuint used, nuint needed) => used + needed + Slack;

    /// <summary>
    /// Room that a new block must have where memory is short. A heap that has grown by little since its last collection
    /// would be copied again and again for the sake of a few objects each time, a hundred megabytes for 32 KB: it has
    /// to find an eighth more, or there is no memory for it.
    /// </summary>
    public static nuint Least(in ProcessHeap heap, nuint used, nuint needed, CollectionPurpose purpose)
    {
        bool isLittle = used > heap.LiveBytes && used - heap.LiveBytes < used / 8;
        return Worst(used, needed) + (purpose == CollectionPurpose.Room && used > LeastCut && isLittle ? used / 8 : 0);
    }

    /// <summary>Room that a new block had better have.</summary>
    public static nuint Wanted(in ProcessHeap heap, nuint used, nuint needed, CollectionPurpose purpose)
    {
        nuint worst = Worst(used, needed);
        if (purpose == CollectionPurpose.Parking)
        {
            return worst;
        }

        nuint expected = heap.LiveBytes + heap.TakenBytes;
        nuint aim = Aim(heap, expected < used ? expected : used, needed);
        nuint room = heap.Main == null ? 0 : (nuint)(heap.Main->End - HeapBlock.Start(heap.Main));
        nuint earned = purpose == CollectionPurpose.Room && Growth * room <= Nursery ? Growth * room : 0;
        nuint wanted = aim > earned ? aim : earned;
        return wanted > worst ? wanted : worst;
    }

    /// <summary>Room to cut a new block to; the same when it is not worth it.</summary>
    /// <param name="heap">Whose block it is.</param>
    /// <param name="room">What it has.</param>
    /// <param name="live">What is in it.</param>
    /// <param name="needed">What is about to be.</param>
    public static nuint Cut(in ProcessHeap heap, nuint room, nuint live, nuint needed)
    {
        nuint aim = Aim(heap, live, needed);
        return room > LeastCut && aim < room - (room / 4) ? aim : room;
    }

    // Room that a heap with so many bytes alive is to have.
    private static nuint Aim(in ProcessHeap heap, nuint live, nuint needed)
    {
        nuint minimum = heap.MinimumBytes > DefaultMinimum ? heap.MinimumBytes : DefaultMinimum;
        nuint aim = (2 * live) + needed + Slack;
        if (heap.MaximumBytes != 0 && aim > heap.MaximumBytes)
        {
            nuint least = live + needed + Slack;
            aim = heap.MaximumBytes > least ? heap.MaximumBytes : least;
        }

        return aim > minimum ? aim : minimum;
    }
}
