// The four registers that CPUID answers in, in the order in which the assembly routine stores them.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>EAX, EBX, ECX and EDX after CPUID.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 16)]
internal struct CpuidResult
{
    /// <summary>EAX.</summary>
    [FieldOffset(0)] public uint Eax;

    /// <summary>EBX.</summary>
    [FieldOffset(4)] public uint Ebx;

    /// <summary>ECX.</summary>
    [FieldOffset(8)] public uint Ecx;

    /// <summary>EDX.</summary>
    [FieldOffset(12)] public uint Edx;
}
