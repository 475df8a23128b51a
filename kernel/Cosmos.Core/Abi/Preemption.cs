// Holding off preemption. Interrupts stay on: the timer's handler looks at the running context's depth and, if it is
// not zero, only notes that the core is wanted. Whoever brings the depth back to zero gives way then. The depth belongs
// to the context, so a switch inside a held-off stretch hands over to a context that holds off as well.
//
// What runs in between must be short and must not throw, wait, allocate managed objects or call code of users: a fault
// there is a fault of the kernel and ends the machine.
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Abi;

/// <summary>The running context's hold on its core. Callable from everywhere but interrupt handlers.</summary>
public static class Preemption
{
    /// <summary>From here on nothing else runs on this core but interrupt handlers. Nests.</summary>
    public static void Disable() => DisablePreemption();

    /// <summary>
    /// Ends the innermost <see cref="Disable"/>. When it was the outermost and the core is wanted, this is the moment
    /// at which it is given away.
    /// </summary>
    public static void Enable() => EnablePreemption();

    // Ordinary calls: a P/Invoke costs its caller a frame and two transitions, or a poll.
    [RuntimeImport("cosmos_disable_preemption")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void DisablePreemption();

    [RuntimeImport("cosmos_enable_preemption")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void EnablePreemption();
}
