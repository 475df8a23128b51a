// The chunks of a store of slots: slots of a chunk come and go in batches, under the store's latch, and a chunk whose
// state has changed goes into the list that it belongs in. A chunk is used from its start on, and has memory so far.
using System.Numerics;
using System.Threading;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Memory;

internal unsafe partial struct SlotStore
{
    private readonly byte* StartOf(uint chunk) => _slots + ((chunk - 1) * ChunkSlots * _slotBytes);

    private static nuint Pages(nuint bytes) => (nuint)PageSize.RoundUp(bytes);

    // Of chunks that are in use first.
    private int Take(int* slots, int most)
    {
        _latch.Enter();
        int count = _partial.First == 0 ? 0 : TakeFrom(_partial.First, slots, most);
        if (count == 0 && _whole.First != 0)
        {
            count = TakeFrom(_whole.First, slots, most);
        }

        // Where a chunk in use has room but gets no memory, another one gets none either.
        if (count == 0 && _partial.First == 0 && (_cold.First != 0 || TryMakeChunk()))
        {
            count = TakeFrom(_cold.First, slots, most);
        }

        _latch.Leave();
        return count;
    }

    private int TakeFrom(uint number, int* slots, int most)
    {
        SlotChunk* chunk = _chunks + number;
        int first = (int)(number - 1) << ChunkShift;
        int count = TakeFree(chunk, first, slots, most);
        while (count < most && chunk->Cut < SlotsOf(number) && TryCommit(chunk, number, chunk->Cut + 1u))
        {
            slots[count++] = first + chunk->Cut++;
        }

        chunk->Used += (ushort)count;
        _taken += count;
        Volatile.Write(ref chunk->Reach, chunk->Cut);
        Volatile.Write(ref _end, int.Max(_end, first + chunk->Cut));
        List(number);
        return count;
    }

    // Of those that came back, the lowest.
    private static int TakeFree(SlotChunk* chunk, int first, int* slots, int most)
    {
        int count = 0;
        for (int word = 0; word < SlotChunk.FreeWords && count < most; word++)
        {
            ulong free = chunk->Free[word];
            for (; free != 0 && count < most; free &= free - 1)
            {
                slots[count++] = first + (word * 64) + BitOperations.TrailingZeroCount(free);
            }

            chunk->Free[word] = free;
        }

        return count;
    }

    private void Return(int* slots, int count)
    {
        _latch.Enter();
        _taken -= count;
        for (int i = 0; i < count;)
        {
            // Neighbours came together and mostly come back so: their chunk is put into its list once.
            int number = slots[i] >> ChunkShift;
            SlotChunk* chunk = _chunks + number + 1;
            for (; i < count && slots[i] >> ChunkShift == number; i++)
            {
                int index = slots[i] & (ChunkSlots - 1);
                chunk->Free[index / 64] |= 1UL << (index % 64);
                chunk->Used--;
            }

            List((uint)number + 1);
        }

        _latch.Leave();
    }

    // Of a released chunk that is in no list meanwhile.
    private void GiveBackPiece(uint number)
    {
        SlotChunk* chunk = _chunks + number;
        nuint piece = nuint.Min(chunk->Committed, UsualStep);
        chunk->Committed -= (uint)piece;
        Platform.DecommitMemory(StartOf(number) + chunk->Committed, piece);
        Interlocked.Add(ref _committed, -(long)piece);
        _latch.Enter();
        if (chunk->Committed != 0)
        {
            Go(number);
        }
        else
        {
            chunk->Cut = 0;
            new System.Span<ulong>(chunk->Free, SlotChunk.FreeWords).Clear();
            List(number);
        }

        _latch.Leave();
    }

    private void Go(uint number)
    {
        _released.Add(_chunks, number);
        _releasedCount++;
    }

    // The last chunk may have fewer.
    private readonly int SlotsOf(uint number)
        => int.Min(ChunkSlots, _capacity + 1 - ((int)(number - 1) << ChunkShift));

    // Puts a chunk that has changed into the list that it belongs in.
    private void List(uint number)
    {
        SlotChunk* chunk = _chunks + number;
        bool hasRoom = chunk->Used < SlotsOf(number);
        SlotChunkPlace due = chunk->Committed == 0 ? SlotChunkPlace.Cold
            : chunk->Used == 0 && !_keeps ? SlotChunkPlace.Whole
            : hasRoom ? SlotChunkPlace.Partial
            : SlotChunkPlace.None;
        if (due == chunk->Place)
        {
            return;
        }

        switch (chunk->Place)
        {
            case SlotChunkPlace.Partial:
                _partial.Remove(_chunks, number);
                break;
            case SlotChunkPlace.Whole:
                _whole.Remove(_chunks, number);
                _idle.Remove();
                break;
            case SlotChunkPlace.Cold:
                _cold.Remove(_chunks, number);
                break;
        }

        chunk->Place = due;
        switch (due)
        {
            case SlotChunkPlace.Partial:
                _partial.Add(_chunks, number);
                break;
            case SlotChunkPlace.Whole:
                _whole.Add(_chunks, number);
                _idle.Add();
                break;
            case SlotChunkPlace.Cold:
                _cold.Add(_chunks, number);
                break;
        }
    }

    // One more, without memory.
    private bool TryMakeChunk()
    {
        uint number = _made + 1;
        if (SlotsOf(number) <= 0)
        {
            return false;
        }

        if ((byte*)(_chunks + number + 1) > _tablesEnd)
        {
            if (!Platform.CommitMemory(_tablesEnd, (nuint)PageSize.Bytes, MemoryAccess.ReadWrite))
            {
                return false;
            }

            _tablesEnd += PageSize.Bytes;
        }

        _made = number;
        List(number);
        return true;
    }

    // Has memory behind the first slots of a chunk; what lies idle elsewhere goes before that fails.
    private bool TryCommit(SlotChunk* chunk, uint number, uint slots)
    {
        while (slots * _slotBytes > chunk->Committed)
        {
            nuint rest = Pages((nuint)SlotsOf(number) * _slotBytes) - chunk->Committed;
            nuint step = nuint.Min(rest, _step);
            if (!Platform.CommitMemory(StartOf(number) + chunk->Committed, step, MemoryAccess.ReadWrite))
            {
                if (!Reclaiming.TryStep())
                {
                    return false;
                }

                continue;
            }

            chunk->Committed += (uint)step;
            Interlocked.Add(ref _committed, (long)step);
        }

        return true;
    }
}
