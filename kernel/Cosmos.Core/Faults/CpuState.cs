// The registers of interrupted code, in the order in which an interrupt stub pushes them. Both platforms speak it: the
// X86 stubs build it on the interrupt stack, the Linux signal handler copies it out of and back into the kernel's
// ucontext. Fault handling edits it to make the interrupted code continue somewhere else.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Faults;

/// <summary>General registers at a fault; Intel SDM Vol. 3A §6.14 for the part pushed by the processor.</summary>
[AssemblyLayout]
[StructLayout(LayoutKind.Explicit, Size = 0xB0)]
internal struct CpuState
{
    [FieldOffset(0x00)] public ulong R15;
    [FieldOffset(0x08)] public ulong R14;
    [FieldOffset(0x10)] public ulong R13;
    [FieldOffset(0x18)] public ulong R12;
    [FieldOffset(0x20)] public ulong R11;
    [FieldOffset(0x28)] public ulong R10;
    [FieldOffset(0x30)] public ulong R9;
    [FieldOffset(0x38)] public ulong R8;
    [FieldOffset(0x40)] public ulong Rbp;
    [FieldOffset(0x48)] public ulong Rdi;
    [FieldOffset(0x50)] public ulong Rsi;
    [FieldOffset(0x58)] public ulong Rdx;
    [FieldOffset(0x60)] public ulong Rcx;
    [FieldOffset(0x68)] public ulong Rbx;
    [FieldOffset(0x70)] public ulong Rax;
    [FieldOffset(0x78)] public ulong Vector;
    [FieldOffset(0x80)] public ulong Error;
    [FieldOffset(0x88)] public ulong Rip;
    [FieldOffset(0x90)] public ulong Cs;
    [FieldOffset(0x98)] public ulong Rflags;
    [FieldOffset(0xA0)] public ulong Rsp;
    [FieldOffset(0xA8)] public ulong Ss;
}
