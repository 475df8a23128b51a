// The operators that build one sequence out of another. A query does nothing until it is enumerated and then works
// item by item; each of these cases claims a result, and LaziesAndErrors claims when it is computed.
namespace Cosmos.Tests.Cases.Library.Linq;

/// <summary>Filtering, projecting, joining, partitioning and set operators.</summary>
public sealed class Queries
{
    private static readonly string[] s_words = ["fig", "apple", "kiwi", "pear", "banana", "plum"];

    /// <summary>Where and Select keep the order and know the index; query syntax means the same calls.</summary>
    [Fact]
    public void FilteringAndProjectingKeepTheOrder()
    {
        Assert.Sequence([4, 16, 36], Enumerable.Range(1, 6).Where(x => x % 2 == 0).Select(x => x * x));
        Assert.Sequence(["0fig", "2kiwi", "4banana"], s_words.Select((w, i) => i + w).Where((_, i) => i % 2 == 0));
        IEnumerable<string> query =
            from word in s_words
            let length = word.Length
            where length == 4
            orderby word descending
            select $"{word}/{length}";
        Assert.Sequence(["plum/4", "pear/4", "kiwi/4"], query);
    }

    /// <summary>SelectMany flattens, with the outer item at hand.</summary>
    [Fact]
    public void SelectManyFlattens()
    {
        Assert.Sequence(["f", "i", "g"], s_words.Take(1).SelectMany(w => w.Select(c => $"{c}")));
        Assert.Sequence(
            ["1a", "1b", "2a", "2b"],
            Enumerable.Range(1, 2).SelectMany(_ => "ab", (number, letter) => $"{number}{letter}"));
        Assert.Sequence([1, 2, 2, 3, 3, 3], Enumerable.Range(0, 4).SelectMany(x => Enumerable.Repeat(x, x)));
    }

    /// <summary>Join pairs equal keys; GroupJoin keeps outer items without a partner.</summary>
    [Fact]
    public void JoinsPairEqualKeys()
    {
        (int Id, string Name)[] devices = [(1, "nic"), (2, "disk"), (3, "clock")];
        (int Device, int Irq)[] interrupts = [(1, 11), (3, 8), (1, 12), (9, 99)];
        Assert.Sequence(
            ["nic11", "nic12", "clock8"],
            devices.Join(interrupts, d => d.Id, i => i.Device, (d, i) => $"{d.Name}{i.Irq}"));
        Assert.Sequence(
            ["nic:2", "disk:0", "clock:1"],
            devices.GroupJoin(interrupts, d => d.Id, i => i.Device, (d, group) => $"{d.Name}:{group.Count()}"));
        Assert.Sequence(
            ["nic11", "nic12", "disk-", "clock8"],
            devices.LeftJoin(interrupts, d => d.Id, i => i.Device, (d, i) => d.Name + (i.Irq == 0 ? "-" : $"{i.Irq}")));
    }

    /// <summary>Take, Skip and their relatives cut sequences at both ends.</summary>
    [Fact]
    public void PartitionsCutAtBothEnds()
    {
        int[] numbers = [1, 2, 3, 10, 4, 5];
        Assert.Sequence([1, 2], numbers.Take(2));
        Assert.Sequence([4, 5], numbers.Skip(4));
        Assert.Sequence([1, 2, 3], numbers.TakeWhile(x => x < 10));
        Assert.Sequence([10, 4, 5], numbers.SkipWhile(x => x < 10));
        Assert.Sequence([4, 5], numbers.TakeLast(2));
        Assert.Sequence([1, 2, 3, 10], numbers.SkipLast(2));
        Assert.Sequence([2, 3, 10, 4], numbers.Take(1..^1));
        Assert.Sequence(["1-2-3-10", "4-5"], numbers.Chunk(4).Select(chunk => string.Join('-', chunk)));
    }

    /// <summary>Set operators compare by value or by key and keep the first occurrence.</summary>
    [Fact]
    public void SetOperatorsKeepTheFirstOccurrence()
    {
        int[] left = [3, 1, 3, 2];
        int[] right = [2, 4, 4];
        Assert.Sequence([3, 1, 2], left.Distinct());
        Assert.Sequence([3, 1, 2, 4], left.Union(right));
        Assert.Sequence([2], left.Intersect(right));
        Assert.Sequence([3, 1], left.Except(right));
        Assert.Sequence(["fig", "apple", "kiwi", "banana"], s_words.DistinctBy(w => w.Length));
        Assert.Sequence(["apple", "banana"], s_words.ExceptBy([3, 4], w => w.Length));
        Assert.Sequence(["A", "b"], ((string[])["A", "b", "a"]).Distinct(StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Zip, Concat, Append, Prepend, Reverse, DefaultIfEmpty and Index combine sequences.</summary>
    [Fact]
    public void SequencesCombine()
    {
        Assert.Sequence(["fig1", "apple2"], s_words.Zip([1, 2], (w, n) => $"{w}{n}"));
        Assert.Sequence([(1, 'a', true)], Enumerable.Range(1, 5).Zip("ab", [true]));
        Assert.Sequence([0, 1, 2, 3], ((int[])[1, 2]).Append(3).Prepend(0));
        Assert.Sequence([3, 2, 1], Enumerable.Range(1, 3).Reverse());
        Assert.Sequence([9], Enumerable.Empty<int>().DefaultIfEmpty(9));
        Assert.Sequence([(0, "fig"), (1, "apple")], s_words.Index().Take(2));
        Assert.Sequence(["x", "x", "x"], Enumerable.Repeat("x", 3));
        Assert.Sequence([1, 3, 5, 7], Enumerable.Sequence(1, 7, 2));
    }

    /// <summary>Cast converts or throws, OfType filters.</summary>
    [Fact]
    public void CastConvertsAndOfTypeFilters()
    {
        object[] mixed = [1, "two", 3, null!];
        Assert.Sequence([1, 3], mixed.OfType<int>());
        Assert.Sequence(["two"], mixed.OfType<string>());
        Assert.Throws<InvalidCastException>(() => mixed.Cast<int>().ToList());
        Assert.Sequence([1L, 2L], ((object[])[1L, 2L]).Cast<long>());
    }
}
