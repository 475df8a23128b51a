// The registers of an epitaph, four to a line, and the names of the processor's exceptions.
using System;
using Cosmos.Core.NativeAot.Exceptions;

namespace Cosmos.Core.Faults;

/// <summary>Prints registers.</summary>
internal static unsafe class RegisterDump
{
    /// <summary>Prints what is known of a throw site.</summary>
    public static void Write(ThrowContext* site)
    {
        WriteRegister("rip "u8, (ulong)site->Ip);
        WriteRegister("rsp "u8, (ulong)site->Rsp);
        WriteRegister("rbp "u8, (ulong)site->Rbp);
        WriteRegister("rbx "u8, (ulong)site->Rbx);
        KernelConsole.WriteLine();
        WriteRegister("r12 "u8, (ulong)site->R12);
        WriteRegister("r13 "u8, (ulong)site->R13);
        WriteRegister("r14 "u8, (ulong)site->R14);
        WriteRegister("r15 "u8, (ulong)site->R15);
        KernelConsole.WriteLine();
    }

    /// <summary>Prints all general registers of interrupted code.</summary>
    public static void Write(CpuState* state)
    {
        WriteRegister("rip "u8, state->Rip);
        WriteRegister("rsp "u8, state->Rsp);
        WriteRegister("rfl "u8, state->Rflags);
        KernelConsole.WriteLine();
        WriteRegister("rax "u8, state->Rax);
        WriteRegister("rbx "u8, state->Rbx);
        WriteRegister("rcx "u8, state->Rcx);
        WriteRegister("rdx "u8, state->Rdx);
        KernelConsole.WriteLine();
        WriteRegister("rsi "u8, state->Rsi);
        WriteRegister("rdi "u8, state->Rdi);
        WriteRegister("rbp "u8, state->Rbp);
        WriteRegister("r8  "u8, state->R8);
        KernelConsole.WriteLine();
        WriteRegister("r9  "u8, state->R9);
        WriteRegister("r10 "u8, state->R10);
        WriteRegister("r11 "u8, state->R11);
        WriteRegister("r12 "u8, state->R12);
        KernelConsole.WriteLine();
        WriteRegister("r13 "u8, state->R13);
        WriteRegister("r14 "u8, state->R14);
        WriteRegister("r15 "u8, state->R15);
        KernelConsole.WriteLine();
    }

    /// <summary>The name of an exception vector; Intel SDM Vol. 3A table 6-1.</summary>
    public static ReadOnlySpan<byte> VectorName(ulong vector) => vector switch
    {
        0 => "#DE divide error"u8,
        1 => "#DB debug"u8,
        2 => "NMI"u8,
        3 => "#BP breakpoint"u8,
        4 => "#OF overflow"u8,
        5 => "#BR bound range"u8,
        6 => "#UD invalid opcode"u8,
        7 => "#NM no math coprocessor"u8,
        8 => "#DF double fault"u8,
        10 => "#TS invalid TSS"u8,
        11 => "#NP segment not present"u8,
        12 => "#SS stack segment"u8,
        13 => "#GP general protection"u8,
        14 => "#PF page fault"u8,
        16 => "#MF x87 floating point"u8,
        17 => "#AC alignment check"u8,
        18 => "#MC machine check"u8,
        19 => "#XM SIMD floating point"u8,
        21 => "#CP control protection"u8,
        _ => "no exception of the processor"u8,
    };

    private static void WriteRegister(ReadOnlySpan<byte> name, ulong value)
    {
        KernelConsole.Write("  "u8);
        KernelConsole.Write(name);
        KernelConsole.WriteHex(value, 16);
    }
}
