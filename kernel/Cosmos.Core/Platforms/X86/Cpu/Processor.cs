// The running core's switches: interrupts on or off, waiting, halting, control registers. One instruction each.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>Privileged one-instruction operations on the core that executes them; Intel SDM Vol. 3A §2.</summary>
internal static unsafe class Processor
{
    /// <summary>Masks interrupts and answers the flags from before, for <see cref="RestoreInterrupts"/>.</summary>
    [DllImport("*", EntryPoint = "cosmos_interrupts_disable"), SuppressGCTransition]
    public static extern ulong DisableInterrupts();

    /// <summary>Lets interrupts in again if they were let in when <paramref name="flags"/> were taken.</summary>
    [DllImport("*", EntryPoint = "cosmos_interrupts_restore"), SuppressGCTransition]
    public static extern void RestoreInterrupts(ulong flags);

    /// <summary>Lets interrupts in.</summary>
    [DllImport("*", EntryPoint = "cosmos_interrupts_enable"), SuppressGCTransition]
    public static extern void EnableInterrupts();

    /// <summary>
    /// Sleeps until an interrupt has been served. Call with interrupts masked: they are let in and the core
    /// halted in one step, and masked again on return, so a wake-up between a check and the sleep is not lost.
    /// </summary>
    [DllImport("*", EntryPoint = "cosmos_wait_for_interrupt"), SuppressGCTransition]
    public static extern void WaitForInterrupt();

    /// <summary>Address of the one-byte HLT in <see cref="WaitForInterrupt"/>.</summary>
    [DllImport("*", EntryPoint = "cosmos_halt_of_wait"), SuppressGCTransition]
    public static extern ulong HaltOfWait();

    /// <summary>Tells the core that it is spinning.</summary>
    [DllImport("*", EntryPoint = "cosmos_pause"), SuppressGCTransition]
    public static extern void Pause();

    /// <summary>
    /// What was written before is seen by all cores before anything that follows, registers of the x2APIC included.
    /// </summary>
    [DllImport("*", EntryPoint = "cosmos_fence"), SuppressGCTransition]
    public static extern void Fence();

    /// <summary>Stops this core for good. Does not return.</summary>
    [DllImport("*", EntryPoint = "cosmos_halt"), SuppressGCTransition]
    public static extern void Halt();

    /// <summary>
    /// Writes all changed cache lines to memory: a reset may forget them (Intel SDM Vol. 2D, WBINVD).
    /// </summary>
    [DllImport("*", EntryPoint = "cosmos_write_back_caches"), SuppressGCTransition]
    public static extern void WriteBackCaches();

    /// <summary>CR0: paging, protection and caches.</summary>
    [DllImport("*", EntryPoint = "cosmos_read_cr0"), SuppressGCTransition]
    public static extern ulong ReadCr0();

    /// <summary>Sets CR0.</summary>
    [DllImport("*", EntryPoint = "cosmos_write_cr0"), SuppressGCTransition]
    public static extern void WriteCr0(ulong value);

    /// <summary>CR2: the address of the last page fault.</summary>
    [DllImport("*", EntryPoint = "cosmos_read_cr2"), SuppressGCTransition]
    public static extern ulong ReadCr2();

    /// <summary>CR3: the physical address of the top page table.</summary>
    [DllImport("*", EntryPoint = "cosmos_read_cr3"), SuppressGCTransition]
    public static extern ulong ReadCr3();

    /// <summary>Sets CR3, which also forgets every cached translation (no page is global here).</summary>
    [DllImport("*", EntryPoint = "cosmos_write_cr3"), SuppressGCTransition]
    public static extern void WriteCr3(ulong value);

    /// <summary>CR4: which extensions are on.</summary>
    [DllImport("*", EntryPoint = "cosmos_read_cr4"), SuppressGCTransition]
    public static extern ulong ReadCr4();

    /// <summary>Forgets the cached translation of one page on this core.</summary>
    [DllImport("*", EntryPoint = "cosmos_invlpg"), SuppressGCTransition]
    public static extern void InvalidatePage(void* address);
}
