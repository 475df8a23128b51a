// The words at the very top of a process's stack, above everything that runs on it. They are in memory whenever the
// stack is, and no frame ever covers them, so they can be written while the stack is being given away or emptied.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Contexts;

/// <summary>What a process's stack says about itself.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x40)]
internal unsafe struct StackHead
{
    /// <summary>Offset of the word by which free stacks are linked.</summary>
    public const int LinkOffset = 0x00;

    /// <summary>The next free stack, while this one is free.</summary>
    [FieldOffset(LinkOffset)] public StackHead* Next;

    /// <summary>Lowest committed byte, while the stack is free.</summary>
    [FieldOffset(0x08)] public byte* Committed;

    /// <summary>Why the stack was emptied, on the way to the runtime. A free one has no reason.</summary>
    [FieldOffset(0x10)] public ProcessFailure Failure;

    /// <summary>
    /// The change that took memory of the stack away, while it is free; 0: none did. See Platform.SettleMemory.
    /// </summary>
    [FieldOffset(0x30)] public ulong Change;

    /// <summary>The head of a stack that ends at <paramref name="high"/>.</summary>
    public static StackHead* Of(byte* high) => (StackHead*)(high - sizeof(StackHead));
}
