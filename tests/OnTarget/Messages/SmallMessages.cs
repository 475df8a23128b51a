// A graph of a few words is packed into the record that carries it and copied from there to where its receiver
// allocates. That must not show: not in what a message refers to, not at the limit of its size, not when the window is
// full. And a value is on its way what its box would be.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Tests.OnTarget.Heaps;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about small parcels.</summary>
public sealed class SmallMessages
{
    // A place that does not move, as a slot of a pool.
    private static SmallParcel s_place;

    private sealed class Node(long number)
    {
        public readonly long Number = number;
        public object? Other;
    }

    private sealed record Pair(object? First, object? Second);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Most(
        decimal A, decimal B, decimal C, decimal D, decimal E, decimal F, decimal G, decimal H, decimal I);

    [StructLayout(LayoutKind.Sequential)]
    private record struct More(Most Most, byte Another);

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private record struct Odd(byte A, short B, int C, byte D, int E);

    private record struct WithText(int Number, string? Text);

    private enum Colour
    {
        Red = 3,
    }

    /// <summary>An object that refers to itself does so where it arrives.</summary>
    [Fact]
    public void An_object_that_refers_to_itself_still_does()
        => Assert.Equal("True 7", HeapProcess.Run(static () =>
        {
            var node = new Node(7);
            node.Other = node;
            var taken = (Node)Copy(node)!;
            GC.Collect();
            return $"{ReferenceEquals(taken, taken.Other)} {taken.Number}";
        }));

    /// <summary>Two references to one object are two references to one copy, which is nobody else's.</summary>
    [Fact]
    public void Sharing_and_cycles_are_kept()
        => Assert.Equal("True True False 5", HeapProcess.Run(static () =>
        {
            var inner = new Node(5);
            var outer = new Pair(inner, inner);
            inner.Other = outer;
            var taken = (Pair)Copy(outer)!;
            GC.Collect();
            var first = (Node)taken.First!;
            return $"{ReferenceEquals(first, taken.Second)} {ReferenceEquals(first.Other, taken)} "
                + $"{ReferenceEquals(first, inner)} {first.Number}";
        }));

    /// <summary>What all processes share goes by reference, alone or in a graph; so does nothing.</summary>
    [Fact]
    public void What_is_shared_is_not_copied()
        => Assert.Equal("True True True True", HeapProcess.Run(static () =>
        {
            var pair = (Pair)Copy(new Pair("literal", typeof(Node)))!;
            return $"{ReferenceEquals("literal", Copy("literal"))} {Copy(null) is null} "
                + $"{ReferenceEquals("literal", pair.First)} {ReferenceEquals(typeof(Node), pair.Second)}";
        }));

    /// <summary>Twenty words fit, one more does not: in an array, in a string, in a chain of objects.</summary>
    [Fact]
    public void The_limit_is_twenty_words()
        => Assert.Equal("17 69 6 17", HeapProcess.Run(static () =>
        {
            int longs = Enumerable.Range(0, 100).First(count => !IsSmall(new long[count])) - 1;
            int characters = Enumerable.Range(1, 100).First(count => !IsSmall(new string('x', count))) - 1;
            int objects = Enumerable.Range(1, 100).First(count => !IsSmall(Chain(count))) - 1;
            long[] numbers = [.. Enumerable.Range(1, 17).Select(number => (long)number << 40)];
            return $"{longs} {characters} {objects} {((long[])Copy(numbers)!).Count(numbers.Contains)}";
        }));

    /// <summary>
    /// After four graphs that did not fit one with such a root is not begun as an image. If it would have fitted, it is
    /// the last one that is not.
    /// </summary>
    [Fact]
    public void Graphs_that_do_not_fit_are_not_begun()
        => Assert.Equal("True False False True True", HeapProcess.Run(static () =>
        {
            bool atFirst = IsSmall(new Root(Chain(2)));
            Misfit(4);
            bool afterFour = TryPack(new Root(Chain(2)));
            bool afterAnother = IsSmall(new Root(Chain(20))) || TryPack(new Root(Chain(2)));
            bool afterOneThatFits = IsSmall(new Root(Chain(2)));
            Misfit(3);
            return $"{atFirst} {afterFour} {afterAnother} {afterOneThatFits} {TryPack(new Root(Chain(2)))}";
        }));

    /// <summary>A value of up to eighteen words arrives whole; and as an object where one is wanted.</summary>
    [Fact]
    public void Values_need_no_object()
        => Assert.Equal("True True True True True True True", HeapProcess.Run(static () =>
        {
            var most = new Most(1, 2, 3, 4, 5, 6, 7, 8, decimal.MinValue);
            var odd = new Odd(1, -2, 3, 255, int.MinValue);
            return $"{IsKept((byte)7)} {IsKept('x')} {IsKept(-1)} {IsKept(1.5m)} {IsKept(most)} {IsKept(odd)} "
                + $"{IsKept(Guid.Empty)}";
        }));

    /// <summary>A value is read as its own type and as no other; a boxed one is a value as well.</summary>
    [Fact]
    public void Values_keep_their_type()
        => Assert.Equal("True False False True 3", HeapProcess.Run(static () =>
        {
            Learn<int>();
            Learn<uint>();
            Learn<Colour>();
            _ = IsSmall(Colour.Red); // its type is known from here on
            bool isPacked = Write(Colour.Red);
            bool isNumber = s_place.TryRead<int>(out _);
            _ = Write(3);
            bool isUnsigned = s_place.TryRead<uint>(out _);
            bool isBox = TryPack((object)Colour.Red) & s_place.TryRead(out Colour colour);
            return $"{isPacked} {isNumber} {isUnsigned} {isBox} {(int)colour}";
        }));

    /// <summary>What is no plain value is left to its box: too large, with references, nullable, refused.</summary>
    [Fact]
    public void Other_values_are_boxed()
        => Assert.Equal("False False False False", HeapProcess.Run(static () =>
        {
            Learn<More>();
            Learn<WithText>();
            Learn<int?>();
            Learn<GCHandle>();
            return $"{Write(default(More))} {Write(new WithText(1, "x"))} {Write<int?>(5)} {Write(default(GCHandle))}";
        }));

    /// <summary>What may not travel is left to the parcel, which names it.</summary>
    [Fact]
    public void What_may_not_travel_is_refused()
        => Assert.Equal("False System.Threading.CancellationTokenSource", HeapProcess.Run(static () =>
        {
            var pair = new Pair(new CancellationTokenSource(), null);
            _ = Parcel.TryPack(pair, out _, out _);
            bool isPacked = TryPack(pair);
            _ = Parcel.TryPack(pair, out _, out string? culprit);
            return $"{isPacked} {culprit}";
        }));

    /// <summary>The identity hash code goes along, the lock does not.</summary>
    [Fact]
    public void The_header_is_that_of_a_copy()
        => Assert.Equal("True True", HeapProcess.Run(static () =>
        {
            var node = new Node(1);
            int hash = RuntimeHelpers.GetHashCode(node);
            bool isKept = RuntimeHelpers.GetHashCode(Copy(node)!) == hash;
            var locked = new Node(2);
            lock (locked)
            {
                return $"{isKept} {!Monitor.IsEntered(Copy(locked)!)}";
            }
        }));

    /// <summary>
    /// A thousand of them, kept, over many windows and collections, are what was sent: each but one in so many finds
    /// room, and those find it when room is made.
    /// </summary>
    [Fact]
    public void Many_are_whole()
        => Assert.Equal("499500 True", HeapProcess.Run(static () =>
        {
            var kept = new Node[1000];
            int full = 0;
            for (int i = 0; i < kept.Length; i++)
            {
                Pack(new Node(i));
                object? taken;
                while (!TryTake(out taken))
                {
                    full++;
                    Assert.True(s_place.TryPrepareTake(RunningContext.Current), "there ought to be memory");
                }

                kept[i] = (Node)taken!;
            }

            return $"{kept.Sum(node => node.Number)} {full is > 0 and <= 1000}";
        }));

    /// <summary>
    /// A heap at a limit that says to throw has no room for another message, which stays what it is: there is room when
    /// something dies.
    /// </summary>
    [Fact]
    public void A_full_heap_takes_none()
        => Assert.Equal("True 4", HeapProcess.Run(
            static () =>
            {
                const int Limit = 64 * 1024;
                Pack(new Node(4));
                int count = 0;
                Node? kept = null;
                while (TryTake(out object? taken) || s_place.TryPrepareTake(RunningContext.Current))
                {
                    if (taken is Node node)
                    {
                        node.Other = kept;
                        kept = node;
                        count++;
                    }
                }

                GC.KeepAlive(kept);
                kept = null;
                return $"{count is > Limit / 2 / 32 and < 2 * Limit / 32} {((Node)TakeNow()!).Number}";
            },
            new HeapOptions(0, 64 * 1024, HeapLimitAction.Throw)));

    private static bool IsKept<T>(T value)
        where T : struct
    {
        Learn<T>();
        bool isValue = Write(value) && s_place.TryRead(out T read) && read.Equals(value);
        return isValue && s_place.Peek() is T && TakeNow() is T taken && taken.Equals(value);
    }

    private static object? Copy(object? graph)
    {
        Pack(graph);
        return TakeNow();
    }

    private static object? TakeNow()
    {
        object? taken;
        while (!TryTake(out taken))
        {
            Assert.True(s_place.TryPrepareTake(RunningContext.Current), "there ought to be memory");
        }

        return taken;
    }

    private static object Chain(int length)
    {
        object? first = null;
        for (int i = 0; i < length; i++)
        {
            first = new Strong(first);
        }

        return first!;
    }

    private static void Misfit(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.False(TryPack(new Root(Chain(20))), "it does not fit");
        }
    }

    private sealed record Strong(object? Next);

    private sealed record Root(object? Next);

    private static void Learn<T>() => SmallParcel.Learn<T>();

    // Types are known once a parcel was made of them.
    private static bool IsSmall(object graph)
    {
        Assert.Equal(ParcelRefusal.None, Parcel.TryPack(graph, out Parcel parcel, out _));
        parcel.Discard();
        return TryPack(graph);
    }

    private static void Pack(object? graph)
        => Assert.True(graph is null ? TryPack(null) : IsSmall(graph), "a small message was not packed");

    private static bool TryPack(object? graph)
    {
        RunningContext me = RunningContext.Current;
        me.Hold();
        bool isPacked = s_place.TryPack(me, graph);
        me.Release();
        return isPacked;
    }

    private static bool Write<T>(T value)
    {
        RunningContext me = RunningContext.Current;
        me.Hold();
        bool isPacked = s_place.TryWrite(value);
        me.Release();
        return isPacked;
    }

    private static bool TryTake(out object? taken)
    {
        RunningContext me = RunningContext.Current;
        me.Hold();
        bool isTaken = s_place.TryTake(me, out taken);
        me.Release();
        return isTaken;
    }
}
