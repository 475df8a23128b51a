// Environment.FailFast in CoreLib: it writes its words on the console and asks to be ended. CoreLib lets only one
// thread of a program come that far, for ever; here it is one process of many, so the turn is taken back when the
// process is ended, and others wait for theirs.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Faults;

/// <summary>Whose turn it is to write a crash report.</summary>
internal static unsafe class CrashReports
{
    private static ulong* s_reporter;

    /// <summary>Learns where CoreLib notes the thread that is failing. Once, when the runtime is up.</summary>
    public static void Initialize() => s_reporter = (ulong*)Unsafe.AsPointer(ref CrashingThread(null));

    /// <summary>Whether a context is writing its report.</summary>
    public static bool IsReporting(ContextBlock* context) => *s_reporter == context->Id;

    /// <summary>Whether another context than <paramref name="context"/> is writing its report.</summary>
    public static bool IsTaken(ContextBlock* context)
        => s_reporter != null && *s_reporter != 0 && *s_reporter != context->Id;

    /// <summary>The report of the running context is written.</summary>
    public static void Done() => *s_reporter = 0;

    // Safety: a static without references never moves.
    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "s_crashingThreadId")]
    private static extern ref ulong CrashingThread(
        [UnsafeAccessorType("System.RuntimeExceptionHelpers, System.Private.CoreLib")] object? type);
}
