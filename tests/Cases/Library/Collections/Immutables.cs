// Collections that never change: immutable ones give a new version for every edit and share what stayed the same;
// frozen ones are built once and choose a layout for their keys, so that the search is checked for many shapes of
// keys.
using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Immutable and frozen collections.</summary>
public sealed class Immutables
{
    /// <summary>Editing an immutable array makes a new one; the old one stays as it was.</summary>
    [Fact]
    public void AnImmutableArrayStaysAsItWas()
    {
        ImmutableArray<int> first = [1, 2, 3];
        ImmutableArray<int> second = first.Add(4).Insert(0, 0).RemoveAt(2).SetItem(1, 10);
        Assert.Sequence([1, 2, 3], first);
        Assert.Sequence([0, 10, 3, 4], second);
        Assert.True(default(ImmutableArray<int>).IsDefault);
        ImmutableArray<int>.Builder builder = ImmutableArray.CreateBuilder<int>(2);
        builder.Add(1);
        builder.Add(2);
        Assert.Equal(2, builder.MoveToImmutable().Length);
        Assert.Equal(0, builder.Count);
    }

    /// <summary>A thousand versions of an immutable dictionary each keep their own content.</summary>
    [Fact]
    public void EveryVersionOfAnImmutableDictionaryIsKept()
    {
        List<ImmutableDictionary<int, string>> versions = [ImmutableDictionary<int, string>.Empty];
        for (int i = 0; i < 1_000; i++)
        {
            versions.Add(versions[^1].SetItem(i % 100, $"{i}"));
        }

        Assert.Equal(100, versions[1_000].Count);
        Assert.Equal("999", versions[1_000][99]);
        Assert.Equal("499", versions[500][99]);
        Assert.Equal(37, versions[37].Count);
        Assert.False(versions[37].ContainsKey(37));
        Assert.Throws<ArgumentException>(() => versions[1].Add(0, "other"));
        Assert.Same(versions[1], versions[1].Add(0, "0"));
    }

    /// <summary>Sorted immutable collections enumerate in order; lists, stacks and queues keep theirs.</summary>
    [Fact]
    public void ImmutableCollectionsKeepTheirOrders()
    {
        Assert.Sequence([1, 2, 3], ImmutableSortedSet.Create(3, 1, 2));
        Assert.Sequence([1, 5], ImmutableSortedDictionary<int, int>.Empty.Add(5, 0).Add(1, 0).Keys);
        ImmutableList<int> list = [.. Enumerable.Range(0, 200)];
        list = list.RemoveRange(50, 100).Insert(1, -1);
        Assert.Equal(101, list.Count);
        Assert.Equal(150, list[51]);
        Assert.Sequence([2, 1], ImmutableStack<int>.Empty.Push(1).Push(2));
        Assert.Equal(2, ImmutableQueue.Create(1, 2).Dequeue().Peek());
        ImmutableHashSet<string> set = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "a", "B");
        Assert.True(set.Contains("A") && set.Union(["b", "c"]).Count == 3);
    }

    /// <summary>A frozen dictionary finds all of its keys and no others, for many shapes of keys.</summary>
    [Fact]
    public void AFrozenDictionaryFindsItsKeysAndNoOthers()
    {
        string[][] shapes =
        [
            ["one"], ["a", "b", "c"], ["GET", "PUT", "POST", "HEAD", "DELETE"],
            [.. Enumerable.Range(0, 100).Select(x => $"key{x:D3}")],
            [.. Enumerable.Range(0, 40).Select(x => $"{x:D3}-common-tail")],
            ["", "x", "xx", "xxx", "straße", "€uro"],
        ];
        StringComparer[] comparers = [StringComparer.Ordinal, StringComparer.OrdinalIgnoreCase];
        foreach (string[] keys in shapes)
        {
            foreach (StringComparer comparer in comparers)
            {
                FrozenDictionary<string, int> frozen = keys.ToFrozenDictionary(x => x, x => x.Length, comparer);
                Assert.Equal(keys.Length, frozen.Count);
                Assert.True(keys.All(key => frozen[key] == key.Length));
                Assert.False(frozen.ContainsKey("absent") || frozen.ContainsKey(keys[^1] + "x"));
                Assert.Equal(
                    comparer.Equals("POST", "post") && keys.Contains("POST"), frozen.ContainsKey("post"));
            }
        }
    }

    /// <summary>Frozen sets of integers and of structures answer membership.</summary>
    [Fact]
    public void AFrozenSetAnswersMembership()
    {
        int[] values = [.. Enumerable.Range(0, 200).Select(x => x * x)];
        FrozenSet<int> squares = values.ToFrozenSet();
        for (int i = 0; i < 500; i++)
        {
            Assert.Equal(values.Contains(i), squares.Contains(i));
        }

        FrozenSet<(int Bus, int Device)> pairs = FrozenSet.ToFrozenSet([(0, 1), (0, 2)]);
        Assert.True(pairs.Contains((0, 2)) && !pairs.Contains((2, 0)));
        Assert.True(squares.IsSupersetOf([0, 1, 4]));
    }
}
