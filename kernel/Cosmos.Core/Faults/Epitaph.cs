// The last words of a machine: what happened, where, with which registers, and how it got there. Written with the
// printer that needs nothing, so that it works when the heap, the runtime or the stack is what broke; method names
// are added when the runtime is still able to look them up, raw addresses stand in when it is not. Nothing here
// returns.
//
// The first line is the same for every cause ("==== epitaph"), so that test harnesses and operators find it.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>Prints the reason of death and ends the machine with <see cref="ExitCode.Epitaph"/>.</summary>
internal static unsafe class Epitaph
{
    private const int MaximumFrames = 64;

    /// <summary>Writes the epitaph of a processor fault.</summary>
    [DoesNotReturn]
    public static void WriteFault(CpuState* state, ulong address, FaultReason reason)
    {
        Begin(reason);
        KernelConsole.Write("vector "u8);
        KernelConsole.WriteDecimal(state->Vector);
        KernelConsole.Write(" ("u8);
        KernelConsole.Write(VectorName(state->Vector));
        KernelConsole.Write("), error "u8);
        KernelConsole.WriteHex(state->Error);
        KernelConsole.Write(", address "u8);
        KernelConsole.WriteHex(address);
        KernelConsole.WriteLine();
        WriteRegisters(state);

        ThrowContext site;
        site.Ip = (nint)state->Rip;
        site.Rsp = (nint)state->Rsp;
        site.Rbp = (nint)state->Rbp;
        site.Rbx = (nint)state->Rbx;
        site.R12 = (nint)state->R12;
        site.R13 = (nint)state->R13;
        site.R14 = (nint)state->R14;
        site.R15 = (nint)state->R15;
        WriteStack(&site, instructionFault: true);
        End();
    }

    /// <summary>Writes the epitaph of an exception that nobody handles.</summary>
    [DoesNotReturn]
    public static void WriteException(Exception exception)
    {
        Begin(FaultReason.UnhandledException);
        WriteExceptionText(exception);
        WriteThrowSite();
        End();
    }

    /// <summary>Writes the epitaph of a deliberate end.</summary>
    [DoesNotReturn]
    public static void WriteFailFast()
    {
        Begin(FaultReason.FailFast);
        ThrowContext here;
        Capture(&here);
        WriteSite(&here);
        WriteStack(&here, instructionFault: false);
        End();
    }

    // In the table of class library functions (ClasslibFunctions.asm): called by CoreLib's dispatcher, after it has
    // given AppDomain.UnhandledException its say.
    [RuntimeExport("CosmosUnhandledException")]
    private static void OnUnhandled(Exception exception)
    {
        NotifyHandlers(exception);
        WriteException(exception);
    }

    private static void Begin(FaultReason reason)
    {
        ContextBlock* context = Context.CurrentBlock;
        context->FaultDepth++;
        KernelConsole.WriteLine();
        KernelConsole.WriteLine("==== epitaph"u8);
        KernelConsole.Write("reason: "u8);
        KernelConsole.WriteLine(ReasonText(reason));
        KernelConsole.Write("context "u8);
        KernelConsole.WriteDecimal(context->Id);
        KernelConsole.Write(", "u8);
        KernelConsole.WriteDecimal((ulong)(Platform.MonotonicNanoseconds() / 1_000_000));
        KernelConsole.WriteLine(" ms after boot"u8);
        if (context->FaultDepth > 2)
        {
            End(); // the epitaph itself faults: say no more
        }
    }

    [DoesNotReturn]
    private static void End()
    {
        KernelConsole.WriteLine("==== end of epitaph"u8);
        Platform.PowerOff(ExitCode.Epitaph);
    }

    private static void WriteExceptionText(Exception exception)
    {
        for (Exception? e = exception; e != null; e = e.InnerException)
        {
            KernelConsole.Write(e == exception ? ""u8 : "caused by "u8);
            KernelConsole.WriteUtf16(e.GetType().ToString());
            KernelConsole.Write(": "u8);
            KernelConsole.WriteUtf16(e.Message);
            KernelConsole.WriteLine();
            KernelConsole.WriteUtf16(e.StackTrace ?? "   (no stack trace)");
            KernelConsole.WriteLine();
        }
    }

    private static void WriteThrowSite()
    {
        var record = (ExceptionRecord*)Context.CurrentBlock->ExceptionHead;
        if (record != null)
        {
            WriteSite(record->Site);
        }
    }

    private static void WriteSite(ThrowContext* site)
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

    private static void WriteRegisters(CpuState* state)
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

    private static void WriteRegister(ReadOnlySpan<byte> name, ulong value)
    {
        KernelConsole.Write("  "u8);
        KernelConsole.Write(name);
        KernelConsole.WriteHex(value, 16);
    }

    private static void WriteStack(ThrowContext* site, bool instructionFault)
    {
        if (!Startup.CanUnwind)
        {
            return;
        }

        StackFrames frames;
        bool valid = StackWalk.Begin(&frames, site, instructionFault);
        if (!valid)
        {
            KernelConsole.Write("   at "u8);
            KernelConsole.WriteHex((ulong)site->Ip);
            KernelConsole.WriteLine(" (no unwind information)"u8);
        }

        for (int i = 0; valid && i < MaximumFrames; i++)
        {
            KernelConsole.Write("   at "u8);
            KernelConsole.WriteHex((ulong)frames.ControlPc);
            MethodNames.Write(frames.OriginalControlPc);
            KernelConsole.WriteLine();
            valid = StackWalk.Next(&frames, out _, out _);
        }
    }

    private static ReadOnlySpan<byte> ReasonText(FaultReason reason) => reason switch
    {
        FaultReason.UnhandledException => "unhandled exception"u8,
        FaultReason.FailFast => "fail fast"u8,
        FaultReason.StackOverflow => "stack overflow"u8,
        FaultReason.FaultWhileDying => "fault while handling another fault"u8,
        _ => "hardware fault"u8,
    };

    // Intel SDM Vol. 3A table 6-1.
    private static ReadOnlySpan<byte> VectorName(ulong vector) => vector switch
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

    [RuntimeImport("OnUnhandledException")]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
    private static extern void NotifyHandlers(Exception exception);

    [System.Runtime.InteropServices.DllImport("*", EntryPoint = "cosmos_capture_site")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern void Capture(ThrowContext* site);
}
