// All that belongs to one core and to no other: its descriptor tables, its interrupt stacks, how deep it is in faults,
// its alarm. GS base points at it, so assembly reaches it with one prefix. The boot core's block is in the image
// (Entry64.asm); the block of any other is memory like any other, prepared by the same CoreSetup.
//
// A second part, on a cache line of its own, is written by other cores as well: what they want of this one.
using System.Runtime.InteropServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>A core's private state, at GS base.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x940)]
internal unsafe struct CoreBlock
{
    /// <summary>This block's own address: what <see cref="Current"/> reads.</summary>
    [FieldOffset(0x00)] public CoreBlock* Self;

    /// <summary>Cores are numbered from 1, the boot core.</summary>
    [FieldOffset(0x08)] public int Number;

    /// <summary>Its local APIC's id.</summary>
    [FieldOffset(0x0C)] public uint ApicId;

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

    /// <summary>When its alarm rings; <see cref="long.MaxValue"/>: it does not.</summary>
    [FieldOffset(0x58)] public long ArmedNs;

    /// <summary>
    /// What its time-stamp counter lacks of core 1's; added to every reading of it as a clock (Tsc.asm).
    /// </summary>
    [FieldOffset(0x60)] public long TscOffset;

    /// <summary>The context that it began in.</summary>
    [FieldOffset(0x68)] public ContextBlock* Idle;

    /// <summary>The task-state segment.</summary>
    [FieldOffset(0x80)] public TaskStateSegment Tss;

    /// <summary>What others want of it: bits of <see cref="CoreRequests"/>. Whoever sets the first one interrupts it.
    /// </summary>
    [FieldOffset(0x100)] public uint Requests;

    /// <summary>Not zero: it sleeps, and will forget old translations before it does anything else.</summary>
    [FieldOffset(0x104)] public uint IsDozing;

    /// <summary>Up to which change of the page tables it has forgotten what was before; see Translations.</summary>
    [FieldOffset(0x108)] public ulong ForgottenTo;

    /// <summary>Its registers when somebody who ends the machine stopped it; null: it was not, or not yet.</summary>
    [FieldOffset(0x110)] public CpuState* StoppedAt;

    /// <summary>The process that it ran then; 0: none.</summary>
    [FieldOffset(0x118)] public int StoppedProcess;

    /// <summary>How often it answered others.</summary>
    [FieldOffset(0x11C)] public uint Served;

    /// <summary>Not zero: it is to execute nothing from its next NMI on.</summary>
    [FieldOffset(0x120)] public uint IsToStop;

    /// <summary>Interrupts so far, by vector.</summary>
    [FieldOffset(0x140)] public fixed ulong Counts[256];

    /// <summary>The block of the core that executes this.</summary>
    public static CoreBlock* Current => ReadSelf();

    [DllImport("*", EntryPoint = "cosmos_core_block"), SuppressGCTransition]
    private static extern CoreBlock* ReadSelf();
}
