// Every construct of C# that stores a reference, in a process: into a shared object the stored one is donated, into one
// of its own, or onto the stack, it is not.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about the write barriers, construct by construct.</summary>
public sealed class BarriersOnStores
{
    private static object? s_static;

    // Made by the case, so shared.
    private readonly Holder _shared = new();

    private static class Own
    {
        [ThreadStatic]
        public static object? Reference;
    }

    private struct Pair
    {
        public object? First;
        public long Number;
        public object? Second;
    }

    private sealed class Sealed;

    private sealed class Holder
    {
        public object? Field;
        public volatile object? VolatileField;
        public Pair Pair;
        public object?[] Objects = new object?[8];
        public Sealed?[] Typed = new Sealed?[8];
        public Pair[] Pairs = new Pair[8];
        public List<object?> List = [];
        public Action? Delegate;
        public object Boxed = default(Pair);

        public void Act() => Field = null;
    }

    /// <summary>Fields, plain and volatile, and statics.</summary>
    [Fact]
    public void Fields_donate()
    {
        Check(static (holder, value) => holder.Field = value);
        Check(static (holder, value) => holder.VolatileField = value);
        Check(static (holder, value) => Volatile.Write(ref holder.Field, value));
        Check(static (_, value) => s_static = value);
        s_static = null;
    }

    /// <summary>Elements of arrays, with and without the check of the element's type.</summary>
    [Fact]
    public void Elements_donate()
    {
        Check(static (holder, value) => holder.Objects[3] = value);
        CheckTyped(static (holder, value) => holder.Typed[3] = value);
        CheckTyped(static (holder, value) => ((object?[])holder.Typed)[2] = value);
        Check(static (holder, value) => holder.Pairs[3].Second = value);
        Check(static (holder, value) => holder.Objects.AsSpan(1, 3)[2] = value);
        Check(static (holder, value) => holder.List.Add(value));
    }

    /// <summary>Stores through references to fields, whose target the compiler does not know.</summary>
    [Fact]
    public void References_donate()
    {
        Check(static (holder, value) => Write(ref holder.Field, value));
        Check(static (holder, value) => Write(ref holder.Objects[1], value));
        Check(static (holder, value) => Write(ref holder.Pair.Second, value));
    }

    /// <summary>Copies of structs, which store each of their references.</summary>
    [Fact]
    public void Structs_donate()
    {
        Check(static (holder, value) => holder.Pair = new Pair { First = value, Number = 7 });
        Check(static (holder, value) => holder.Pairs[2] = Make(value));
        Check(static (holder, value) => Write(ref holder.Pairs[5], Make(value)));
        Check(static (holder, value) => Unsafe.Unbox<Pair>(holder.Boxed) = Make(value));
    }

    /// <summary>Exchanges donate what they store, and nothing when they store nothing.</summary>
    [Fact]
    public void Exchanges_donate()
    {
        Check(static (holder, value) => Interlocked.Exchange(ref holder.Field, value));
        Check(static (holder, value) => Interlocked.CompareExchange(ref holder.Objects[0], value, null));
        IsolationStage.Run(() =>
        {
            object value = new();
            object? other = Interlocked.CompareExchange(ref _shared.Objects[4], value, comparand: value);
            Assert.Null(other);
            Assert.True(IsolationStage.IsPrivate(value), "nothing was stored");
        });
    }

    /// <summary>Moves of many elements at once.</summary>
    [Fact]
    public void Moves_donate()
    {
        Check(static (holder, value) => Array.Copy(Filled(value), 0, holder.Objects, 2, 4));
        Check(static (holder, value) => Filled(value).AsSpan(0, 5).CopyTo(holder.Objects.AsSpan(1)));
        Check(static (holder, value) => Array.Fill(holder.Objects, value));
        Check(static (holder, value) => new[] { Make(value), Make(value) }.CopyTo(holder.Pairs, 1));
        Check(static (holder, value) => holder.List.InsertRange(0, Filled(value)));
    }

    /// <summary>Delegates and closures hold what they are made over.</summary>
    [Fact]
    public void Delegates_donate()
    {
        IsolationStage.Run(() =>
        {
            var target = new Holder();
            _shared.Delegate = target.Act;
            Assert.True(IsolationStage.IsShared(_shared.Delegate) && IsolationStage.IsShared(target), "delegate");
            object captured = new();
            _shared.Delegate = () => GC.KeepAlive(captured);
            Assert.True(IsolationStage.IsShared(captured), "captured");
        });
    }

    /// <summary>Stores into a process's own objects, its stack and its thread statics leave all private.</summary>
    [Fact]
    public void Own_places_do_not_donate()
    {
        long before = SharedMemory.DonatedObjects;
        IsolationStage.Run(static () =>
        {
            object value = new();
            var own = new Holder { Field = value, VolatileField = value, Pair = Make(value) };
            own.Objects[2] = value;
            own.Pairs[1] = Make(value);
            own.List.Add(value);
            Write(ref own.Pairs[1], Make(value));
            Interlocked.Exchange(ref own.Field, value);
            Interlocked.CompareExchange(ref own.Objects[0], value, null);
            Filled(value).AsSpan(0, 5).CopyTo(own.Objects);
            own.Delegate = own.Act;
            object? onStack = null;
            Write(ref onStack, value);
            Pair pair = default;
            Write(ref pair, Make(value));
            Own.Reference = value;
            Assert.Same(value, onStack);
            Assert.Same(value, pair.Second);
            Assert.True(IsolationStage.IsPrivate(value) && IsolationStage.IsPrivate(own), "all private");
            Assert.Same(value, Own.Reference);
        });
        Assert.Equal(before, SharedMemory.DonatedObjects);
    }

    /// <summary>Null, literals and types can be stored anywhere: they are nobody's.</summary>
    [Fact]
    public void Objects_of_nobody_are_stored_plainly()
    {
        long before = SharedMemory.DonatedObjects;
        IsolationStage.Run(() =>
        {
            _shared.Field = "frozen";
            _shared.Objects[1] = Opaque(null);
            _shared.Objects[2] = _shared;
            _shared.Pair = Make(_shared.List);
            _shared.VolatileField = typeof(Holder);
            Assert.Same(_shared, _shared.Objects[2]);
        });
        Assert.Equal(before, SharedMemory.DonatedObjects);
    }

    /// <summary>A store through null is a NullReferenceException of the storing method's.</summary>
    [Fact]
    public void Null_destinations_throw()
    {
        IsolationStage.Run(static () =>
        {
            object value = new();
            Holder? none = (Holder?)Opaque(null);
            Assert.Throws<NullReferenceException>(() => none!.Field = value);
            Assert.Throws<NullReferenceException>(() => none!.Pair = Make(value));
            Assert.Throws<NullReferenceException>(() => Write(ref Unsafe.NullRef<object?>(), value));
            Assert.Throws<NullReferenceException>(() => Write(ref Unsafe.NullRef<Pair>(), Make(value)));
            Assert.Throws<NullReferenceException>(
                () => Interlocked.Exchange(ref Unsafe.NullRef<object?>(), value));
            Assert.Throws<NullReferenceException>(
                () => Interlocked.CompareExchange(ref Unsafe.NullRef<object?>(), value, null));
        });
    }

    /// <summary>What the compiler keeps in registers across the copy of a struct survives a donation there.</summary>
    [Fact]
    public void Registers_survive_a_struct_copy()
    {
        IsolationStage.Run(() =>
        {
            for (int round = 0; round < 100; round++)
            {
                Pair[] pairs = [Make(new object()), Make(new object())];
                Assert.Equal(42L + (2 * 7), Mix(_shared.Pairs, pairs, round % 4, 1, 2, 3, 4, 5, 6, 21.0));
                Assert.Same(pairs[1].Second, _shared.Pairs[(round % 4) + 1].Second);
            }
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Mix(
        Pair[] to, Pair[] from, int at, long a, long b, long c, long d, long e, long f, double x)
    {
        double y = x + 0.0;
        to[at] = from[0];
        to[at + 1] = from[1];
        return a + b + c + d + e + f + (long)y + to[at].Number + to[at + 1].Number;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(ref object? place, object? value) => place = value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(ref Pair place, Pair value) => place = value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object? Opaque(object? value) => value;

    private static Pair Make(object? value) => new() { First = value, Number = 7, Second = value };

    private static object?[] Filled(object? value) => [value, null, value, "literal", value, value];

    private void Check(Action<Holder, object> store) => IsolationStage.Run(() =>
    {
        object value = new();
        Assert.True(IsolationStage.IsPrivate(value), "a new object is private");
        store(_shared, value);
        Assert.True(IsolationStage.IsShared(value), "stored where everybody sees it, it is everybody's");
    });

    private void CheckTyped(Action<Holder, Sealed> store) => IsolationStage.Run(() =>
    {
        Sealed value = new();
        Assert.True(IsolationStage.IsPrivate(value), "a new object is private");
        store(_shared, value);
        Assert.True(IsolationStage.IsShared(value), "stored where everybody sees it, it is everybody's");
    });
}
