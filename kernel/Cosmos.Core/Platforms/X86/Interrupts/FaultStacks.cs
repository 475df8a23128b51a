// The stacks on which a core serves what interrupts it. Each is its own piece of address space with an unmapped page
// below, so a handler that runs over its stack faults, and does so on another stack.
//
// The fault stacks are one ladder: equal steps, top rung first (see InterruptStubs.asm). One rung more than the
// handlers that may nest: the last one carries the dead end's few instructions.
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Interrupts;

/// <summary>The interrupt stacks of a core.</summary>
[AssemblyLayout]
internal static unsafe class FaultStacks
{
    /// <summary>
    /// Fault handlers that may run inside each other: a fault, a fault in its handler, a fault in that epitaph.
    /// </summary>
    public const uint Usable = 3;

    /// <summary>
    /// Bytes of a stack. An epitaph walks frames and decodes line tables in C#; measured need is under 8 KiB.
    /// </summary>
    public const uint Length = 16 * 1024;

    /// <summary>Bytes from one rung to the next: a stack and its guard page.</summary>
    public const uint Step = Length + (uint)PageSize.Bytes;

    /// <summary>
    /// Makes the stacks of <paramref name="core"/> and enters them into its TSS. False: no memory. [BootOnly]
    /// </summary>
    public static bool TryCreate(CoreBlock* core)
    {
        core->Tss.Ist1 = One();
        core->Tss.Ist2 = One();
        core->Tss.Ist3 = One();
        core->Tss.Ist4 = Ladder(Usable + 1);
        core->Tss.Ist5 = One();
        return core->Tss.Ist1 != 0 && core->Tss.Ist2 != 0 && core->Tss.Ist3 != 0 && core->Tss.Ist4 != 0
            && core->Tss.Ist5 != 0;
    }

    private static ulong One() => Ladder(1);

    // The top of the first stack; 0: no memory.
    private static ulong Ladder(uint rungs)
    {
        ulong bottom = (ulong)X86Platform.ReserveMemory(rungs * Step);
        ulong top = bottom;
        for (uint rung = 0; rung < rungs; rung++)
        {
            ulong stack = bottom + rung * Step + PageSize.Bytes;
            top = stack + Length;
            if (bottom == 0 || !X86Platform.CommitMemory((void*)stack, Length, MemoryAccess.ReadWrite)
                || !CommittedPages.MarkGuard(stack - PageSize.Bytes))
            {
                return 0;
            }
        }

        return top;
    }
}
