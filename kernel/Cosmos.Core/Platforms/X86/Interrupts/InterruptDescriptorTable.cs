// One table for all cores, in a page of its own that turns read-only once it is filled: nobody redirects an interrupt
// after boot. Every vector has its stub, so that an interrupt nobody expected is reported with its number.
using System.Runtime.InteropServices;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>The IDT; Intel SDM Vol. 3A §6.10.</summary>
internal static unsafe class InterruptDescriptorTable
{
    /// <summary>Bytes from one stub to the next in <c>InterruptStubs.asm</c>.</summary>
    public const uint StubLength = 16;

    /// <summary>Fills the table. Once, on the boot core, before <see cref="Load"/>. [BootOnly]</summary>
    public static void Fill()
    {
        InterruptGate* gates = Table();
        ulong stubs = (ulong)Stubs();
        for (uint vector = 0; vector < CpuVectors.Count; vector++)
        {
            ulong handler = stubs + vector * StubLength;
            // Safety: the table is a page of 256 gates.
            gates[vector] = InterruptGate.To(handler, (ushort)CoreSegments.Code, CpuVectors.StackOf(vector));
        }

        CommittedPages.Protect((ulong)gates, PageSize.Bytes, MemoryAccess.Read);
    }

    /// <summary>Makes the core that executes this use the table. [BootOnly]</summary>
    public static void Load()
    {
        DescriptorTablePointer pointer;
        pointer.Limit = (ushort)(CpuVectors.Count * sizeof(InterruptGate) - 1);
        pointer.Base = (ulong)Table();
        LoadTable(&pointer);
    }

    [DllImport("*", EntryPoint = "cosmos_idt_address"), SuppressGCTransition]
    private static extern InterruptGate* Table();

    [DllImport("*", EntryPoint = "cosmos_interrupt_stubs_address"), SuppressGCTransition]
    private static extern void* Stubs();

    [DllImport("*", EntryPoint = "cosmos_load_idt"), SuppressGCTransition]
    private static extern void LoadTable(DescriptorTablePointer* pointer);
}
