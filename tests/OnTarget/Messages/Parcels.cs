// A parcel's life: what needs no copy, who owns the block when, and that its memory comes back.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about parcels and their memory.</summary>
public sealed unsafe class Parcels
{
    private sealed record Item(int Number, object? Next);

    private static Parcel s_sent;

    /// <summary>Nothing, literals and types need no memory and arrive as themselves.</summary>
    [Fact]
    public void What_is_shared_is_not_copied() => PrivateHeap.Run(static () =>
    {
        foreach (object? value in new object?[] { null, "literal", typeof(int), string.Empty, Array.Empty<int>() })
        {
            Assert.Equal(ParcelRefusal.None, Parcel.TryPack(value, out Parcel parcel, out _));
            Assert.Equal(0L, parcel.Bytes);
            Assert.Same(value, parcel.Examine());
            Assert.Same(value, parcel.Take());
        }

        Item copy = PrivateHeap.Copy(new Item(1, "literal"));
        Assert.Same("literal", copy.Next);
    });

    /// <summary>A parcel that nobody takes gives its memory back.</summary>
    [Fact]
    public void Discarded_parcels_leave_nothing() => PrivateHeap.Run(static () =>
    {
        Item list = Chain(1000);
        Preemption.Disable(); // nobody else rents meanwhile
        nuint before = BlockPool.RentedBytes;
        ParcelRefusal refusal = Parcel.TryPack(list, out Parcel parcel, out _);
        nuint packed = BlockPool.RentedBytes;
        long bytes = parcel.Bytes;
        parcel.Discard();
        nuint after = BlockPool.RentedBytes;
        Preemption.Enable();
        Assert.Equal(ParcelRefusal.None, refusal);
        Assert.True(bytes > 1000 * 32, "the parcel holds the copy");
        Assert.Equal(before + (nuint)bytes, packed);
        Assert.Equal(before, after);
    });

    /// <summary>Looking at a message again and again gives the same object, as does taking it.</summary>
    [Fact]
    public void Examined_is_taken() => PrivateHeap.Run(static () =>
    {
        Parcel[] parcels = new Parcel[3];
        for (int i = 0; i < parcels.Length; i++)
        {
            Parcel.TryPack(Chain(i + 1), out parcels[i], out _);
            parcels[i].Detach();
        }

        object?[] seen = [.. parcels.Select(parcel => parcel.Examine())];
        Assert.Sequence([1, 2, 3], seen.Select(item => ((Item)item!).Number));
        Assert.True(parcels[1].Block->Owner == Context.CurrentBlock, "the block is the reader's");
        Assert.Same(seen[1], parcels[1].Examine());
        Assert.Same(seen[1], parcels[1].Take());
        Assert.Same(seen[2], parcels[2].Take());
        parcels[0].Discard();
        Assert.True(Context.CurrentBlock->Heap.Examined == null, "nothing is examined any more");
        Assert.Equal(2, PrivateHeap.Copy((Item)seen[1]!).Number);
    });

    /// <summary>A message is whole when the heap that it came from is gone.</summary>
    [Fact]
    public void A_message_outlives_its_sender()
    {
        PrivateHeap.RunApart(static () => Parcel.TryPack(Chain(100), out s_sent, out _));
        int number = 100;
        for (var item = (Item?)s_sent.Take(); item != null; item = (Item?)item.Next)
        {
            Assert.Equal(number, item.Number);
            number--;
        }

        Assert.Equal(0, number);
    }

    /// <summary>What was received can be sent on, parts of it and all of it.</summary>
    [Fact]
    public void What_was_received_can_be_sent_on() => PrivateHeap.Run(static () =>
    {
        Item item = Chain(5);
        for (int i = 0; i < 20; i++)
        {
            item = PrivateHeap.Copy(new Item(i, item));
        }

        Assert.Equal(19, item.Number);
        for (int i = 0; i < 20; i++)
        {
            item = (Item)item.Next!;
        }

        Assert.Equal(5, item.Number);
    });

    /// <summary>A parcel for a new process has room to allocate in, even when there is nothing to copy.</summary>
    [Fact]
    public void A_heap_can_begin_as_a_parcel() => PrivateHeap.Run(static () =>
    {
        foreach (object? root in new object?[] { null, "shared", Chain(10), new byte[100_000] })
        {
            foreach (int minimum in new[] { 0, 5000, 50_000 })
            {
                HeapOptions options = new(minimum, 0, HeapLimitAction.Kill);
                Assert.Equal(ParcelRefusal.None, Parcel.TryPackForHeap(root, in options, out Parcel parcel, out _));
                HeapBlock* block = parcel.Block;
                Assert.True(block->Kind == BlockKind.Main && block->Top <= block->End - 128, "there is room");
                Assert.True(block->End - HeapBlock.Start(block) >= minimum, "there is the room that was asked for");
                parcel.Discard();
            }
        }

        HeapOptions least = new(0, 0, HeapLimitAction.Kill);
        Assert.Contains("Lock", Refuse(new List<System.Threading.Lock> { new() }, in least));
    });

    /// <summary>Objects of the kernel's own contexts are everybody's.</summary>
    [Fact]
    public void The_kernels_objects_are_not_copied()
    {
        if (!PrivateHeap.IsHere)
        {
            Item item = Chain(3);
            Assert.Equal(ParcelRefusal.None, Parcel.TryPack(item, out Parcel parcel, out _));
            Assert.Equal(0L, parcel.Bytes);
            Assert.Same(item, parcel.Take());
        }
    }

    private static string Refuse(object root, in HeapOptions options)
    {
        Assert.Equal(ParcelRefusal.CannotTravel, Parcel.TryPackForHeap(root, in options, out _, out string? culprit));
        return culprit!;
    }

    private static Item Chain(int length)
    {
        Item item = new(1, null);
        for (int i = 2; i <= length; i++)
        {
            item = new Item(i, item);
        }

        return item;
    }
}
