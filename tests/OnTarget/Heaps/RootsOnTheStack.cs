// What a collector must know before it moves anything: every reference on the stack, and nothing else. The cases know
// which objects their methods hold and ask the enumeration for them.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Heaps.Roots;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about the enumeration of a stack's roots.</summary>
public sealed unsafe class RootsOnTheStack
{
    private static List<(nint Value, SlotFlags Flags)> s_found = [];

    private sealed class Item(int number)
    {
        public int Number { get; } = number;

        public int Field = number;
    }

    private interface IVisit
    {
        int Visit(Item item);
    }

    /// <summary>Objects that are used after a call are roots during it; one that is not is none.</summary>
    [Fact]
    public void What_is_used_later_is_a_root_and_what_is_not_is_none()
    {
        Item first = Make(1);
        Item second = Make(2);
        Item dead = Make(3);
        nint address = AddressOf(dead);
        Assert.Equal(3, dead.Number);
        Collect();
        Assert.True(IsRoot(first));
        Assert.True(IsRoot(second));
        Assert.False(s_found.Exists(root => root.Value == address));
        Assert.Equal(3, first.Number + second.Number);
    }

    /// <summary>Callee-saved registers are found where the callees put them, through any depth of calls.</summary>
    [Fact]
    public void Registers_are_found_where_callees_saved_them()
    {
        Item item = Make(7);
        Item other = Make(8);
        Assert.Equal(5050, Descend(100));
        Assert.True(IsRoot(item));
        Assert.True(IsRoot(other));
        Assert.Equal(15, item.Number + other.Number);
    }

    /// <summary>A reference into an object is an interior root.</summary>
    [Fact]
    public void A_reference_to_a_field_is_an_interior_root()
    {
        ref int field = ref Make(9).Field;
        Collect();
        nint address = (nint)Unsafe.AsPointer(ref field);
        Assert.True(s_found.Exists(root => root.Value == address && (root.Flags & SlotFlags.Interior) != 0));
        Assert.Equal(9, field);
    }

    /// <summary>A fixed array is a pinned root: its object or the place in it that is pointed at.</summary>
    [Fact]
    public void A_fixed_array_is_pinned()
    {
        byte[] array = Bytes(10);
        fixed (byte* bytes = array)
        {
            Collect();
            nint end = (nint)bytes + array.Length;
            Assert.True(s_found.Exists(root => (root.Flags & SlotFlags.Pinned) != 0
                && root.Value >= AddressOf(array) && root.Value < end));
        }

        Assert.Equal(10, array.Length);
    }

    /// <summary>In a catch block the exception and the method's own locals are roots.</summary>
    [Fact]
    public void In_a_catch_block_the_exception_and_the_locals_are_roots()
    {
        Item outer = Make(11);
        try
        {
            Throw(new InvalidOperationException("caught"));
        }
        catch (InvalidOperationException exception)
        {
            Item inner = Make(12);
            Collect();
            Assert.True(IsRoot(exception));
            Assert.True(IsRoot(inner));
            Assert.Equal(12, inner.Number);
        }

        Assert.True(IsRoot(outer));
        Assert.Equal(11, outer.Number);
    }

    /// <summary>In a finally block that an exception runs, the exception in flight is a root.</summary>
    [Fact]
    public void In_a_finally_block_the_exception_in_flight_is_a_root()
    {
        var exception = new InvalidOperationException("in flight");
        try
        {
            ThrowThroughFinally(exception);
        }
        catch (InvalidOperationException)
        {
            Assert.True(IsRoot(exception));
        }
    }

    /// <summary>In a filter the frames between the throw and the filter still hold what they hold.</summary>
    [Fact]
    public void In_a_filter_the_throwing_frames_are_roots_still()
    {
        Item held = Make(13);
        try
        {
            ThrowHolding(held);
        }
        catch (InvalidOperationException) when (Collect())
        {
            Assert.True(IsRoot(held));
        }

        Assert.Equal(13, held.Number);
    }

    /// <summary>Every frame below library code, lambdas, iterators and interface calls is described.</summary>
    [Fact]
    public void Every_frame_is_described_through_library_code()
    {
        int[] numbers = [3, 1, 2];
        Array.Sort(numbers, static (left, right) =>
        {
            Collect();
            return left - right;
        });
        int sum = Enumerable.Range(1, 3).Where(static number => Collect()).GroupBy(static number => number % 2)
            .OrderBy(static group => Collect() ? group.Key : 0).Sum(static group => group.Count());
        Assert.Equal(3, sum);
        Assert.Equal(21, Visit(new Visitor(), Make(21)));
    }

    private sealed class Visitor : IVisit
    {
        public int Visit(Item item)
        {
            Collect();
            return item.Number;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Visit(IVisit visitor, Item item) => visitor.Visit(item);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Item Make(int number) => new(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Bytes(int length) => new byte[length];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowHolding(Item item)
    {
        Throw(new InvalidOperationException(item.Number.ToString()));
        GC.KeepAlive(item);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowThroughFinally(Exception exception)
    {
        try
        {
            Throw(exception);
        }
        finally
        {
            Collect();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth) => depth == 0 ? (Collect() ? 0 : 1) : depth + Descend(depth - 1);

    private static nint AddressOf(object instance) => *(nint*)Unsafe.AsPointer(ref instance);

    private static bool IsRoot(object instance)
    {
        nint address = AddressOf(instance);
        return s_found.Exists(root => root.Value == address && (root.Flags & SlotFlags.Interior) == 0);
    }

    // Enumerates the roots of all callers. Every frame must be described, and every root that is no interior one must
    // be null or an object: something whose first word is the type of an object.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Collect()
    {
        s_found = new List<(nint, SlotFlags)>(1024);
        ThrowContext site;
        CaptureSite(&site);
        StackRoots roots = StackRoots.Visit(&site, &Note, null);
        Assert.Equal(0, roots.Undescribed);
        Assert.True(roots.Frames > 3);
        foreach ((nint value, SlotFlags flags) in s_found)
        {
            if (value != 0 && (flags & SlotFlags.Interior) == 0)
            {
                object instance = Unsafe.AsRef<object>(&value);
                Assert.NotNull(instance.GetType());
            }
        }

        return true;
    }

    private static void Note(StackRoot root, void* state) => s_found.Add((*root.Location, root.Flags));

    // An ordinary call, unlike a P/Invoke: a safe point of the method that makes it.
    [RuntimeImport("cosmos_capture_site")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void CaptureSite(ThrowContext* site);
}
