// What a preempted process keeps on its stack, above the extended state (Preempt.asm). RBP points at it there, which is
// how a walk of that stack gets from the kernel's frames to the interrupted code.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Contexts;

/// <summary>The registers of a preempted process.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0x88)]
internal struct PreemptFrame
{
    [FieldOffset(0x00)] public nint R15;
    [FieldOffset(0x08)] public nint R14;
    [FieldOffset(0x10)] public nint R13;
    [FieldOffset(0x18)] public nint R12;
    [FieldOffset(0x20)] public nint Rbp;
    [FieldOffset(0x28)] public nint Rbx;
    [FieldOffset(0x30)] public nint R11;
    [FieldOffset(0x38)] public nint R10;
    [FieldOffset(0x40)] public nint R9;
    [FieldOffset(0x48)] public nint R8;
    [FieldOffset(0x50)] public nint Rdi;
    [FieldOffset(0x58)] public nint Rsi;
    [FieldOffset(0x60)] public nint Rdx;
    [FieldOffset(0x68)] public nint Rcx;
    [FieldOffset(0x70)] public nint Rax;
    [FieldOffset(0x78)] public ulong Rflags;
    [FieldOffset(0x80)] public nint Rip;
}
