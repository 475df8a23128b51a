// The set of addresses against a model that marks single pages: whatever the order and the overlaps, the same pages.
using Cosmos.Core.Memory;

namespace Cosmos.Tests.Host.Unit.Kernel.Memory;

public class AddressRangeSetTests
{
    private const int Places = 64;

    // Additions that overlap or touch become one range.
    [Fact]
    public void NeighboursJoin()
    {
        var set = new AddressRangeSet(new AddressRange[8]);
        set.Add(AddressRange.Between(10, 20));
        set.Add(AddressRange.Between(30, 40));
        set.Add(AddressRange.Between(20, 30));
        Assert.Equal(1, set.Count);
        Assert.Equal(10u, set.Ranges[0].Start);
        Assert.Equal(40u, set.Ranges[0].End);
    }

    // A removal from the middle leaves both ends.
    [Fact]
    public void RemovalSplits()
    {
        var set = new AddressRangeSet(new AddressRange[8]);
        set.Add(AddressRange.Between(0, 100));
        set.Remove(AddressRange.Between(40, 60));
        Assert.Equal(2, set.Count);
        Assert.Equal(80u, set.Total);
        Assert.Equal(60u, set.Ranges[1].Start);
    }

    // Full storage loses memory and never gives out what was removed.
    [Fact]
    public void FullStorageErrsOnTheSafeSide()
    {
        var set = new AddressRangeSet(new AddressRange[1]);
        set.Add(AddressRange.Between(0, 100));
        set.Remove(AddressRange.Between(70, 80));
        Assert.Equal(1, set.Count);
        Assert.Equal(70u, set.Ranges[0].End);
        Assert.Equal(20u, set.Lost);
        set.Add(AddressRange.Between(200, 300));
        Assert.Equal(1, set.Count);
        Assert.Equal(120u, set.Lost);
    }

    // Lengths that wrap round the address space are cut at the limit.
    [Fact]
    public void WrappingLengthsAreCut()
    {
        AddressRange range = AddressRange.Clamped(0x1000, ulong.MaxValue, 0x10000);
        Assert.Equal(0x1000u, range.Start);
        Assert.Equal(0x10000u, range.End);
        Assert.Equal(0u, AddressRange.Clamped(0x20000, 0x1000, 0x10000).Length);
    }

    // Random additions and removals agree with the model, and the ranges stay sorted and apart.
    [Fact]
    public void AgreesWithAModel()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            bool[] model = new bool[Places];
            var set = new AddressRangeSet(new AddressRange[Places]);
            for (int step = 0; step < 40; step++)
            {
                int start = random.Next(Places);
                int end = random.Next(start, Places + 1);
                bool add = random.Next(2) == 0;
                model.AsSpan(start..end).Fill(add);
                if (add)
                {
                    set.Add(AddressRange.Between((ulong)start, (ulong)end));
                }
                else
                {
                    set.Remove(AddressRange.Between((ulong)start, (ulong)end));
                }

                Check(set, model, seed);
            }
        }
    }

    private static void Check(AddressRangeSet set, bool[] model, int seed)
    {
        bool[] actual = new bool[Places];
        ulong previousEnd = 0;
        for (int i = 0; i < set.Count; i++)
        {
            AddressRange range = set.Ranges[i];
            bool isApart = i == 0 || range.Start > previousEnd;
            Assert.True(range.Start < range.End && isApart, $"seed {seed}: not sorted and apart");
            previousEnd = range.End;
            actual.AsSpan((int)range.Start, (int)range.Length).Fill(true);
        }

        Assert.True(model.AsSpan().SequenceEqual(actual), $"seed {seed}");
    }
}
