// Concurrent collections, on one thread only: their sequential contract. That they may also be used by several at
// once is another matter, and not claimed here.
using System.Collections.Concurrent;

namespace Cosmos.Tests.Cases.Library.Collections;

/// <summary>Concurrent collections used sequentially.</summary>
public sealed class Concurrents
{
    /// <summary>Add, update and remove of a ConcurrentDictionary tell what they found.</summary>
    [Fact]
    public void AConcurrentDictionaryTellsWhatItFound()
    {
        ConcurrentDictionary<string, int> map = new(StringComparer.Ordinal);
        Assert.True(map.TryAdd("a", 1));
        Assert.False(map.TryAdd("a", 2));
        Assert.Equal(1, map.GetOrAdd("a", static _ => 9));
        Assert.Equal(3, map.GetOrAdd("b", static key => key.Length + 2));
        Assert.Equal(11, map.AddOrUpdate("a", 0, static (_, old) => old + 10));
        Assert.False(map.TryUpdate("a", 5, comparisonValue: 1));
        Assert.True(map.TryUpdate("a", 5, comparisonValue: 11));
        Assert.True(map.TryRemove("a", out int removed));
        Assert.Equal(5, removed);
        Assert.False(map.TryGetValue("a", out _));
        Assert.Equal(1, map.Count);
    }

    /// <summary>Growing to a thousand keys loses none of them, and enumeration tolerates removal.</summary>
    [Fact]
    public void GrowingLosesNoKey()
    {
        ConcurrentDictionary<int, int> map = new(concurrencyLevel: 2, capacity: 7);
        for (int i = 0; i < 1_000; i++)
        {
            map[i] = -i;
        }

        foreach (KeyValuePair<int, int> pair in map)
        {
            Assert.Equal(-pair.Key, pair.Value);
            if (pair.Key % 2 == 0)
            {
                Assert.True(map.TryRemove(pair));
            }
        }

        Assert.Equal(500, map.Count);
        Assert.Equal(250_000, map.Keys.Sum());
    }

    /// <summary>A ConcurrentQueue is first in first out across its segments.</summary>
    [Fact]
    public void AConcurrentQueueIsFirstInFirstOut()
    {
        ConcurrentQueue<int> queue = new();
        int expected = 0;
        for (int i = 0; i < 2_000; i++)
        {
            queue.Enqueue(i);
            if (i % 3 == 2)
            {
                Assert.True(queue.TryDequeue(out int item));
                Assert.Equal(expected++, item);
            }
        }

        Assert.Equal(2_000 - expected, queue.Count);
        Assert.Sequence(Enumerable.Range(expected, 2_000 - expected), queue);
        queue.Clear();
        Assert.True(queue.IsEmpty && !queue.TryPeek(out _));
    }

    /// <summary>A ConcurrentStack is last in first out, also for ranges.</summary>
    [Fact]
    public void AConcurrentStackIsLastInFirstOut()
    {
        ConcurrentStack<int> stack = new([1, 2, 3]);
        stack.PushRange([4, 5]);
        int[] popped = new int[3];
        Assert.Equal(3, stack.TryPopRange(popped));
        Assert.Sequence([5, 4, 3], popped);
        Assert.True(stack.TryPeek(out int top) && top == 2);
    }
}
