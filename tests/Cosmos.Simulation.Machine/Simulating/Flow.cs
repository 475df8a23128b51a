// A flow of control as the kernel's context block describes one: a stack while it has frames, the hold on its core, and
// what the runtime put into it.
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Simulating;

/// <summary>A context of the simulated machine.</summary>
internal sealed class Flow(int id, int number)
{
    /// <summary>What the runtime's records hold in place of a pointer; never reused.</summary>
    public int Id { get; } = id;

    /// <summary>The runtime's number; 0: a core's idle loop.</summary>
    public int Number { get; } = number;

    /// <summary>A process can be preempted and can fail; an idle loop cannot.</summary>
    public bool IsProcess => Number != 0;

    /// <summary>Where its frames are; null before it begins and while it is parked.</summary>
    public StackThread? Stack { get; set; }

    /// <summary>What it begins with when it gets a stack.</summary>
    public object? Root { get; set; }

    /// <summary>It lost its frames with its core: it begins with the report of that.</summary>
    public bool IsForsaken { get; set; }

    /// <summary>How often preemption is held off. It begins so.</summary>
    public int Depth { get; set; } = 1;

    /// <summary>The core was wanted while preemption was held off.</summary>
    public bool IsWanted { get; set; }

    /// <summary>It is inside of OnPreempted, wherever that has led.</summary>
    public bool IsInterrupted { get; set; }

    /// <summary>The runtime's object.</summary>
    public object? Local { get; set; }

    /// <summary>What it last began with: a root of its heap, as long as nobody sees what its frames hold.</summary>
    public object? Kept { get; set; }

    /// <summary>Bytes of the messages it took since it last collected: the simulator's idea of a heap.</summary>
    public long TakenBytes { get; set; }

    /// <summary>Its heap is there: what it makes has a place.</summary>
    public bool HasHeap { get; set; } = true;

    /// <summary>It has just made room for a copy.</summary>
    public bool HasRoomForCopy { get; set; }

    /// <summary>Bytes that a collection leaves.</summary>
    public long LivingBytes { get; set; }

    /// <summary>Collections so far.</summary>
    public long Collections { get; set; }

    /// <summary>A collection is wanted at the next occasion.</summary>
    public bool CollectsSoon { get; set; }

    /// <summary>Limits of its heap.</summary>
    public HeapOptions Heap { get; set; }

    /// <summary>Collections that left more than the limit.</summary>
    public long LimitBreaches { get; set; }

    /// <summary>Parcels that it packed with preemption on and has not put anywhere: they end with its frames.</summary>
    public List<int> Packed { get; } = [];

    /// <summary>The core it runs on; 0: it does not run.</summary>
    public int Core { get; set; }

    /// <inheritdoc/>
    public override string ToString() => Number == 0 ? "idle" : $"#{Number}";
}
