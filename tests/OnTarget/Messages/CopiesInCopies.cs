// The runtime may copy a process's objects while that process, preempted, is in the middle of copying the same ones:
// what the outer copy knows them by is then another's. It must notice, or objects would arrive twice.
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Tests.OnTarget.Contexts;
using Node = Cosmos.Tests.OnTarget.Messages.RandomGraph.Node;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about copies of the same objects at once.</summary>
public sealed unsafe class CopiesInCopies : IDisposable
{
    private readonly ScriptedRuntime _runtime = new();
    private readonly int _seed = Environment.TickCount;
    private Random _random = new();
    private bool _isCopying;
    private int _hits;
    private string _fault = "";

    /// <inheritdoc/>
    public void Dispose() => _runtime.Dispose();

    /// <summary>A few objects.</summary>
    [Fact]
    public void Of_small_graphs() => Disturb(nodes: 4);

    /// <summary>Many objects: the list is in a block.</summary>
    [Fact]
    public void Of_large_graphs() => Disturb(nodes: 150);

    private void Disturb(int nodes)
    {
        _random = new Random(_seed);
        _runtime.Preempted = Preempted;
        int wanted = Sizes.Pick(linux: 200, x86: 20);
        Context.SwitchTo(ScriptedRuntime.Create(() => Copy(nodes, wanted)));
        Assert.True(_fault.Length == 0, $"{_fault} (seed {_seed})");
        Assert.True(_hits >= wanted, $"{_hits} copies were disturbed (seed {_seed})");
    }

    private void Copy(int nodes, int wanted)
    {
        Node graph = RandomGraph.Make(new Random(_seed), nodes)[0];
        string before = RandomGraph.Describe(graph);
        for (int round = 0; _hits < wanted && round < 200_000; round++)
        {
            Context.CurrentBlock->Root = *(nint*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref graph);
            CoreTimer.Arm(Clock.Now + _random.Next(1_000, 60_000));
            int hits = _hits;
            Volatile.Write(ref _isCopying, true);
            ParcelRefusal refusal = Parcel.TryPack(graph, out Parcel parcel, out _);
            Volatile.Write(ref _isCopying, false);
            Assert.Equal(ParcelRefusal.None, refusal);
            if (hits == Volatile.Read(ref _hits))
            {
                parcel.Discard();
            }
            else if (RandomGraph.Describe(parcel.Take()!) != before)
            {
                _fault = "a graph did not arrive as it was"; // a literal: shared
                return;
            }
        }
    }

    // On the process's stack, with preemption off.
    private void Preempted()
    {
        if (!_isCopying)
        {
            return;
        }

        ParcelRefusal refusal = Parcel.TryPack(
            ObjectReference.At(Context.CurrentBlock->Root), out Parcel parcel, out _);
        parcel.Discard();
        _hits += refusal == ParcelRefusal.None ? 1 : 0;
    }
}
