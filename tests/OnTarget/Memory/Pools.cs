// What the runtime builds on its records: numbers for life, content that stays until the next one writes, a limit that
// is kept, and places that begin with a cache line.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Tests.OnTarget.Memory;

/// <summary>Claims about pools of records.</summary>
public sealed unsafe class Pools
{
    private const int Capacity = 1_000;
    private const nuint CacheLine = 64;

    // A pool is for a type and for ever, so each case has a type of its own.
    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct TwoLines
    {
        public int Word;
    }

    private struct Counted
    {
        public int Word;
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct Ordered;

    /// <summary>
    /// As many slots as were asked for, each once; then none; and all of them again when they came back, with what was
    /// in them.
    /// </summary>
    [Fact]
    public void All_slots_can_be_had_and_no_more()
    {
        Pool<Counted>.Initialize(Capacity, keeps: true);
        var slots = new HashSet<int>();
        for (int round = 1; round <= 3; round++)
        {
            for (int slot; (slot = Pool<Counted>.Rent()) != 0;)
            {
                Assert.True(Pool<Counted>.Contains(slot) && slots.Add(slot), $"slot {slot} was given out twice");
                Assert.Equal(round == 1 ? 0 : slot, Pool<Counted>.At(slot).Word);
                Pool<Counted>.At(slot).Word = slot;
                Assert.Equal(slots.Count, Pool<Counted>.InUse);
            }

            Assert.Equal(Capacity, slots.Count);
            foreach (int slot in slots)
            {
                Pool<Counted>.Return(slot);
            }

            slots.Clear();
            Assert.Equal(0, Pool<Counted>.InUse);
        }
    }

    /// <summary>Where the numbers are said to be in order they are, from one on.</summary>
    [Fact]
    public void New_slots_come_in_order()
    {
        Pool<Ordered>.Initialize(Capacity, isInOrder: true);
        for (int expected = 1; expected <= Capacity; expected++)
        {
            Assert.Equal(expected, Pool<Ordered>.Rent());
        }

        Assert.Equal(0, Pool<Ordered>.Rent());
    }

    /// <summary>A number that nobody was ever given reads as nobody's record, which is zero.</summary>
    [Fact]
    public void A_number_out_of_the_air_is_nobodys()
    {
        Pool<TwoLines>.Initialize(Capacity);
        int slot = Pool<TwoLines>.Rent();
        Pool<TwoLines>.At(slot).Word = 7;
        Assert.Equal(7, Pool<TwoLines>.AtOrNone(slot).Word);
        foreach (int number in (int[])[0, -1, int.MinValue, int.MaxValue, Capacity + 1])
        {
            Assert.Equal(0, Pool<TwoLines>.AtOrNone(number).Word);
            Assert.False(Pool<TwoLines>.Contains(number));
        }

        Assert.True((nuint)Unsafe.AsPointer(ref Pool<TwoLines>.At(slot)) % CacheLine == 0, "it begins with a line");
    }

    /// <summary>What a message touches is in the cache lines that it was laid out for.</summary>
    [Fact]
    public void Records_of_messages_are_whole_lines()
    {
        Assert.Equal(SignalSlots.Bytes, sizeof(Signal));
        Assert.Equal(0, sizeof(Signal) % (int)CacheLine);
        Assert.Equal(0, sizeof(ProcessRecord) % (int)CacheLine);
        ProcessRecord record = default;
        var start = (nuint)(&record);
        Assert.Equal(CacheLine, (nuint)(&record.FirstMessage) - start);
        Assert.Equal(2 * CacheLine, (nuint)(&record.MarkedA) - start);
    }
}
