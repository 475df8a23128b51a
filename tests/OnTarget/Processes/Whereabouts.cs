using System.Runtime.CompilerServices;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about where a process is said to be: in its program, wherever the kernel has it.</summary>
public sealed class Whereabouts
{
    /// <summary>A process that was preempted is in the method that the interrupt found it in.</summary>
    [Fact]
    public void A_preempted_process_is_where_it_was_interrupted()
    {
        Pid spinning = Process.Spawn(static () => Spin(1));
        Process.Yield();
        ProcessInfo? info = Process.Info(spinning);
        Process.Exit(spinning, ExitReason.Kill);
        Assert.Contains("Whereabouts.Spin", info?.CurrentFunction);
    }

    /// <summary>A process that waits for a message is in the method that asked for it.</summary>
    [Fact]
    public void A_waiting_process_is_where_it_receives()
    {
        Pid waiting = Process.Spawn(static () => WaitHere());
        Process.Yield();
        ProcessInfo? info = Process.Info(waiting);
        Process.Send(waiting, "go on");
        Assert.Contains("Whereabouts.WaitHere", info?.CurrentFunction);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Spin(ulong value)
    {
        while (value != 0)
        {
            value += 2;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string WaitHere() => Process.Receive<string>() + "!";
}
