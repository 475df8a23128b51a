// Holding the core for what belongs to it: preemption off, and the running context at hand, which knows its core. The
// hottest paths of the kernel begin and end with this pair, so the way in is one call and the way out is inline. Same
// depth as Abi/Preemption: the two nest in each other.
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Cosmos.Core.Contexts;

/// <summary>
/// From <see cref="Begin()"/> to <see cref="End"/> nothing else runs on this core but interrupt handlers.
/// </summary>
internal static unsafe class CoreHold
{
    /// <summary>Switches preemption off. Returns the running context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ContextBlock* Begin() => HoldCore();

    /// <summary>The same, for who knows the running context.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Begin(ContextBlock* context)
    {
        // Who is preempted in between finds the depth as it was.
        Volatile.Write(ref context->PreemptionDepth, context->PreemptionDepth + 1);
    }

    /// <summary>Switches it on again; if the core is wanted, this is where it is given away.</summary>
    /// <param name="context">The running context.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void End(ContextBlock* context)
    {
        // Nobody but the running context changes its depth while it is above zero; handlers only read it.
        uint depth = context->PreemptionDepth - 1;
        Volatile.Write(ref context->PreemptionDepth, depth);
        if (depth == 0 && Volatile.Read(ref context->PreemptionPending) != 0)
        {
            GivingWay.OnWanted();
        }
    }

    [RuntimeImport("cosmos_hold_core")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ContextBlock* HoldCore();
}
