// Has a method run on another core, at once, in an interrupt. For what can only be done on the core itself. One call
// at a time in the whole machine; the turn of a core that was lost with it is taken back, and a core that answers when
// it is not asked any more finds that out.
using System.Threading;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Platforms;

/// <summary>Calls on other cores.</summary>
internal static unsafe class CoreCalls
{
    // The core that calls; 0: none.
    private static int s_caller;

    // The core that is called; 0: the call is over.
    private static int s_called;
    private static delegate*<nint, void> s_method;
    private static nint s_argument;
    private static int s_isDone;

    /// <summary>
    /// Calls a method on another core and waits until it has returned. Preemption off, interrupts on, no lock held that
    /// an interrupt handler takes.
    /// </summary>
    /// <param name="core">Its number; not the running core's.</param>
    /// <param name="method">Runs with interrupts off; must not allocate or throw, and wait as little as it can.</param>
    /// <param name="argument">Handed to the method.</param>
    /// <param name="timeoutNs">How long to wait.</param>
    /// <returns>False: the core did not answer; the method may still be called later.</returns>
    public static bool TryCall(int core, delegate*<nint, void> method, nint argument, long timeoutNs)
    {
        Begin(core, method, argument);
        return TryEnd(timeoutNs);
    }

    /// <summary>Begins a call; <see cref="TryEnd"/> must follow, on the same core.</summary>
    /// <inheritdoc cref="TryCall"/>
    public static void Begin(int core, delegate*<nint, void> method, nint argument)
    {
        while (Interlocked.CompareExchange(ref s_caller, Platform.CurrentCore, 0) != 0)
        {
            Platform.Pause();
        }

        s_method = method;
        s_argument = argument;
        s_isDone = 0;
        Volatile.Write(ref s_called, core);
        Platform.RequestOfCore(core, CoreRequests.Call);
    }

    /// <summary>Waits for the end of the call that was begun.</summary>
    /// <inheritdoc cref="TryCall"/>
    public static bool TryEnd(long timeoutNs)
    {
        var patience = new WaitingTime(timeoutNs);
        bool isDone = false;
        while (!isDone && !patience.IsOver())
        {
            isDone = Volatile.Read(ref s_isDone) != 0;
        }

        Volatile.Write(ref s_called, 0);
        Volatile.Write(ref s_caller, 0);
        return isDone;
    }

    /// <summary>A core executes nothing any more: a call of its own is nobody's.</summary>
    public static void Forget(int core)
    {
        if (Volatile.Read(ref s_caller) == core)
        {
            Volatile.Write(ref s_called, 0);
            _ = Interlocked.CompareExchange(ref s_caller, 0, core);
        }
    }

    /// <summary>On the core that was called, in the interrupt.</summary>
    public static void Serve()
    {
        if (Volatile.Read(ref s_called) != Platform.CurrentCore)
        {
            return; // too late
        }

        s_method(s_argument);
        Volatile.Write(ref s_isDone, 1);
    }
}
