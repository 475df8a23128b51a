// Ordering and grouping. OrderBy is stable by contract (equal keys keep their order), ThenBy breaks ties only, and
// groups come in the order in which their keys are first seen.
namespace Cosmos.Tests.Cases.Library.Linq;

/// <summary>OrderBy, ThenBy, GroupBy, lookups and counting by key.</summary>
public sealed class Orders
{
    private static readonly string[] s_words = ["fig", "apple", "kiwi", "pear", "banana", "plum"];

    /// <summary>OrderBy keeps the order of equal keys, over many items, ascending and descending.</summary>
    [Fact]
    public void OrderingIsStable()
    {
        const int Seed = 40;
        Random random = new(Seed);
        (int Key, int Place)[] items = [.. Enumerable.Range(0, 1_000).Select(place => (random.Next(20), place))];
        foreach (bool ascending in (bool[])[true, false])
        {
            (int Key, int Place)[] ordered =
                [.. ascending ? items.OrderBy(x => x.Key) : items.OrderByDescending(x => x.Key)];
            for (int i = 1; i < ordered.Length; i++)
            {
                (int Key, int Place) a = ordered[i - 1];
                (int Key, int Place) b = ordered[i];
                bool inOrder = ascending ? a.Key < b.Key : a.Key > b.Key;
                Assert.True(inOrder || (a.Key == b.Key && a.Place < b.Place), $"seed {Seed}, place {i}");
            }
        }
    }

    /// <summary>ThenBy orders only among equals of the keys before it.</summary>
    [Fact]
    public void ThenByBreaksTies()
    {
        Assert.Sequence(
            ["fig", "kiwi", "pear", "plum", "apple", "banana"],
            s_words.OrderBy(w => w.Length).ThenBy(w => w, StringComparer.Ordinal));
        Assert.Sequence(
            ["fig", "plum", "pear", "kiwi", "apple", "banana"],
            s_words.OrderBy(w => w.Length).ThenByDescending(w => w, StringComparer.Ordinal));
        Assert.Sequence([3, 2, 1], ((int[])[2, 3, 1]).OrderDescending());
        Assert.Sequence([null, "a", "b"], ((string?[])["b", null, "a"]).Order(StringComparer.Ordinal));
    }

    /// <summary>The first and the last item of an order agree with MinBy and MaxBy.</summary>
    [Fact]
    public void ExtremesAgreeWithTheOrder()
    {
        Assert.Equal("fig", s_words.MinBy(w => w.Length));
        Assert.Equal("banana", s_words.MaxBy(w => w.Length));
        Assert.Equal("fig", s_words.OrderBy(w => w.Length).First());
        Assert.Equal("banana", s_words.OrderBy(w => w.Length).Last());
        Assert.Equal("kiwi", s_words.OrderBy(w => w.Length).ElementAt(1));
        Assert.Sequence(["kiwi", "pear"], s_words.OrderBy(w => w.Length).Skip(1).Take(2));
        Assert.Null(Array.Empty<string>().MaxBy(w => w.Length));
    }

    /// <summary>Groups come in the order of their keys' first appearance, and their items in theirs.</summary>
    [Fact]
    public void GroupsComeInTheOrderOfFirstAppearance()
    {
        Assert.Sequence(
            ["3:fig", "5:apple", "4:kiwi,pear,plum", "6:banana"],
            s_words.GroupBy(w => w.Length).Select(g => $"{g.Key}:{string.Join(',', g)}"));
        Assert.Sequence(
            [(3, 1), (5, 1), (4, 3), (6, 1)],
            s_words.GroupBy(w => w.Length, w => w[0], (length, letters) => (length, letters.Count())));
        Assert.Equal(2, ((string?[])[null, "a", null]).GroupBy(x => x).First().Count());
    }

    /// <summary>A lookup answers any key, a missing one with nothing.</summary>
    [Fact]
    public void ALookupAnswersAnyKey()
    {
        ILookup<char, string> lookup = s_words.ToLookup(w => w[0]);
        Assert.Sequence(["pear", "plum"], lookup['p']);
        Assert.Empty(lookup['z']);
        Assert.True(lookup.Contains('k') && !lookup.Contains('q'));
        Assert.Equal(5, lookup.Count);
    }

    /// <summary>CountBy and AggregateBy fold each group without building it.</summary>
    [Fact]
    public void GroupsAreFoldedByKey()
    {
        Assert.Sequence(["3:1", "5:1", "4:3", "6:1"], s_words.CountBy(w => w.Length).Select(p => $"{p.Key}:{p.Value}"));
        Dictionary<bool, int> sums = Enumerable.Range(1, 10)
            .AggregateBy(x => x % 2 == 0, 0, (sum, x) => sum + x)
            .ToDictionary();
        Assert.Equal(30, sums[true]);
        Assert.Equal(25, sums[false]);
    }

    /// <summary>ToDictionary refuses a key twice; ToHashSet and ToArray take copies.</summary>
    [Fact]
    public void MaterialisedResultsAreCopies()
    {
        Assert.Throws<ArgumentException>(() => s_words.ToDictionary(w => w.Length));
        Assert.Equal("kiwi", s_words.ToDictionary(w => w[..2])["ki"]);
        int[] numbers = [1, 2];
        int[] copy = [.. numbers.Where(_ => true)];
        numbers[0] = 9;
        Assert.Sequence([1, 2], copy);
        Assert.Equal(4, s_words.Select(w => w.Length).ToHashSet().Count);
    }
}
