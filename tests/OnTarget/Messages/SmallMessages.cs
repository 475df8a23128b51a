// One small object is copied into the window of who takes it, and its block goes back at once. That must not show: not
// in what a message refers to, not in what a match has kept, not when the window is full.
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Tests.OnTarget.Heaps;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about messages of one small object.</summary>
public sealed class SmallMessages
{
    private sealed class Node(long number)
    {
        public readonly long Number = number;
        public object? Other;
    }

    /// <summary>An object that refers to itself does so where it arrives.</summary>
    [Fact]
    public void An_object_that_refers_to_itself_still_does()
        => Assert.Equal("true 7", HeapProcess.Run(static () =>
        {
            var node = new Node(7);
            node.Other = node;
            var taken = (Node)Pack(node).Take()!;
            GC.Collect();
            return $"{(ReferenceEquals(taken, taken.Other) ? "true" : "false")} {taken.Number}";
        }));

    /// <summary>What was looked at is what is taken: somebody may hold it already.</summary>
    [Fact]
    public void What_was_examined_is_the_object_that_is_taken()
        => Assert.Equal("True", HeapProcess.Run(static () =>
        {
            Parcel parcel = Pack(new Node(1));
            object? seen = parcel.Examine();
            return ReferenceEquals(seen, parcel.Take()).ToString();
        }));

    /// <summary>
    /// A thousand of them, kept, over many windows and collections, are what was sent; no block stays.
    /// </summary>
    [Fact]
    public void Many_are_whole_and_leave_no_block()
        => Assert.Equal("499500 True", HeapProcess.Run(static () =>
        {
            var kept = new Node[1000];
            nuint before = BlockPool.RentedBlocks;
            for (int i = 0; i < kept.Length; i++)
            {
                Parcel parcel = Pack(new Node(i));
                parcel.PrepareTake();
                kept[i] = (Node)parcel.Take()!;
            }

            nuint after = BlockPool.RentedBlocks;
            return $"{kept.Sum(node => node.Number)} {after < before + 100}";
        }));

    private static Parcel Pack(object graph)
        => Parcel.TryPack(graph, out Parcel parcel, out _) == ParcelRefusal.None
            ? parcel
            : throw new InvalidOperationException("A small message was not packed.");
}
