// Processes that are ended at random moments in the middle of copies and of collections. Nothing of them may be left,
// and nobody else may notice: a bystander's heap is looked over afterwards, and a survivor does the same work to its
// end.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Core.Memory;
using Cosmos.Core.NativeAot;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about processes that are ended in the middle of what the kernel does for them.</summary>
public sealed unsafe class KilledAnywhere : IDisposable
{
    private const int MostKills = 5_000;

    private readonly ScriptedRuntime _runtime = new();
    private readonly int _seed = Environment.TickCount;
    private bool _isCondemned;
    private int _kills;
    private int _hits;

    private sealed class Item(int number, object? next)
    {
        public readonly int Number = number;
        public readonly byte[] Load = new byte[number % 100];
        public object? Next = next;

        ~Item() => GC.KeepAlive(Number);
    }

    private sealed record Letter(int Number, Letter? Next, object? Load);

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    /// <summary>In the middle of a collection: handles, finalizers, pins and lists go with the heap.</summary>
    [Fact]
    public void In_the_middle_of_a_collection() => KillAtRandom(static () => Collecting(int.MaxValue), Collecting,
        static context => (context->Heap.Flags & Collector.IsUnderWay) != 0);

    /// <summary>In the middle of a copy: the list, the half-written block, the counts of large binaries.</summary>
    [Fact]
    public void In_the_middle_of_a_copy() => KillAtRandom(static () => Copying(int.MaxValue), Copying,
        static context => context->Packing != null);

    /// <summary>In the middle of finding memory for something large: what was found goes as well.</summary>
    [Fact]
    public void In_the_middle_of_making_large_memory() => KillAtRandom(static () => Making(int.MaxValue), Making,
        static context => context->Making != null);

    private delegate bool Where(ContextBlock* context);

    private void KillAtRandom(Action endless, Action<int> work, Where isThere)
    {
        var random = new Random(_seed);
        int wanted = Sizes.Pick(linux: 100, x86: 20);
        ContextBlock* bystander = ScriptedRuntime.Create(Stand, number: 2);
        Context.SwitchTo(bystander);
        _ = RunToItsEnd(work); // whatever is made once and for all has been made then
        int longestNs = (int)Math.Clamp(RunToItsEnd(work), 10_000, 100_000_000);
        _runtime.Preempted = () => Preempted(isThere);
        State before = State.Now;
        while (_hits < wanted && _kills < MostKills)
        {
            ContextBlock* victim = ScriptedRuntime.Create(endless);
            _isCondemned = true;
            CoreTimer.Arm(Clock.Now + random.Next(1_000, longestNs));
            Context.SwitchTo(victim);
            Assert.False(_isCondemned, "the process ended by itself");
        }

        _runtime.Preempted = null;
        State after = State.Now;
        Assert.True(before == after, $"{before} became {after} (seed {_seed})");
        _ = RunToItsEnd(work);
        Verification.Check(bystander);
        Context.SwitchTo(bystander);
        Assert.True(_hits >= wanted, $"{_hits} of {_kills} were killed where they ought to be (seed {_seed})");
    }

    // On the victim's stack, with preemption off; allocates nothing.
    private void Preempted(Where isThere)
    {
        if (!_isCondemned)
        {
            return;
        }

        if (ProcessContexts.HoldsSharedLock())
        {
            CoreTimer.Arm(Clock.Now + 10_000);
            return;
        }

        _isCondemned = false;
        _kills++;
        _hits += isThere(Context.CurrentBlock) ? 1 : 0;
        Context.End(_runtime.Case);
    }

    // Nanoseconds that the work took.
    private static long RunToItsEnd(Action<int> work)
    {
        bool isDone = false;
        long start = Clock.Now;
        Context.SwitchTo(ScriptedRuntime.Create(() =>
        {
            work(20);
            ProcessContexts.RunFinalizers();
            Collector.Collect();
            Verification.Check(Context.CurrentBlock);
            Volatile.Write(ref isDone, true);
        }));
        Assert.True(isDone);
        return Clock.Now - start;
    }

    // Waits in the middle of its code with a graph of every kind, and has it still when it goes on.
    private void Stand()
    {
        object graph = Build(50);
        GCHandle handle = GCHandle.Alloc(graph, GCHandleType.Weak);
        Collector.Collect();
        _runtime.Pause();
        Collector.Collect();
        Assert.Same(graph, handle.Target);
        Assert.Equal(50, Length(graph));
        handle.Free();
    }

    private static void Collecting(int rounds)
    {
        object graph = Build(60);
        for (int round = 0; round < rounds; round++)
        {
            GCHandle weak = GCHandle.Alloc(graph, GCHandleType.Weak);
            GCHandle pin = GCHandle.Alloc(new byte[30], GCHandleType.Pinned);
            GCHandle dependent = GCHandle.Alloc(new WeakReference(graph), GCHandleType.WeakTrackResurrection);
            byte[] apart = GC.AllocateArray<byte>(100, pinned: true);
            Binary bytes = Binary.Create(new byte[200]);
            Collector.Collect();
            Assert.Equal(60, Length(weak.Target!));
            Assert.Equal(300, apart.Length + bytes.Length);
            weak.Free();
            pin.Free();
            dependent.Free();
        }
    }

    private static void Copying(int rounds)
    {
        Binary bytes = Binary.Create(new byte[500]);
        Letter letter = new(0, null, bytes);
        for (int number = 1; number < 100; number++)
        {
            letter = new Letter(number, letter, number % 10 == 0 ? bytes : new int[number % 20]);
        }

        for (int round = 0; round < rounds; round++)
        {
            Assert.Equal(ParcelRefusal.None, Parcel.TryPack(letter, out Parcel parcel, out _));
            if (round % 3 == 0)
            {
                parcel.Discard();
                continue;
            }

            int count = 0;
            for (var at = (Letter?)(round % 3 == 1 ? parcel.Take() : parcel.Examine()); at is not null; at = at.Next)
            {
                count++;
            }

            Assert.Equal(100, count);
            if (round % 3 == 2)
            {
                parcel.Discard();
            }
        }
    }

    private static void Making(int rounds)
    {
        byte[] bytes = new byte[1 << 20];
        for (int round = 0; round < rounds; round++)
        {
            bytes[round % bytes.Length] = (byte)round;
            var large = Binary.Create(bytes);
            Assert.Equal(bytes.Length, large.Length);
            Assert.Equal((byte)round, large.Span[round % bytes.Length]);
            Collector.Collect();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object Build(int length)
    {
        object? graph = null;
        for (int number = 0; number < length; number++)
        {
            graph = number % 2 == 0 ? new Item(number, graph) : new Letter(number, null, graph);
        }

        return graph!;
    }

    private static int Length(object graph)
    {
        int length = 0;
        for (object? at = graph; at is not null; at = at is Item item ? item.Next : ((Letter)at).Load)
        {
            length++;
        }

        return length;
    }

    // All that processes hold. What is everybody's is not compared: the case itself makes objects there.
    private readonly record struct State(
        nuint HeapBytes, nuint KernelBytes, nuint Handles, long Binaries, long BinaryBytes, int Contexts, int Stacks)
    {
        public static State Now => new(
            BlockPool.RentedBytes - SharedHeap.BytesInUse,
            KernelMemory.BytesInUse,
            Cosmos.Core.NativeAot.Handles.Count,
            Binary.Live,
            Binary.LiveBytes,
            ProcessBlocks.InUse,
            StackPool.InUse);
    }
}
