// Handles as .NET documents them: what they keep alive and what they forget, and when. An object that a case lets die
// is made in a method of its own, so that no register or stack slot of the case still holds it.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about handles and collections.</summary>
public sealed class WeakHandles
{
    private sealed class Item(int number)
    {
        public int Number { get; } = number;
    }

    private sealed class Shadow(WeakHandles.Box box)
    {
        ~Shadow() => box.Number++;
    }

    private sealed class Box
    {
        public int Number;

        public WeakReference? Long;
    }

    /// <summary>A weak reference follows its target and forgets it when nothing else refers to it.</summary>
    [Fact]
    public void A_weak_reference_follows_and_forgets()
        => Assert.Equal("5 5 True", HeapProcess.Run(static () =>
        {
            var kept = new Item(5);
            var toKept = new WeakReference<Item>(kept);
            WeakReference toLost = WeakTo(6);
            GC.Collect();
            bool isThere = toKept.TryGetTarget(out Item? found);
            return $"{(isThere ? found!.Number : 0)} {kept.Number} {toLost.Target is null}";
        }));

    /// <summary>A normal handle keeps its target.</summary>
    [Fact]
    public void A_strong_handle_keeps_its_target()
        => Assert.Equal("7", HeapProcess.Run(static () =>
        {
            GCHandle handle = StrongTo(7);
            GC.Collect();
            int number = ((Item)handle.Target!).Number;
            handle.Free();
            return $"{number}";
        }));

    /// <summary>A short weak reference forgets a target that will be finalized, a long one does not yet.</summary>
    [Fact]
    public void Long_weak_references_track_resurrection()
        => Assert.Equal("True False 1 True", HeapProcess.Run(static () =>
        {
            var box = new Box();
            (WeakReference shortOne, WeakReference longOne) = WeakToShadow(box);
            box.Long = longOne;
            Cosmos.Core.Heaps.Collection.Collector.Collect();
            bool isShortGone = shortOne.Target is null;
            bool isLongGone = longOne.Target is null;
            GC.WaitForPendingFinalizers();
            GC.Collect();
            return $"{isShortGone} {isLongGone} {box.Number} {longOne.Target is null}";
        }));

    /// <summary>
    /// The number of a dependent handle may outlive its process in a table that all share; who then copies the table
    /// frees what it finds there. So the slot never becomes a handle of another kind.
    /// </summary>
    [Fact]
    public void The_slot_of_a_dependent_handle_stays_one()
    {
        // The first run leaves a cached delegate to all; who has given something away leaves its slots empty, not free.
        string dependent = HeapProcess.Run(DependentNumbers);
        dependent = HeapProcess.Run(DependentNumbers);
        string weak = HeapProcess.Run(static () =>
            Numbers(static item => GCHandle.ToIntPtr(GCHandle.Alloc(item, GCHandleType.Weak))));
        Assert.Equal(0, dependent.Split(' ').Intersect(weak.Split(' ')).Count());
    }

    /// <summary>A table's values live as long as their keys, and no longer, along whole chains.</summary>
    [Fact]
    public void Values_live_as_long_as_their_keys()
        => Assert.Equal("1>2>3 True", HeapProcess.Run(static () =>
        {
            var table = new ConditionalWeakTable<Item, Item>();
            var first = new Item(1);
            WeakReference lost = AddChain(table, first);
            GC.Collect();
            string chain = "1";
            for (Item at = first; table.TryGetValue(at, out Item? next); at = next)
            {
                chain += ">" + next.Number;
            }

            return $"{chain} {lost.Target is null}";
        }));

    /// <summary>A value that refers to its own key keeps neither alive.</summary>
    [Fact]
    public void A_value_that_refers_to_its_key_keeps_nothing()
        => Assert.Equal("True", HeapProcess.Run(static () =>
        {
            var table = new ConditionalWeakTable<object, object>();
            WeakReference key = AddCycle(table);
            GC.Collect();
            GC.KeepAlive(table);
            return $"{key.Target is null}";
        }));

    /// <summary>A dependent handle is read and changed as documented.</summary>
    [Fact]
    public void Dependent_handles()
        => Assert.Equal("1 2 3 True", HeapProcess.Run(static () =>
        {
            var key = new Item(1);
            var handle = new DependentHandle(key, new Item(2));
            GC.Collect();
            string seen = $"{((Item)handle.Target!).Number} {((Item)handle.Dependent!).Number}";
            handle.Dependent = new Item(3);
            GC.Collect();
            seen += " " + ((Item)handle.Dependent!).Number;
            GC.KeepAlive(key);
            key = null;
            GC.Collect();
            bool isGone = handle.Target is null && handle.Dependent is null;
            handle.Dispose();
            return $"{seen} {isGone}";
        }));

    /// <summary>A thousand handles of all kinds, freed and made anew between collections.</summary>
    [Fact]
    public void Many_handles_stay_apart()
        => Assert.Equal("499500 0", HeapProcess.Run(static () =>
        {
            var handles = new GCHandle[1000];
            for (int i = 0; i < handles.Length; i++)
            {
                handles[i] = GCHandle.Alloc(new Item(i), (i % 3) switch
                {
                    0 => GCHandleType.Normal,
                    1 => GCHandleType.Weak,
                    _ => GCHandleType.WeakTrackResurrection,
                });
            }

            GC.Collect();
            int wrong = 0;
            int sum = 0;
            for (int i = 0; i < handles.Length; i++)
            {
                var item = (Item?)handles[i].Target;
                wrong += (item is null) == (i % 3 == 0) ? 1 : 0;
                sum += item?.Number ?? i;
                handles[i].Free();
            }

            return $"{sum} {wrong}";
        }));

    /// <summary>
    /// A weak reference in shared memory leads everybody to its target, also when the process that made it is gone.
    /// </summary>
    [Fact]
    public void A_shared_weak_reference_has_a_shared_target()
    {
        string made = HeapProcess.Run(static () => Shared.Make());
        Assert.Equal("41 41", $"{made} {HeapProcess.Run(static () => Shared.Read())}");
    }

    private static class Shared
    {
        private static WeakReference<Item>? s_shared;

        public static string Make()
        {
            var item = new Item(41);
            s_shared = new WeakReference<Item>(item);
            GC.Collect();
            return $"{item.Number}";
        }

        public static string Read()
        {
            GC.Collect();
            _ = new WeakReference(new Item(1)); // its handle must not be the one that is shared
            return s_shared!.TryGetTarget(out Item? item) ? $"{item.Number}" : "lost";
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference WeakTo(int number) => new(new Item(number));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static GCHandle StrongTo(int number) => GCHandle.Alloc(new Item(number));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (WeakReference, WeakReference) WeakToShadow(Box box)
    {
        var shadow = new Shadow(box);
        return (new WeakReference(shadow), new WeakReference(shadow, trackResurrection: true));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddChain(ConditionalWeakTable<Item, Item> table, Item first)
    {
        var second = new Item(2);
        var third = new Item(3);
        table.Add(second, third);
        table.Add(first, second);
        var lost = new Item(4);
        table.Add(new Item(5), lost);
        return new WeakReference(lost);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddCycle(ConditionalWeakTable<object, object> table)
    {
        object key = new();
        table.Add(key, new[] { key });
        return new WeakReference(key);
    }

    private static string DependentNumbers() => Numbers(static item =>
    {
        var handle = new DependentHandle(item, item);
        return Unsafe.As<DependentHandle, nint>(ref handle);
    });

    private static string Numbers(Func<Item, nint> make) =>
        string.Join(' ', Enumerable.Range(0, 64).Select(number => make(new Item(number))));
}
