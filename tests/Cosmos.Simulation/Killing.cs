// Kills that nobody of the node asked for: a signal out of nothing, as far as the node can tell.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Simulation;

/// <summary>Chooses who is killed, and kills.</summary>
internal sealed class Killing(Simulator simulator, Func<Predicate<Pid>> mayKill)
{
    private readonly List<Pid> _victims = [];
    private Pid _init;

    /// <summary>From here on there is somebody to kill. In the first process, which is spared.</summary>
    public void Begin()
    {
        _init = Process.Self;
        simulator.Spared = (int)_init.Id;
        simulator.Killing = Kill;
    }

    /// <summary>From here on there is somebody to kill, once an image runs; its first process is spared.</summary>
    public void BeginBeforeBoot() => simulator.Killing = () =>
    {
        _init = Pool<NodeState>.Contains(1) ? NodeState.Current.Init : default;
        simulator.Spared = (int)_init.Id;
        return _init.IsNone ? 0 : Kill();
    };

    private int Kill()
    {
        _victims.Clear();
        for (int number = 1; number < Pool<ProcessRecord>.End; number++)
        {
            if (!Pool<ProcessRecord>.Contains(number))
                continue;

            // Who ends has no pid any more, but the number of the next one already.
            ref ProcessRecord record = ref Pool<ProcessRecord>.At(number);
            Pid pid = ProcessTable.PidOf(number);
            bool isThere = record.State != ProcessState.Free && !record.Has(ProcessFlags.Exiting);
            if (isThere && pid != _init && mayKill()(pid))
                _victims.Add(pid);
        }

        if (_victims.Count == 0)
            return 0;

        Pid victim = _victims[simulator.Below(_victims.Count)];
        Outbox.Post(SignalKind.Exit, default, victim, payload: simulator.Parcels.Share(ExitReason.Kill));
        return (int)victim.Id;
    }
}
