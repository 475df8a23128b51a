using System.Runtime;
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// References beside references: weak ones, and values tied to the life of a key. Only one half of their promise can
/// be asserted without a collection that is sure to happen: as long as somebody holds the target strongly it is there,
/// and it is the same object. When it goes is the collector's affair and is tested where the collector is.
/// </summary>
public sealed class HandlesAndWeakReferences
{
    private sealed class Key(int number)
    {
        public int Number { get; } = number;

        // Equal to every key: a table that asked would mix them up.
        public override bool Equals(object? obj) => obj is Key;

        public override int GetHashCode() => 1;
    }

    private sealed class Attachment
    {
        public int Uses { get; set; }
    }

    /// <summary>The target of a weak reference is there while it is held.</summary>
    [Fact]
    public void A_weak_reference_finds_a_target_that_is_held()
    {
        var key = new Key(1);
        var weak = new WeakReference<Key>(key);
        Assert.True(weak.TryGetTarget(out Key? found));
        Assert.Same(key, found);
        GC.KeepAlive(key);
    }

    /// <summary>A weak reference may be aimed at another target, or at none.</summary>
    [Fact]
    public void A_weak_reference_can_be_retargeted()
    {
        var one = new Key(1);
        var two = new Key(2);
        var weak = new WeakReference(one);
        Assert.True(weak.IsAlive);
        weak.Target = two;
        Assert.Same(two, weak.Target);
        weak.Target = null;
        Assert.False(weak.IsAlive);
        Assert.Null(weak.Target);
        GC.KeepAlive(one);
        GC.KeepAlive(two);
    }

    /// <summary>Tracking resurrection is remembered, and changes nothing for a target that is held.</summary>
    [Fact]
    public void A_long_weak_reference_finds_its_target_too()
    {
        var key = new Key(3);
        var weak = new WeakReference(key, trackResurrection: true);
        Assert.True(weak.TrackResurrection);
        Assert.Same(key, weak.Target);
        GC.KeepAlive(key);
    }

    /// <summary>A thousand weak references keep their targets apart.</summary>
    [Fact]
    public void Many_weak_references_keep_their_targets_apart()
    {
        Key[] keys = [.. Enumerable.Range(0, 1000).Select(n => new Key(n))];
        WeakReference<Key>[] weak = [.. keys.Select(key => new WeakReference<Key>(key))];
        for (int i = 0; i < keys.Length; i++)
        {
            Assert.True(weak[i].TryGetTarget(out Key? found) && ReferenceEquals(found, keys[i]));
        }

        GC.KeepAlive(keys);
    }

    /// <summary>A conditional weak table finds values by the identity of the key, not by equality.</summary>
    [Fact]
    public void A_conditional_weak_table_compares_keys_by_identity()
    {
        var table = new ConditionalWeakTable<Key, Attachment>();
        var one = new Key(1);
        var two = new Key(2);
        var attachment = new Attachment();
        table.Add(one, attachment);
        Assert.True(table.TryGetValue(one, out Attachment? found));
        Assert.Same(attachment, found);
        Assert.False(table.TryGetValue(two, out _));
        Assert.Throws<ArgumentException>(() => table.Add(one, new Attachment()));
        GC.KeepAlive(one);
    }

    /// <summary>GetValue makes the value once, and gives the same one afterwards.</summary>
    [Fact]
    public void A_conditional_weak_table_creates_a_value_once()
    {
        var table = new ConditionalWeakTable<Key, Attachment>();
        var key = new Key(1);
        int created = 0;
        for (int i = 0; i < 5; i++)
        {
            table.GetValue(key, _ =>
            {
                created++;
                return new Attachment();
            }).Uses++;
        }

        Assert.Equal(1, created);
        Assert.Equal(5, table.GetOrCreateValue(key).Uses);
        GC.KeepAlive(key);
    }

    /// <summary>Values are replaced, removed and listed; the table grows as needed.</summary>
    [Fact]
    public void A_conditional_weak_table_grows_and_shrinks()
    {
        var table = new ConditionalWeakTable<Key, Attachment>();
        Key[] keys = [.. Enumerable.Range(0, 300).Select(n => new Key(n))];
        foreach (Key key in keys)
        {
            table.AddOrUpdate(key, new Attachment { Uses = -1 });
            table.AddOrUpdate(key, new Attachment { Uses = key.Number });
        }

        Assert.Equal(300 * 299 / 2, table.Sum(pair => pair.Value.Uses));
        Assert.True(table.Remove(keys[7]));
        Assert.False(table.Remove(keys[7]));
        Assert.False(table.TryGetValue(keys[7], out _));
        Assert.True(table.TryGetValue(keys[8], out Attachment? eight) && eight.Uses == 8);
        GC.KeepAlive(keys);
    }

    /// <summary>A dependent handle gives target and dependent while the target is held.</summary>
    [Fact]
    public void A_dependent_handle_gives_target_and_dependent()
    {
        var key = new Key(1);
        var first = new Attachment();
        var second = new Attachment();
        var handle = new DependentHandle(key, first);
        Assert.True(handle.IsAllocated);
        Assert.Same(key, handle.Target);
        Assert.Same(first, handle.Dependent);
        handle.Dependent = second;
        Assert.Same(second, handle.TargetAndDependent.Dependent);
        handle.Target = null;
        Assert.Null(handle.Dependent);
        handle.Dispose();
        Assert.False(handle.IsAllocated);
        GC.KeepAlive(key);
    }

    /// <summary>A finalizable object that says it needs no finalizer is an ordinary object.</summary>
    [Fact]
    public void Suppressing_and_restoring_a_finalizer_is_allowed()
    {
        var plain = new object();
        GC.SuppressFinalize(plain);
        GC.ReRegisterForFinalize(plain);
        GC.SuppressFinalize(plain);
        Assert.Throws<ArgumentNullException>(() => GC.SuppressFinalize(Opaque.Null<object>()));
        GC.KeepAlive(plain);
    }
}
