// Whose objects are, in a process with a heap of its own.
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about owners.</summary>
public sealed unsafe class OwnershipOfObjects
{
    private readonly object _shared = new();

    private static class Lazy
    {
        public static readonly object Instance = new int[10];
    }

    /// <summary>What a system context makes, and what the image brings, is everybody's; so is null.</summary>
    [Fact]
    public void Objects_of_the_kernel_are_shared()
    {
        Assert.True(IsolationStage.IsShared(_shared), "allocated here");
        Assert.True(IsolationStage.IsShared("literal"), "literal");
        Assert.True(IsolationStage.IsShared(typeof(OwnershipOfObjects)), "type");
        Assert.True(IsolationStage.IsShared(null), "null");
        IsolationStage.Run(() => Assert.True(IsolationStage.IsShared(_shared), "seen from a process"));
    }

    /// <summary>What a process makes is its own: objects, strings, boxes, arrays of any length.</summary>
    [Fact]
    public void Objects_of_a_process_are_private()
    {
        IsolationStage.Run(static () =>
        {
            object box = 42;
            string text = new('x', 1000);
            Assert.True(IsolationStage.IsPrivate(new object()), "object");
            Assert.True(IsolationStage.IsPrivate(box), "box");
            Assert.True(IsolationStage.IsPrivate(text), "string");
            Assert.True(IsolationStage.IsPrivate(new List<int> { 1, 2, 3 }), "list");
            for (int length = 0; length < 2_000_000; length = (length * 3) + 1)
            {
                Assert.True(IsolationStage.IsPrivate(new byte[length]), "array");
            }

            Assert.True(IsolationStage.IsPrivate(GC.AllocateArray<byte>(100, pinned: true)), "pinned array");
        });
    }

    /// <summary>A pinned array has a block of its own, which is zero.</summary>
    [Fact]
    public void A_pinned_array_stands_alone()
    {
        IsolationStage.Run(static () =>
        {
            byte[] first = GC.AllocateArray<byte>(100, pinned: true);
            byte[] second = GC.AllocateArray<byte>(200_000, pinned: true);
            Assert.Equal(-1, second.AsSpan().IndexOfAnyExcept((byte)0));
            HeapBlock* block = HeapSpace.BlockOf(IsolationStage.AddressOf(first));
            Assert.Equal(BlockKind.Pinned, block->Kind);
            Assert.False(block == HeapSpace.BlockOf(IsolationStage.AddressOf(second)), "blocks of their own");
        });
    }

    /// <summary>A class constructor that runs in a process makes statics for everybody.</summary>
    [Fact]
    public void Statics_that_a_process_initialises_are_shared()
    {
        object? seen = null;
        IsolationStage.Run(() =>
        {
            seen = Lazy.Instance;
            Assert.True(IsolationStage.IsShared(Lazy.Instance), "static");
        });
        Assert.Same(Lazy.Instance, seen);
    }

    /// <summary>The process's memory is zeroed, whoever had it before.</summary>
    [Fact]
    public void New_objects_are_zero()
    {
        for (int round = 0; round < 20; round++)
        {
            IsolationStage.Run(static () =>
            {
                for (int i = 1; i < 3000; i = (i * 2) + 1)
                {
                    var words = new ulong[i];
                    Assert.Equal(-1, words.AsSpan().IndexOfAnyExcept(0UL));
                    words.AsSpan().Fill(ulong.MaxValue);
                }
            });
        }
    }

    /// <summary>A heap's objects lie side by side in its blocks, so that each block can be walked.</summary>
    [Fact]
    public void A_heap_can_be_walked()
    {
        IsolationStage.Run(static () =>
        {
            var kept = new List<object>();
            for (int i = 0; i < 500; i++)
            {
                kept.Add(new byte[i]);
                kept.Add($"{i}");
            }

            ContextBlock* context = Context.CurrentBlock;
            ProcessHeap.CloseWindow(context);
            int found = Walk(context->Heap.Main);
            for (HeapBlock* block = context->Heap.Others; block != null; block = block->Next)
            {
                found += Walk(block);
            }

            Assert.True(found >= kept.Count, $"{found} objects found");
        });
    }

    /// <summary>An impossible array in a process is out of memory, and the process goes on.</summary>
    [Fact]
    public void Exhaustion_is_an_exception()
    {
        IsolationStage.Run(static () =>
        {
            Assert.Throws<OutOfMemoryException>(static () => new long[int.MaxValue - 100].ToString());
            Assert.Throws<OutOfMemoryException>(static () => GC.AllocateArray<long>(int.MaxValue - 100, pinned: true));
            Assert.Equal(100, new byte[100].Length);
        });
    }

    private static int Walk(HeapBlock* block)
    {
        int objects = 0;
        byte* at = HeapBlock.Start(block);
        while (at < block->Top)
        {
            nint instance = (nint)at + sizeof(long);
            Assert.True(HeapSpace.BlockOf(instance) == block, "an object lies in its block");
            at += ObjectLayout.SizeOf(instance);
            objects++;
        }

        Assert.True(at == block->Top, "the last object ends at the top");
        return objects;
    }
}
