// Small questions that CoreLib asks the runtime about itself.
using System;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.NativeAot;

/// <summary>Knobs, versions, notifications.</summary>
internal static unsafe class RuntimeQueries
{
    // Where CoreLib writes its own crash report; the epitaph has its own.
    private const int CrashBufferSize = 1024;

    /// <summary>Memory of the report, in .bss.</summary>
    [InlineArray(CrashBufferSize)]
    private struct CrashBuffer
    {
        public byte First;
    }

    private static CrashBuffer s_crashBuffer = default;

    /// <summary>
    /// AppContext's settings: the build passes features to ILC instead, so there are none at run time.
    /// </summary>
    [RuntimeExport("RhGetKnobValues")]
    private static uint GetKnobValues(byte*** names, byte*** values)
    {
        *names = null;
        *values = null;
        return 0;
    }

    [RuntimeExport("RhGetRuntimeVersion")]
    private static byte* GetRuntimeVersion(int* length)
    {
        ReadOnlySpan<byte> version = "cosmos"u8;
        *length = version.Length;

        // Safety: u8 literals are read-only data of the image.
        return (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(version));
    }

    [RuntimeExport("RhGetCrashInfoBuffer")]
    private static byte* GetCrashInfoBuffer(int* length)
    {
        *length = CrashBufferSize;
        return (byte*)Unsafe.AsPointer(ref s_crashBuffer); // Safety: non-GC statics never move
    }

    /// <summary>A debugger's hook; gdb uses a breakpoint on the throw helper instead.</summary>
    [RuntimeExport("RhpFirstChanceExceptionNotification")]
    private static void FirstChance()
    {
    }

    [RuntimeExport("RhpGetThreadAbortException")]
    private static nint ThreadAbortException() => 0;

    /// <summary>
    /// CoreLib's dispatcher found its own state broken, or CoreLib returned from a fail fast: nothing of the stack can
    /// be relied on, but that is the process's alone.
    /// </summary>
    [RuntimeExport("RhpFallbackFailFast")]
    private static void FallbackFailFast()
    {
        if (!Failures.IsOfProcess(Context.CurrentBlock, held: 0))
        {
            Fatal.Stop("The exception dispatcher of CoreLib failed (RhpFallbackFailFast)"u8);
        }

        Failures.Raise(new ProcessFailure(FailureKind.FailFast));
    }

    /// <summary>CoreLib's copy of the faulting registers into a Windows CONTEXT; our epitaph keeps its own.</summary>
    [RuntimeExport("RhpCopyContextFromExInfo")]
    private static void CopyContext(byte* context, int size, byte* site) => new Span<byte>(context, size).Clear();

    [RuntimeExport("DebugDebugger_IsNativeDebuggerAttached")]
    private static int IsDebuggerAttached() => 0;
}
