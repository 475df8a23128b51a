using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>The operand of LGDT and LIDT in 64-bit mode; Intel SDM Vol. 3A §3.5.1.</summary>
[StructLayout(LayoutKind.Explicit, Size = 10)]
internal struct DescriptorTablePointer
{
    /// <summary>Bytes in the table, less one.</summary>
    [FieldOffset(0)] public ushort Limit;

    /// <summary>Linear address of the table.</summary>
    [FieldOffset(2)] public ulong Base;
}
