// All that belongs to one core and to no other: its descriptor tables, its interrupt stacks, how deep it is in faults.
// GS base points at it, so assembly reaches it with one prefix. The boot core's block is in the image (Entry64.asm);
// the block of any other is memory like any other, prepared by the same CoreSetup.
using System.Runtime.InteropServices;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>A core's private state, at GS base.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x140)]
internal unsafe struct CoreBlock
{
    /// <summary>This block's own address: what <see cref="Current"/> reads.</summary>
    [FieldOffset(0x00)] public CoreBlock* Self;

    /// <summary>Cores are numbered from 0, the boot core.</summary>
    [FieldOffset(0x08)] public uint Index;

    /// <summary>How many fault handlers are running inside each other on this core.</summary>
    [FieldOffset(0x10)] public ulong FaultDepth;

    /// <summary>The registers that the running device interrupt's handler interrupted; null outside.</summary>
    [FieldOffset(0x18)] public void* Interrupted;

    /// <summary>The registers of the outermost fault that is being handled.</summary>
    [FieldOffset(0x48)] public CpuState* OutermostFault;

    /// <summary>The address that it is about, if it is a page fault.</summary>
    [FieldOffset(0x50)] public ulong OutermostAddress;

    /// <summary>Null, code, data and the two halves of the TSS descriptor.</summary>
    [FieldOffset(0x20)] public fixed ulong Gdt[5];

    /// <summary>The task-state segment.</summary>
    [FieldOffset(0x80)] public TaskStateSegment Tss;

    /// <summary>The block of the core that executes this.</summary>
    public static CoreBlock* Current => ReadSelf();

    [DllImport("*", EntryPoint = "cosmos_core_block"), SuppressGCTransition]
    private static extern CoreBlock* ReadSelf();
}
