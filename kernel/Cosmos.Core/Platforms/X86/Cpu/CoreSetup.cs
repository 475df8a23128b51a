// Gives a core its descriptor tables. Called on the core itself, once, with its block at GS base; the interrupt stacks
// come from FaultStacks, so that this file needs to know nothing of memory.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>Fills and loads the GDT and the TSS of the core that executes it.</summary>
internal static unsafe class CoreSetup
{
    /// <summary>Loads <paramref name="core"/>'s tables. [BootOnly]</summary>
    public static void LoadSegments(CoreBlock* core)
    {
        ulong task = (ulong)&core->Tss;
        core->Tss.IoMapBase = (ushort)sizeof(TaskStateSegment);
        core->Gdt[0] = 0;
        core->Gdt[CoreSegments.Code / 8] = CoreSegments.CodeDescriptor;
        core->Gdt[CoreSegments.Data / 8] = CoreSegments.DataDescriptor;
        core->Gdt[CoreSegments.Task / 8] = CoreSegments.TaskDescriptorLow(task, (uint)sizeof(TaskStateSegment));
        core->Gdt[CoreSegments.Task / 8 + 1] = CoreSegments.TaskDescriptorHigh(task);

        DescriptorTablePointer table;
        table.Limit = 5 * sizeof(ulong) - 1;
        table.Base = (ulong)core->Gdt;
        // Safety: the block outlives the core's use of it, and the selectors are those just written.
        LoadGdt(&table, CoreSegments.Code, CoreSegments.Data, CoreSegments.Task);
    }

    [DllImport("*", EntryPoint = "cosmos_load_gdt"), SuppressGCTransition]
    private static extern void LoadGdt(DescriptorTablePointer* table, uint code, uint data, uint task);
}
