// A parcel that stays is copied as often as somebody asks: the copy is a graph of its own, in the reader's heap, and
// the parcel is what it was.
using Cosmos.Core.Abi;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about copies of parcels that stay.</summary>
public sealed unsafe class StoredParcels
{
    private sealed class Node(int number)
    {
        public int Number = number;
        public Node? Next;
        public string? Name;
        public long Raw;
        public (int Key, string Value)[]? Pairs;
        public object?[]? Things;
    }

    /// <summary>
    /// Rings, strings, arrays of structs and of objects: a copy is equal, new, and refers to itself only.
    /// </summary>
    [Fact]
    public void A_copy_is_a_graph_of_its_own()
    {
        Parcel parcel = Pack(Ring());
        Node first = Copy<Node>(parcel);
        first.Next!.Number = 77;
        first.Pairs![0].Value = "changed";
        GC.Collect();
        Check(Copy<Node>(parcel));
        Assert.NotSame(first, Copy<Node>(parcel));
        parcel.Discard();
        Assert.Equal(77, first.Next.Number);
        Assert.Same(first, first.Next.Next);
    }

    /// <summary>A thousand copies, kept, through windows that fill up and collections.</summary>
    [Fact]
    public void Many_copies_are_whole()
    {
        Parcel parcel = Pack(Ring());
        var kept = new Node[Sizes.Held(1000, 20)];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = Copy<Node>(parcel);
        }

        parcel.Discard();
        Array.ForEach(kept, Check);
    }

    /// <summary>A number that is the address of an object of the parcel stays the number it is.</summary>
    [Fact]
    public void Numbers_are_no_references()
    {
        Parcel parcel = Pack(Ring());
        var stored = (Node)parcel.Peek()!;
        long address = parcel.Root;
        stored.Raw = address;
        Assert.Equal(address, Copy<Node>(parcel).Raw);
        Assert.True(parcel.TryDuplicate(out Parcel other), "there is memory");
        parcel.Discard();
        Assert.Equal(address, ((Node)other.Take()!).Raw);
    }

    /// <summary>What is too large for a window says so, and a duplicate is a parcel like any other.</summary>
    [Fact]
    public void Large_graphs_are_duplicated()
    {
        var sent = new object?[100];
        for (int i = 0; i < sent.Length; i++)
        {
            sent[i] = Ring();
        }

        Parcel parcel = Pack(sent);
        Assert.Equal(ParcelCopy.TooLarge, TryCopy(parcel, out _));
        Assert.True(parcel.TryDuplicate(out Parcel first), "there is memory");
        Assert.True(parcel.TryDuplicate(out Parcel second), "there is memory");
        Assert.True(first.Bytes <= parcel.Bytes, "no larger than what it is a copy of");
        second.Discard();
        parcel.Discard();
        var taken = (object?[])first.Take()!;
        GC.Collect();
        Array.ForEach(taken, static item => Check((Node)item!));
    }

    /// <summary>A full window says so; with room made, the copy is made.</summary>
    [Fact]
    public void A_full_window_is_made_anew()
    {
        Parcel parcel = Pack(Ring());
        int full = 0;
        for (int round = 0; round < 200; round++)
        {
            ParcelCopy result = TryCopy(parcel, out object? graph);
            if (result == ParcelCopy.NoRoom)
            {
                full++;
                Parcel.MakeRoomForCopy();
                result = TryCopy(parcel, out graph);
            }

            Assert.Equal(ParcelCopy.Done, result);
            Check((Node)graph!);
        }

        Assert.True(full > 0, "some window was full");
        parcel.Discard();
    }

    /// <summary>What is nobody's own is no copy: null, a literal, what was donated.</summary>
    [Fact]
    public void Shared_objects_stay_the_same()
    {
        Assert.Null(Copy<object?>(default));
        Parcel parcel = Pack("a literal");
        Assert.Same("a literal", Copy<string>(parcel));
        Assert.True(parcel.TryDuplicate(out Parcel other), "it takes no memory");
        Assert.Same("a literal", (string)other.Take()!);
        parcel.Discard();
    }

    /// <summary>Copies hold large binaries, parcels do, and each lets go when it goes.</summary>
    [Fact]
    public void Binaries_are_held_by_every_copy()
    {
        byte[] bytes = Series.Of(200, static number => (byte)number);
        Binary large = Binary.Create(bytes);
        Binary slice = large.Slice(1, 100);
        Parcel parcel = Pack(new object[] { large, slice, Binary.Create(bytes.AsSpan(0, 9)) });
        Assert.Equal(4, large.Bytes->Count);
        object[] copy = Copy<object[]>(parcel);
        Assert.Equal(6, large.Bytes->Count);
        Assert.True(parcel.TryDuplicate(out Parcel other), "there is memory");
        Assert.Equal(8, large.Bytes->Count);
        other.Discard();
        Assert.Equal(6, large.Bytes->Count);
        parcel.Discard();
        Assert.Equal(large, (Binary)copy[0]);
        Assert.True(((Binary)copy[1]).Span.SequenceEqual(bytes.AsSpan(1, 100)), "the slice is a slice");
        Assert.True(((Binary)copy[2]).Span.SequenceEqual(bytes.AsSpan(0, 9)), "a small one is copied");
        GC.KeepAlive((large, slice, copy));
    }

    private static Node Ring()
    {
        string name = string.Concat("na", "me".ToUpperInvariant());
        var node = new Node(1) { Name = name, Pairs = [(1, "one"), (2, "two")] };
        node.Next = new Node(2) { Next = node, Things = [node, 5, null] };
        return node;
    }

    private static void Check(Node node)
    {
        Assert.Equal("naME", node.Name);
        Assert.Equal(2, node.Next!.Number);
        Assert.Same(node, node.Next.Next);
        Assert.Equal("two", node.Pairs![1].Value);
        Assert.Same(node, node.Next.Things![0]);
        Assert.Equal<object?>(5, node.Next.Things[1]);
    }

    private static T Copy<T>(Parcel parcel)
    {
        ParcelCopy result = TryCopy(parcel, out object? graph);
        if (result == ParcelCopy.NoRoom)
        {
            Parcel.MakeRoomForCopy();
            result = TryCopy(parcel, out graph);
        }

        Assert.Equal(ParcelCopy.Done, result);
        return (T)graph!;
    }

    private static ParcelCopy TryCopy(Parcel parcel, out object? graph)
    {
        Preemption.Disable();
        ParcelCopy result = parcel.TryCopy(out graph);
        Preemption.Enable();
        return result;
    }

    private static Parcel Pack(object graph) =>
        Parcel.TryPack(graph, out Parcel parcel, out _) == ParcelRefusal.None
            ? parcel
            : throw new InvalidOperationException("A small graph was not packed.");
}
