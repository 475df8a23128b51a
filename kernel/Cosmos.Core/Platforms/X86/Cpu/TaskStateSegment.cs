// What is left of hardware tasks in 64-bit mode: a table of stack pointers. Ring 0 never changes its ring, so RSP0..2
// stay zero; the interrupt stack table is what matters. There is no I/O permission map: its base lies at the segment's
// end.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>The 64-bit task-state segment; Intel SDM Vol. 3A §7.7, Figure 7-11.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 104)]
internal struct TaskStateSegment
{
    /// <summary>Stack for entering ring 0; unused.</summary>
    [FieldOffset(0x04)] public ulong Rsp0;

    /// <summary>IST 1: double faults.</summary>
    [FieldOffset(0x24)] public ulong Ist1;

    /// <summary>IST 2: non-maskable interrupts.</summary>
    [FieldOffset(0x2C)] public ulong Ist2;

    /// <summary>IST 3: machine checks.</summary>
    [FieldOffset(0x34)] public ulong Ist3;

    /// <summary>IST 4: all other exceptions; moved down a stack by each handler that runs.</summary>
    [FieldOffset(0x3C)] public ulong Ist4;

    /// <summary>IST 5: device interrupts.</summary>
    [FieldOffset(0x44)] public ulong Ist5;

    /// <summary>IST 6: unused.</summary>
    [FieldOffset(0x4C)] public ulong Ist6;

    /// <summary>IST 7: unused.</summary>
    [FieldOffset(0x54)] public ulong Ist7;

    /// <summary>Offset of the I/O permission map; the segment's size: none.</summary>
    [FieldOffset(0x66)] public ushort IoMapBase;
}
