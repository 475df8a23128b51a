// The moment at which a context that held preemption off, or was interrupted, gives its core away.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Contexts;

/// <summary>Calls the runtime when the core is wanted.</summary>
internal static unsafe class GivingWay
{
    private static ProcessRuntime? s_runtime;

    /// <summary>The image's runtime, once it is started.</summary>
    public static ProcessRuntime? Runtime
    {
        get => s_runtime;
        set => s_runtime = value;
    }

    /// <summary>
    /// Lets others run, from kernel code that waits for something. False: there are none to run, because no process
    /// runs here or preemption is off.
    /// </summary>
    public static bool TryYield()
    {
        ContextBlock* context = Context.CurrentBlock;
        if (context->Kind != ContextKind.Process || context->PreemptionDepth != 0 || s_runtime == null)
        {
            return false;
        }

        Preemption.Disable();
        ProcessContexts.RequestPreemption();
        context->IsWaiting = 1;
        Preemption.Enable();
        context->IsWaiting = 0;
        return true;
    }

    // From Preempt.asm: the depth is one, and whether there is another wish is looked at there.
    [RuntimeExport("CosmosPreempted")]
    private static void Preempted()
    {
        ContextBlock* context = Context.CurrentBlock;
        context->PreemptionPending = 0;
        AskRuntime(context);
    }

    /// <summary>The depth came back to zero and somebody wants the core.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void OnWanted() => GiveWay();

    /// <summary>Entered with the depth at zero and the pending mark set, never from an interrupt.</summary>
    [RuntimeExport("CosmosGiveWay")]
    private static void GiveWay()
    {
        ContextBlock* context = Context.CurrentBlock;
        do
        {
            context->PreemptionDepth++;
            context->PreemptionPending = 0;
            AskRuntime(context);
            context->PreemptionDepth--;
        }
        while (context->PreemptionPending != 0); // an interrupt may have come while the depth was above zero
    }

    // A failure that waited for a lock to be left comes first: who failed is not to be run any more.
    private static void AskRuntime(ContextBlock* context)
    {
        Failures.OnGivingWay(context);
        Memory.Reclaiming.Serve();
        s_runtime?.OnPreempted();
        Failures.OnGoingOn(context);
    }
}
