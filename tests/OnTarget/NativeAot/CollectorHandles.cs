using System.Runtime.InteropServices;

namespace Cosmos.Tests.OnTarget.NativeAot;

/// <summary>
/// GCHandle, the managed face of the runtime's handle table: a number that stands for an object until it is freed. The
/// address of a pinned object is the kernel's business and is not asked for here.
/// </summary>
public sealed class CollectorHandles
{
    private sealed class Item(int number)
    {
        public int Number { get; } = number;
    }

    /// <summary>A handle of each kind gives back its target until it is freed.</summary>
    [Fact]
    public void A_handle_gives_back_its_target_until_it_is_freed()
    {
        var item = new Item(1);
        GCHandleType[] types = [GCHandleType.Normal, GCHandleType.Weak, GCHandleType.WeakTrackResurrection];
        foreach (GCHandleType type in types)
        {
            GCHandle handle = GCHandle.Alloc(item, type);
            Assert.True(handle.IsAllocated);
            Assert.Same(item, handle.Target);
            handle.Free();
            Assert.False(handle.IsAllocated);
        }

        GC.KeepAlive(item);
    }

    /// <summary>The target of a handle may be exchanged.</summary>
    [Fact]
    public void The_target_of_a_handle_may_be_exchanged()
    {
        GCHandle handle = GCHandle.Alloc(new Item(1));
        handle.Target = new Item(2);
        Assert.Equal(2, Assert.IsType<Item>(handle.Target).Number);
        handle.Target = null;
        Assert.Null(handle.Target);
        handle.Free();
    }

    /// <summary>A handle survives the way through an integer.</summary>
    [Fact]
    public void A_handle_survives_the_way_through_an_integer()
    {
        GCHandle handle = GCHandle.Alloc(new Item(3));
        nint number = GCHandle.ToIntPtr(handle);
        GCHandle again = GCHandle.FromIntPtr(number);
        Assert.True(handle == again);
        Assert.Same(handle.Target, again.Target);
        handle.Free();
    }

    /// <summary>Pinning takes arrays of numbers and refuses objects that hold references.</summary>
    [Fact]
    public void Only_objects_without_references_can_be_pinned()
    {
        int[] numbers = [1, 2, 3];
        GCHandle handle = GCHandle.Alloc(numbers, GCHandleType.Pinned);
        Assert.Same(numbers, handle.Target);
        Assert.True(handle.AddrOfPinnedObject() != 0);
        handle.Free();
        Assert.Throws<ArgumentException>(() => GCHandle.Alloc(new object[1], GCHandleType.Pinned));
    }

    /// <summary>A freed or never allocated handle refuses everything.</summary>
    [Fact]
    public void An_unallocated_handle_refuses_to_work()
    {
        GCHandle none = default;
        Assert.False(none.IsAllocated);
        Assert.Throws<InvalidOperationException>(() => _ = none.Target);
        Assert.Throws<InvalidOperationException>(() => none.Free());
    }

    /// <summary>Two thousand handles at once, freed in another order, keep their targets apart.</summary>
    [Fact]
    public void Many_handles_keep_their_targets_apart()
    {
        GCHandle[] handles = Series.Of(2000, static n => GCHandle.Alloc(new Item(n)));
        for (int i = 0; i < handles.Length; i += 2)
        {
            handles[i].Free();
        }

        for (int i = 0; i < handles.Length; i += 2)
        {
            handles[i] = GCHandle.Alloc(new Item(i));
        }

        for (int i = 0; i < handles.Length; i++)
        {
            Assert.Equal(i, ((Item)handles[i].Target!).Number);
            handles[i].Free();
        }
    }
}
