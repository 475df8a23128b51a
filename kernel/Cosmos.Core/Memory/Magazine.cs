// What a core keeps of free things, so that it takes and gives them without asking anybody: a stack of loose items and
// a full batch in reserve. Only when both are empty, or both full, a whole batch changes places with the depot that all
// cores share; so there are a hundred operations to one latch, and the item given back last, still in this core's
// cache, is the next one taken. (J. Bonwick and J. Adams, "Magazines and Vmem", USENIX 2001.)
//
// Items are linked through a word of their own; a batch in the depot through a second word of its first item. The
// offsets are the caller's.
//
// What was given back last is never in a batch that the depot gets with it: only with the next full batch. Contexts
// rely on that when they give away what they still stand on.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Memory;

/// <summary>One core's free items of one kind. Preemption off in every call. The default value is empty.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Magazine
{
    private byte* _loose;
    private byte* _batch;
    private int _count;

    /// <summary>Loose items in it.</summary>
    public readonly int Loose => _count;

    /// <summary>Whether there is nothing in it.</summary>
    public readonly bool IsEmpty => _loose == null && _batch == null;

    /// <summary>Takes a loose item; null: there is none, and <see cref="TryRefill"/> may help.</summary>
    /// <param name="link">Where items are linked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* TryTake(nint link)
    {
        byte* item = _loose;
        if (item != null)
        {
            _loose = *(byte**)(item + link);
            _count--;
        }

        return item;
    }

    /// <summary>Adds an item. True: loose ones are as many as a batch, and <see cref="Stow"/> is due.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(byte* item, nint link, int batchItems)
    {
        *(byte**)(item + link) = _loose;
        _loose = item;
        _count++;
        return _count >= batchItems;
    }

    /// <summary>
    /// Makes the loose items, a full batch, the one in reserve. Returns the batch that was there, for the depot, or
    /// null.
    /// </summary>
    public byte* Stow()
    {
        byte* before = _batch;
        _batch = _loose;
        _loose = null;
        _count = 0;
        return before;
    }

    /// <summary>Makes the batch in reserve the loose items, of which there are none. False: nothing is left.</summary>
    public bool TryRefill(int batchItems)
    {
        byte* batch = _batch;
        _batch = null;
        Load(batch, batch == null ? 0 : batchItems);
        return batch != null;
    }

    /// <summary>Makes linked items the loose ones, of which there are none.</summary>
    public void Load(byte* first, int count)
    {
        _loose = first;
        _count = count;
    }

    /// <summary>Takes any item, loose or not; null: it is empty.</summary>
    public byte* TryTakeAny(nint link, int batchItems)
        => _loose != null || TryRefill(batchItems) ? TryTake(link) : null;
}
