// Large blocks that became everybody's because of what was donated in them. A gift of a few bytes would keep the whole
// block for ever, a hundred megabytes maybe; but the process's own objects have moved out or ended with it, and nobody
// looks at words that were not donated. So the pages that hold none of those go back to the machine: piece by piece, by
// whoever has time (IdleMemory.TryGiveBack). The first page has the header and stays. Blocks of slots, 64 KiB at most,
// stay as they are.
//
// Blocks that wait here are linked through Previous; Top is how far they have been gone through.
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Heaps;

/// <summary>Gives back the pages of shared blocks in which nothing was donated.</summary>
internal static unsafe class MixedBlocks
{
    // A page's part of a block's marks: one bit for each of its 512 words.
    private const int MarksPerPage = (int)PageSize.Bytes / sizeof(long) / 64;

    private static CoreLatch s_latch;
    private static HeapBlock* s_first;

    /// <summary>Notes a block that has just become everybody's. Preemption off.</summary>
    public static void Add(HeapBlock* block)
    {
        bool isLarge = (HeapSpace.TagOf(HeapSpace.IndexOf(block)) & HeapSpace.RunTag) != 0;
        if (block->Donated == null || !isLarge)
        {
            return;
        }

        block->Top = (byte*)block + PageSize.Bytes;
        Put(block);
    }

    /// <summary>Goes through a piece of a block. False: there is none. Preemption off.</summary>
    public static bool TryGiveBack()
    {
        if (s_first == null)
        {
            return false; // what comes just now is left to the next who asks
        }

        s_latch.Enter();
        HeapBlock* block = s_first;
        if (block != null)
        {
            s_first = block->Previous;
        }

        s_latch.Leave();
        if (block == null)
        {
            return false;
        }

        byte* end = block->Top + IdleMemory.Piece;
        end = end < block->End ? end : block->End;
        GiveBack(block, block->Top, end);
        block->Top = end;
        if (end < block->End)
        {
            Put(block);
        }
        else
        {
            block->Previous = null;
        }

        return true;
    }

    private static void Put(HeapBlock* block)
    {
        s_latch.Enter();
        block->Previous = s_first;
        s_first = block;
        s_latch.Leave();
    }

    private static void GiveBack(HeapBlock* block, byte* from, byte* end)
    {
        byte* hole = from;
        for (byte* page = from; page <= end; page += PageSize.Bytes)
        {
            if (page == end || HoldsDonated(block, page))
            {
                if (page > hole)
                {
                    nuint bytes = (nuint)(page - hole);
                    Platform.DecommitMemory(hole, bytes);
                    IdleMemory.NoteHole(bytes);
                    BlockPool.NoteHole(bytes);
                    SharedHeap.NoteHole(bytes);
                }

                hole = page + PageSize.Bytes;
            }
        }
    }

    private static bool HoldsDonated(HeapBlock* block, byte* page)
    {
        ulong* marks = block->Donated + ((nuint)(page - (byte*)block) / PageSize.Bytes * MarksPerPage);
        ulong all = 0;
        for (int i = 0; i < MarksPerPage; i++)
        {
            all |= marks[i];
        }

        return all != 0;
    }
}
