// Numbered slots and their memory. One store for all cases, because what lies idle in a store is asked for as long as
// the machine runs, so a store is never taken away. Memory that is given back is given back by the case itself here:
// who does it otherwise, and when, is Reclaiming's business.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Memory;

/// <summary>Claims about slots: a number is one owner's, and the memory of many free ones is the machine's.</summary>
public sealed unsafe class SlotsInStores : IDisposable
{
    private const int Capacity = 1 << 20;
    private const int SlotBytes = 80;
    private const int ChunkSlots = 256;
    private const int Batch = SlotStore.LargestBatch;

    private static SlotStore s_store;

    private readonly List<int> _rented = [];

    /// <summary>Takes care that there is the store, and that nobody else tidies up meanwhile.</summary>
    public SlotsInStores()
    {
        Preemption.Disable();
        if (s_store.Shares == null)
        {
            Assert.True(s_store.TryInitialize(Capacity, SlotBytes, SlotStore.UsualStep), "memory");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ReturnAll();
        Preemption.Enable();
    }

    /// <summary>However slots are taken and returned, none has two owners, and its content is its owner's.</summary>
    [Fact]
    public void A_slot_has_one_owner()
    {
        var random = new Random(Environment.TickCount);
        for (int step = 0; step < Sizes.Pick(linux: 50_000, x86: 3_000); step++)
        {
            bool takes = random.Next(1_000) < (_rented.Count < 2_000 ? 600 : 400);
            if (takes)
            {
                int slot = Rent();
                Assert.True(slot > 0 && s_store.Contains(slot), "a number that is one");
                *ContentOf(slot) = -slot;
            }
            else if (_rented.Count != 0)
            {
                int index = random.Next(_rented.Count);
                Return(index);
            }
        }

        foreach (int slot in _rented)
        {
            Assert.Equal(-slot, *ContentOf(slot));
        }

        Assert.Equal(_rented.Count, _rented.Distinct().Count());
        Assert.Equal(_rented.Count, s_store.InUse);
    }

    /// <summary>What a slot's last user left is there for the next, as long as the memory is.</summary>
    [Fact]
    public void Content_survives()
    {
        int slot = Rent();
        *ContentOf(slot) = 0x5EED;
        Return(0);
        Assert.Equal(slot, Rent());
        Assert.Equal(0x5EED, *ContentOf(slot));
    }

    /// <summary>Nothing is written to free slots, wherever they are kept: a slot has no room for that.</summary>
    [Fact]
    public void Free_slots_are_not_touched()
    {
        RentMany(3 * ChunkSlots);
        int[] slots = [.. _rented];
        foreach (int slot in slots)
        {
            new Span<byte>(ContentOf(slot), SlotBytes).Fill((byte)(slot | 1));
        }

        ReturnAll();
        foreach (int slot in slots)
        {
            var content = new ReadOnlySpan<byte>(ContentOf(slot), SlotBytes);
            Assert.False(content.ContainsAnyExcept((byte)(slot | 1)), $"slot {slot} was written to");
        }
    }

    /// <summary>
    /// When nobody has a slot of a chunk, its memory can be given back; then the numbers are out of reach, and when
    /// they are handed out again what they name is zero.
    /// </summary>
    [Fact]
    public void Memory_of_whole_chunks_goes_back()
    {
        const int Count = 20 * ChunkSlots;
        RentMany(Count);
        int[] slots = [.. _rented];
        ReturnAll();
        nuint idle = s_store.IdleBytes;
        nuint free = Platform.FreeMemory;
        int chunks = GiveBackWholeChunks();
        Assert.InRange(chunks, 19, int.MaxValue);
        nuint gained = Platform.FreeMemory - free;
        Assert.Equal(idle - s_store.IdleBytes, gained);
        Assert.InRange((long)gained, 19L * ChunkSlots * SlotBytes, long.MaxValue);
        Assert.InRange(slots.Count(static slot => s_store.Contains(slot)), 0, ChunkSlots);
        RentMany(Count);
        Assert.Equal(Count, _rented.Distinct().Count());
        int kept = _rented.Count(static slot => slot >= ChunkSlots && *ContentOf(slot) != 0);
        Assert.Equal(0, kept);
    }

    /// <summary>A chunk of which somebody has one slot stays where it is, and so does what is in the slot.</summary>
    [Fact]
    public void A_chunk_in_use_stays()
    {
        RentMany(10 * ChunkSlots);
        int survivor = _rented.First(static slot => slot > 3 * ChunkSlots);
        *ContentOf(survivor) = 0x5EED;
        for (int index = _rented.Count - 1; index >= 0; index--)
        {
            if (_rented[index] != survivor)
            {
                Return(index);
            }
        }

        s_store.Flush();
        _ = GiveBackWholeChunks();
        Assert.True(s_store.Contains(survivor), "it is somebody's");
        Assert.Equal(0x5EED, *ContentOf(survivor));
        IEnumerable<int> neighbours = Enumerable.Range(survivor & -ChunkSlots, ChunkSlots);
        Assert.Equal(ChunkSlots, neighbours.Count(static slot => s_store.Contains(slot)));
    }

    /// <summary>A chunk that was to go and stays after all is as it was.</summary>
    [Fact]
    public void A_chunk_may_stay_after_all()
    {
        RentMany(3 * ChunkSlots);
        int slot = _rented.Max();
        *ContentOf(slot) = 0x5EED;
        ReturnAll();
        var detached = new List<uint>();
        for (uint chunk = s_store.TryDetach(); chunk != 0; chunk = s_store.TryDetach())
        {
            detached.Add(chunk);
        }

        Assert.False(s_store.Contains(slot), "it is on its way");
        detached.ForEach(static chunk => s_store.Keep(chunk));
        Assert.True(s_store.Contains(slot), "it is there again");
        Assert.Equal(0x5EED, *ContentOf(slot));
        RentMany(3 * ChunkSlots);
        Assert.Equal(_rented.Count, _rented.Distinct().Count());
    }

    /// <summary>Slots of chunks that are in use are handed out before others, so that the others stay whole.</summary>
    [Fact]
    public void Chunks_in_use_are_used_up_first()
    {
        RentMany(8 * ChunkSlots);
        int survivor = _rented[^1];
        for (int index = _rented.Count - 2; index >= 0; index--)
        {
            Return(index);
        }

        s_store.Flush();
        Assert.Equal(survivor, _rented[0]);
        RentMany(ChunkSlots - Batch);

        // The first chunk counts as in use, because of slot 0.
        Assert.InRange(_rented.Select(static slot => slot / ChunkSlots).Distinct().Count(), 1, 2);
    }

    private static int* ContentOf(int slot) => (int*)(s_store.Slots + ((nuint)slot * SlotBytes));

    private static int GiveBackWholeChunks()
    {
        int count = 0;
        for (uint chunk = s_store.TryDetach(); chunk != 0; chunk = s_store.TryDetach())
        {
            Assert.True(Quiescence.TrySeeAll(), "the others are asleep");
            s_store.Release(chunk);
            while (s_store.TryGiveBack())
            {
            }

            count++;
        }

        return count;
    }

    private void RentMany(int count)
    {
        while (_rented.Count < count)
        {
            _ = Rent();
        }
    }

    private int Rent()
    {
        int slot = s_store.Rent(Cores.Current, Batch);
        Assert.True(slot != 0, "there ought to be memory for a slot");
        _rented.Add(slot);
        return slot;
    }

    private void Return(int index)
    {
        int slot = _rented[index];
        _rented[index] = _rented[^1];
        _rented.RemoveAt(_rented.Count - 1);
        s_store.Return(Cores.Current, Batch, slot);
    }

    private void ReturnAll()
    {
        while (_rented.Count != 0)
        {
            Return(_rented.Count - 1);
        }

        s_store.Flush();
    }
}
