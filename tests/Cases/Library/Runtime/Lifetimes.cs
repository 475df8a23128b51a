// Objects and the collector as a program can see them: weak references, keep-alive, uninitialised arrays, lazy
// values. Nothing here claims that a collection happens, or when: only what stays true if it does.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Library.Runtime;

/// <summary>WeakReference, GC, Lazy and disposal.</summary>
public sealed class Lifetimes
{
    /// <summary>A weak reference leads to its target for as long as somebody keeps it alive.</summary>
    [Fact]
    public void AWeakReferenceLeadsToALivingTarget()
    {
        object target = new();
        WeakReference<object> weak = new(target);
        GC.Collect();
        Assert.True(weak.TryGetTarget(out object? found));
        Assert.Same(target, found);
        weak.SetTarget(null!);
        Assert.False(weak.TryGetTarget(out _));
        GC.KeepAlive(target);
    }

    /// <summary>Uninitialised arrays have their length and take any value; large arrays start zeroed.</summary>
    [Fact]
    public void LargeArraysStartZeroed()
    {
        byte[] raw = GC.AllocateUninitializedArray<byte>(10_000);
        Assert.Equal(10_000, raw.Length);
        raw.AsSpan().Fill(0xCC);
        for (int round = 0; round < 4; round++)
        {
            byte[] large = new byte[300_000];
            Assert.True(large.AsSpan().IndexOfAnyExcept((byte)0) < 0);
            large.AsSpan().Fill(0xDD);
        }

        int[] pinned = GC.AllocateArray<int>(16, pinned: true);
        Assert.True(pinned.All(x => x == 0));
    }

    /// <summary>The number of collections and the allocated bytes never go down.</summary>
    [Fact]
    public void TheCountersNeverGoDown()
    {
        int collections = GC.CollectionCount(0);
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        object[] kept = [.. Enumerable.Range(0, 1_000).Select(_ => new object())];
        Assert.True(GC.CollectionCount(0) >= collections);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - allocated >= 24 * kept.Length);
        Assert.InRange(GC.GetGeneration(kept), 0, int.MaxValue);
    }

    /// <summary>A lazy value is made once, on first use; a failing one throws the same exception again.</summary>
    [Fact]
    public void ALazyValueIsMadeOnce()
    {
        int made = 0;
        Lazy<string> lazy = new(() => $"made {++made}");
        Assert.False(lazy.IsValueCreated);
        Assert.Equal("made 1", lazy.Value);
        Assert.Equal("made 1", lazy.Value);
        Assert.True(lazy.IsValueCreated);

        Lazy<int> failing = new(() => throw new InvalidOperationException($"{++made}"));
        InvalidOperationException first = Assert.Throws<InvalidOperationException>(() => _ = failing.Value);
        InvalidOperationException second = Assert.Throws<InvalidOperationException>(() => _ = failing.Value);
        Assert.Same(first, second);
        Assert.Equal(2, made);
    }

    /// <summary>A ConditionalWeakTable attaches a value to an object by identity.</summary>
    [Fact]
    public void AConditionalWeakTableAttachesByIdentity()
    {
        ConditionalWeakTable<string, List<int>> table = new();
        string first = new('x', 3);
        string second = new('x', 3);
        table.Add(first, [1]);
        Assert.True(table.TryGetValue(first, out List<int>? value) && value[0] == 1);
        Assert.False(table.TryGetValue(second, out _));
        Assert.Equal(2, table.GetValue(second, static _ => [1, 2]).Count);
        Assert.Throws<ArgumentException>(() => table.Add(first, []));
        GC.KeepAlive(first);
        GC.KeepAlive(second);
    }
}
