// Thread statics and what else CoreLib keeps per thread. A context is a thread to CoreLib: its inlined thread statics
// hang off a slot in the context's TLS area, those of types built at run time off the context block.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot;

/// <summary>Per-context state that CoreLib registers and asks for.</summary>
internal static unsafe class ThreadStatics
{
    [RuntimeExport("RhRegisterInlinedThreadStaticRoot")]
    private static void RegisterInlinedRoot(void** root, nint typeManager)
        => Context.CurrentBlock->InlinedThreadStatics = root;

    [RuntimeExport("RhGetThreadStaticStorage")]
    private static void** GetDynamicStorage() => &Context.CurrentBlock->DynamicThreadStatics;

    /// <summary>
    /// The identity of the context. CoreLib asks for it when it fails fast, which only one may do at a time, for good;
    /// here the others wait for their turn instead.
    /// </summary>
    [RuntimeExport("RhCurrentOSThreadId")]
    private static ulong CurrentThreadId()
    {
        ContextBlock* context = Context.CurrentBlock;
        while (context->Kind == ContextKind.Process && CrashReports.IsTaken(context))
        {
            Context.GiveWay();
        }

        return context->Id;
    }

    /// <summary>Whether a context has any: they are made when the first is used.</summary>
    public static bool AreMade(ContextBlock* context)
        => context->InlinedThreadStatics != null && *context->InlinedThreadStatics != null;

    /// <summary>
    /// The running context begins on a stack that may not be the one it had: CoreLib, which remembers how far down it
    /// may go (RuntimeHelpers.EnsureSufficientExecutionStack), is to ask again. Preemption on or off.
    /// </summary>
    public static void ForgetStackBounds()
    {
        if (AreMade(Context.CurrentBlock))
        {
            SufficientStackLimit(null) = null;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "t_sufficientStackLimit")]
    private static extern ref byte* SufficientStackLimit(
        [UnsafeAccessorType("System.Runtime.CompilerServices.RuntimeHelpers, System.Private.CoreLib")] object? type);

    [RuntimeExport("RhGetCurrentThreadStackBounds")]
    private static void GetStackBounds(byte** low, byte** high)
    {
        ContextBlock* context = Context.CurrentBlock;
        *low = context->StackLow;
        *high = context->StackHigh;
    }

    [RuntimeExport("RhRegisterForGCReporting")]
    private static void RegisterFrame(GcFrameRegistration* frame)
    {
        ContextBlock* context = Context.CurrentBlock;
        frame->Next = context->RegisteredFrames;
        context->RegisteredFrames = frame;
    }

    [RuntimeExport("RhUnregisterForGCReporting")]
    private static void UnregisterFrame(GcFrameRegistration* frame)
        => Context.CurrentBlock->RegisteredFrames = frame->Next;

    /// <summary>CoreLib wants to be told when a thread ends; contexts end without unwinding, so nobody is.</summary>
    [RuntimeExport("RhSetThreadExitCallback")]
    private static void SetExitCallback(nint callback)
    {
    }

    [RuntimeExport("RhGetProcessCpuCount")]
    private static int ProcessorCount() => Platform.ProcessorCount;

    /// <summary>
    /// Lets others run. CoreLib wants to know whether anybody did, and takes 0 as "nobody was ready".
    /// </summary>
    [RuntimeExport("RhYield")]
    private static int Yield()
    {
        if (!Failures.IsOfProcess(Context.CurrentBlock, held: 0))
        {
            return 0; // the kernel's own contexts switch explicitly
        }

        Context.GiveWay();
        return 1;
    }

    [RuntimeExport("RhSpinWait")]
    private static void SpinWait(int iterations)
    {
        for (int i = 0; i < iterations; i++)
        {
            System.Runtime.Intrinsics.X86.X86Base.Pause();
        }
    }
}
