// Maps in the order of their keys: SortedDictionary is a tree, SortedList two arrays. They share one contract, so one
// list of random operations drives both beside a sorted array of pairs.
namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary><see cref="SortedDictionary{K,V}"/> and <see cref="SortedList{K,V}"/>.</summary>
public sealed class SortedMaps
{
    /// <summary>Random operations on both maps agree with each other and with a linear model.</summary>
    [Fact]
    public void RandomOperationsAgreeWithALinearModel()
    {
        const int Seed = 5;
        Random random = new(Seed);
        SortedDictionary<int, string> tree = [];
        SortedList<int, string> list = [];
        string?[] model = new string?[200];
        for (int step = 0; step < 4_000; step++)
        {
            int key = random.Next(model.Length);
            if (random.Next(3) == 0)
            {
                bool there = model[key] is not null;
                Assert.True(tree.Remove(key) == there && list.Remove(key) == there, $"seed {Seed}, step {step}");
                model[key] = null;
            }
            else
            {
                string value = "v" + step;
                tree[key] = list[key] = model[key] = value;
            }
        }

        int[] keys = [.. Enumerable.Range(0, model.Length).Where(x => model[x] is not null)];
        Assert.Sequence(keys, tree.Keys);
        Assert.Sequence(keys, list.Keys);
        Assert.Sequence(keys.Select(x => model[x]!), tree.Values);
        Assert.Sequence(tree, list);
    }

    /// <summary>A SortedList is also reached by index.</summary>
    [Fact]
    public void ASortedListIsReachedByIndex()
    {
        SortedList<string, int> list = new(StringComparer.Ordinal) { ["b"] = 2, ["a"] = 1, ["C"] = 3 };
        Assert.Sequence(["C", "a", "b"], list.Keys);
        Assert.Equal(1, list.IndexOfKey("a"));
        Assert.Equal(2, list.GetValueAtIndex(2));
        Assert.Equal(-1, list.IndexOfKey("c"));
        list.RemoveAt(0);
        Assert.Equal("a", list.GetKeyAtIndex(0));
    }

    /// <summary>Duplicates are refused by Add, and missing keys by the indexer.</summary>
    [Fact]
    public void DuplicateAndMissingKeysAreRefused()
    {
        SortedDictionary<int, int> tree = new() { [1] = 1 };
        SortedList<int, int> list = new() { [1] = 1 };
        Assert.Throws<ArgumentException>(() => tree.Add(1, 2));
        Assert.Throws<ArgumentException>(() => list.Add(1, 2));
        Assert.Throws<KeyNotFoundException>(() => _ = tree[2]);
        Assert.Throws<KeyNotFoundException>(() => _ = list[2]);
    }

    /// <summary>An edit during enumeration is noticed by both.</summary>
    [Fact]
    public void AnEditDuringEnumerationIsNoticed()
    {
        SortedDictionary<int, int> tree = new() { [1] = 1, [2] = 2 };
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (KeyValuePair<int, int> pair in tree)
            {
                tree.Add(pair.Key + 10, 0);
            }
        });
        SortedList<int, int> list = new() { [1] = 1, [2] = 2 };
        Assert.Throws<InvalidOperationException>(() =>
        {
            foreach (KeyValuePair<int, int> pair in list)
            {
                list.Add(pair.Key + 10, 0);
            }
        });
    }
}
