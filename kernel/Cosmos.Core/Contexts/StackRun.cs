using System.Runtime.InteropServices;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Contexts;

/// <summary>Which list a run of stacks is in.</summary>
internal enum StackRunPlace : byte
{
    /// <summary>None: nothing of it is free here.</summary>
    None,

    /// <summary>Some of its stacks are free and have memory; others are somebody's.</summary>
    Partial,

    /// <summary>All are free, some of them with memory: what goes back to the machine first.</summary>
    Whole,

    /// <summary>Those that are free have no memory.</summary>
    Cold,
}

/// <summary>What is kept about a run of stacks. Which bit is which slot, <see cref="StackSlots"/> says.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StackRun
{
    /// <summary>In the list.</summary>
    public RecordLinks Links;

    /// <summary>Free stacks with memory, those that cores keep not among them.</summary>
    public ushort Warm;

    /// <summary>Free slots without memory.</summary>
    public ushort Cold;

    /// <summary>The list that it is in.</summary>
    public StackRunPlace Place;

    /// <summary>The list that it belongs in.</summary>
    public readonly StackRunPlace Due
        => Warm == 0 ? (Cold == 0 ? StackRunPlace.None : StackRunPlace.Cold)
            : (Warm | Cold) == StackSlots.All ? StackRunPlace.Whole
            : StackRunPlace.Partial;
}
