// The last words of a machine: what happened, where, with which registers, and how it got there. Written with the
// printer that needs nothing, so that it works when the heap, the runtime or the stack is what broke; method names
// are added when the runtime is still able to look them up, raw addresses stand in when it is not. Nothing here
// returns. What has to allocate does so from a reserve kept for this moment (Heaps/SharedHeap.cs).
//
// The first line is the same for every cause ("==== epitaph"), so that test harnesses and operators find it.
using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using Cosmos.Core.Abi;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot.Exceptions;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Faults;

/// <summary>
/// Prints the reason of death and ends the run: with a restart, or with <see cref="ExitCode.Epitaph"/>.
/// </summary>
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
        KernelConsole.Write(RegisterDump.VectorName(state->Vector));
        KernelConsole.Write("), error "u8);
        KernelConsole.WriteHex(state->Error);
        KernelConsole.Write(", address "u8);
        KernelConsole.WriteHex(address);
        KernelConsole.WriteLine();
        RegisterDump.Write(state);

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
        ExceptionText.Write(exception);
        WriteThrowSite();
        End();
    }

    /// <summary>Writes the epitaph of a failure that is no process's.</summary>
    [DoesNotReturn]
    public static void WriteFailure(in ProcessFailure failure)
    {
        Begin(failure.Kind == FailureKind.StackOverflow ? FaultReason.StackOverflow : FaultReason.KernelFailure);
        KernelConsole.Write(FailureText(failure.Kind));
        KernelConsole.Write(", address or size "u8);
        KernelConsole.WriteHex(failure.Address);
        KernelConsole.WriteLine();
        ThrowContext here;
        Capture(&here);
        RegisterDump.Write(&here);
        WriteStack(&here, instructionFault: false);
        End();
    }

    /// <summary>
    /// Writes the epitaph of a system whose last hope has ended, in its own words. The record also has what was
    /// reported before.
    /// </summary>
    [DoesNotReturn]
    public static void WriteEnd(string words)
    {
        Begin(FaultReason.SystemEnded);
        KernelConsole.WriteUtf16(words);
        KernelConsole.WriteLine();
        WriteOtherCores();
        KernelConsole.WriteLine("==== end of epitaph"u8);
        ConsolePast.AddToRecord();
        LastRun.End(ExitCode.Epitaph);
    }

    /// <summary>Writes the epitaph of a deliberate end.</summary>
    [DoesNotReturn]
    public static void WriteFailFast()
    {
        Begin(FaultReason.FailFast);
        ThrowContext here;
        Capture(&here);
        RegisterDump.Write(&here);
        WriteStack(&here, instructionFault: false);
        End();
    }

    // In the table of class library functions (ClasslibFunctions.asm): called by CoreLib's dispatcher, after it has
    // given AppDomain.UnhandledException its say.
    [RuntimeExport("CosmosUnhandledException")]
    private static void OnUnhandled(Exception exception)
    {
        SharedHeap.OpenReserve(Context.CurrentBlock);
        try
        {
            NotifyHandlers(exception);
        }
        catch (Exception secondary)
        {
            // A handler of the program's that fails must not hide what it was called for.
            ExceptionText.WriteSecondary(secondary);
        }

        WriteException(exception);
    }

    private static void Begin(FaultReason reason)
    {
        StoppedCores.StopOthers();
        ContextBlock* context = Context.CurrentBlock;
        context->FaultDepth++;
        LastRun.Open();
        KernelConsole.WriteLine();
        KernelConsole.WriteLine("==== epitaph"u8);
        KernelConsole.Write("reason: "u8);
        KernelConsole.WriteLine(ReasonText(reason));
        WhereItRuns(context);
        KernelConsole.Write(", "u8);
        KernelConsole.WriteDecimal((ulong)(Platform.MonotonicNanoseconds() / 1_000_000));
        KernelConsole.WriteLine(" ms after boot"u8);
        if (context->FaultDepth > 2)
        {
            End(); // the epitaph itself faults: say no more
        }

        SharedHeap.OpenReserve(context);
    }

    private static void WhereItRuns(ContextBlock* context)
    {
        KernelConsole.Write("context "u8);
        KernelConsole.WriteDecimal(context->Id);
        if (context->Number != 0)
        {
            KernelConsole.Write(", process "u8);
            KernelConsole.WriteDecimal((long)context->Number);
        }

        if (Platform.ProcessorCount > 1)
        {
            KernelConsole.Write(", core "u8);
            KernelConsole.WriteDecimal((long)Platform.CurrentCore);
        }
    }

    // What the others did when they were stopped.
    private static void WriteOtherCores()
    {
        for (int core = 1; core <= Platform.ProcessorCount; core++)
        {
            CpuState* state = core == Platform.CurrentCore ? null : Platform.StoppedAt(core);
            if (state != null)
            {
                KernelConsole.Write("core "u8);
                KernelConsole.WriteDecimal((long)core);
                int process = Platform.StoppedProcess(core);
                KernelConsole.Write(process == 0 ? " ran no process"u8 : " ran process "u8);
                if (process != 0)
                {
                    KernelConsole.WriteDecimal((long)process);
                }

                KernelConsole.Write(", was at "u8);
                KernelConsole.WriteHex(state->Rip);
                MethodNames.Write((nint)state->Rip);
                KernelConsole.WriteLine();
            }
        }
    }

    [DoesNotReturn]
    private static void End()
    {
        WriteOtherCores();
        LatestCrash.Write();
        KernelConsole.WriteLine("==== end of epitaph"u8);
        LastRun.End(ExitCode.Epitaph);
    }

    private static void WriteThrowSite()
    {
        var record = (ExceptionRecord*)Context.CurrentBlock->ExceptionHead;
        if (record != null)
        {
            RegisterDump.Write(record->Site);
        }
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
        FaultReason.SystemEnded => "the system ended"u8,
        FaultReason.KernelFailure => "failure outside of any process"u8,
        FaultReason.FaultWhileDying => "fault while handling another fault"u8,
        _ => "hardware fault"u8,
    };

    private static ReadOnlySpan<byte> FailureText(FailureKind kind) => kind switch
    {
        FailureKind.StackOverflow => "stack overflow"u8,
        FailureKind.HeapLimit => "heap limit"u8,
        FailureKind.OutOfMemory => "out of memory"u8,
        FailureKind.HardwareFault => "hardware fault"u8,
        FailureKind.IsolationViolation => "isolation violation"u8,
        _ => "abandoned"u8,
    };

    [RuntimeImport("OnUnhandledException")]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
    private static extern void NotifyHandlers(Exception exception);

    [System.Runtime.InteropServices.DllImport("*", EntryPoint = "cosmos_capture_site")]
    [System.Runtime.InteropServices.SuppressGCTransition]
    private static extern void Capture(ThrowContext* site);
}
