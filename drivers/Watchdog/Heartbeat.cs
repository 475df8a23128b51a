// What feeds the watchdog: a process that looks whether the system works from end to end, and says so only then. Each
// beat takes a timer, a new process with its heap, messages there and back, and an answer of every witness: servers
// that an image names because it is dead without them. A witness that does not answer ends the heartbeat; its
// supervisor starts it again, as often as it wants; if the witness stays silent, the machine is reset. So is one whose
// scheduler, timers or memory do not work, because then there is no beat.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Drivers.Watchdog;

/// <summary>The heartbeat. Give it to a supervisor, behind the driver.</summary>
/// <param name="watchdog">The driver.</param>
/// <param name="interval">Between beats: at most a third of the driver's patience.</param>
/// <param name="witnesses">Who must answer, in time, for the system to be called alive.</param>
public sealed class Heartbeat(
    ServerRef<WatchdogDriver> watchdog, TimeSpan interval, ImmutableArray<ServerRef> witnesses) : GenServer
{
    /// <inheritdoc/>
    protected override InitResult Init() => Next.Timeout(TimeSpan.Zero);

    /// <inheritdoc/>
    protected override Next HandleTimeout()
    {
        AskNewborn();
        foreach (ServerRef witness in witnesses)
        {
            Sys.GetStatus(witness, interval);
        }

        watchdog.Cast(new Feed());
        return Next.Timeout(interval);
    }

    // Somebody who was not there before runs, and what it says arrives.
    private void AskNewborn()
    {
        Pid self = Process.Self;
        Ref monitor = Process.SpawnMonitor(() => Process.Send(self, new Cry(Process.Self))).Monitor;
        if (!Process.TryReceive(interval, out _, static message => message is Cry)
            || !Process.TryReceive(interval, out _, message => message is DownMessage down && down.Monitor == monitor))
        {
            Process.Exit(ExitReason.Of("no_heartbeat"));
        }
    }

    private sealed record Cry(Pid Child);
}
