// The last part of a collection: every block gets its new place. The new block becomes the main one; blocks with
// something left in them stay, blocks with nothing but donated objects are everybody's from here on, and all others
// remain on the list of vacated blocks, which is returned to the pool.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Puts a heap together again after tracing.</summary>
internal unsafe struct CollectionEnd(ContextBlock* context, HeapBlock* target, Evacuation* evacuation)
{
    private readonly ContextBlock* _context = context;
    private readonly ProcessHeap* _heap = &context->Heap;
    private readonly HeapBlock* _target = target;
    private readonly nint _free = evacuation->Free;
    private nuint _live;

    /// <summary>Gives all blocks their places and opens the new window.</summary>
    public void Finish(nuint needed)
    {
        _target->Top = (byte*)(_free - sizeof(nint));
        _live = (nuint)(_target->Top - HeapBlock.Start(_target));
        _heap->CopiedBytes += _live;
        Trim(needed);
        ReplaceMain();
        PlaceOthers();
        _heap->Collections++;
        _heap->LiveBytes = _live;
        _heap->TotalBytes = TotalBytes();
    }

    private readonly void Trim(nuint needed)
    {
        nuint room = (nuint)(_target->End - HeapBlock.Start(_target));
        nuint cut = HeapSizing.Cut(*_heap, room, _live, needed);
        if (cut < room)
        {
            BlockPool.Trim(_target, cut);
        }
    }

    // The old main block takes its place among the vacated.
    private readonly void ReplaceMain()
    {
        Preemption.Disable();
        HeapBlock* old = _heap->Main;
        VacatedBlocks.Remove(_context, _target);
        ProcessHeap.UseMain(_context, _target);
        if (old != null)
        {
            old->Kind = BlockKind.Fragment;
            VacatedBlocks.Add(_context, old);
        }

        Preemption.Enable();
    }

    private void PlaceOthers()
    {
        HeapBlock** link = &_heap->Vacated;
        HeapBlock* block;
        while ((block = *link) != null)
        {
            if (!IsOfHeap(block))
            {
                link = &block->Next;
                continue;
            }

            nuint remains = Sweep.Clean(block);
            if (remains == 0 && block->Donated == null)
            {
                link = &block->Next;
                continue;
            }

            _live += remains;
            block->Flags &= ~BlockFlags.OfCollection;
            Preemption.Disable();
            *link = block->Next;
            if (remains != 0)
            {
                block->Next = _heap->Others;
                _heap->Others = block;
            }
            else
            {
                _heap->Flags |= Collector.HasDonated;
                block->Next = null;
                SharedHeap.Adopt(block);
            }

            Preemption.Enable();
        }
    }

    // Blocks in which something may have stayed: neither the collector's own lists nor plainly vacated blocks.
    private static bool IsOfHeap(HeapBlock* block)
        => (block->Flags & (BlockFlags.Kept | BlockFlags.Marking)) != 0
            || ((block->Flags & BlockFlags.Vacating) != 0 && block->Donated != null);

    private readonly nuint TotalBytes()
    {
        nuint total = _heap->Main == null ? 0 : (nuint)HeapBlock.SizeOf(_heap->Main);
        for (HeapBlock* block = _heap->Others; block != null; block = block->Next)
        {
            total += (nuint)HeapBlock.SizeOf(block);
        }

        return total;
    }
}
