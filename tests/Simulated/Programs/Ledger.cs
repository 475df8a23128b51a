// What an actor knows and was promised, and the promises checked: each monitor tells exactly once and never after it
// was flushed; messages of a sender come in order and none is lost; no timer fires early, twice, or after it was
// cancelled.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Programs;

/// <summary>An actor's books.</summary>
internal sealed class Ledger(SimulatedNode node)
{
    private readonly Dictionary<Pid, long> _sent = [];
    private readonly Dictionary<Pid, long> _received = [];
    private readonly Dictionary<Ref, Pid> _monitors = [];
    private readonly HashSet<Ref> _perhaps = [];
    private readonly Dictionary<long, Ref> _timers = [];
    private readonly HashSet<long> _cancelled = [];
    private long _lastTimer;

    /// <summary>Monitors that have not told.</summary>
    public Pid[] Monitored => [.. _monitors.Values];

    /// <summary>A monitor that was made and has not told; none: there is none.</summary>
    public Ref AnyMonitor(int choice) =>
        _monitors.Count == 0 ? default : _monitors.Keys.ElementAt(choice % _monitors.Count);

    /// <summary>A timer that was started; 0: there is none.</summary>
    public long AnyTimer(int choice) => _timers.Count == 0 ? 0 : _timers.Keys.ElementAt(choice % _timers.Count);

    /// <summary>Sends the next message to somebody.</summary>
    public void Send(Pid to)
    {
        long number = _sent.GetValueOrDefault(to) + 1;
        Process.Send(to, new Numbered(Process.Self, number));
        _sent[to] = number;
    }

    /// <summary>A monitor was made.</summary>
    public void Monitors(Ref monitor, Pid target) => _monitors.Add(monitor, target);

    /// <summary>A monitor is taken back.</summary>
    public void Demonitors(Ref monitor, bool flush)
    {
        bool wasThere = Process.Demonitor(monitor, flush, info: true);
        node.Check(wasThere || _monitors.ContainsKey(monitor), $"{monitor} was never made");
        _monitors.Remove(monitor);
        if (!wasThere && !flush)
            _perhaps.Add(monitor); // its DOWN is in the mailbox
    }

    /// <summary>Starts a timer.</summary>
    public void Starts(TimeSpan time, Target to, bool isWrapped)
    {
        long timer = ++_lastTimer;
        var message = new Due(Process.Self, timer, Clock.Now + (time.Ticks * 100));
        _timers[timer] = isWrapped ? Process.StartTimer(time, to, message) : Process.SendAfter(time, to, message);
    }

    /// <summary>Cancels a timer.</summary>
    public void Cancels(long timer)
    {
        if (Process.CancelTimer(_timers[timer]) is not null)
            _cancelled.Add(timer);
        node.Check(Process.ReadTimer(_timers[timer]) is null, "a cancelled timer runs");
        _timers.Remove(timer);
    }

    /// <summary>A message came.</summary>
    public void Receives(object? message)
    {
        switch (message)
        {
            case Numbered numbered:
                long last = _received.GetValueOrDefault(numbered.From);
                node.Check(
                    numbered.Number == last + 1,
                    $"message {numbered.Number} of {numbered.From} came to {Process.Self} after {last}");
                _received[numbered.From] = numbered.Number;
                break;
            case DownMessage down:
                bool isExpected = _monitors.Remove(down.Monitor, out Pid target) || _perhaps.Remove(down.Monitor);
                node.Check(isExpected, $"{down} came to {Process.Self}, which expected none");
                node.Check(target.IsNone || down.Object == target, $"{down} is not about {target}");
                break;
            case TimeoutMessage timeout:
                Fires((Due)timeout.Message!);
                break;
            case Due due:
                Fires(due);
                break;
        }
    }

    private void Fires(Due due)
    {
        node.Check(Clock.Now >= due.DeadlineNs, $"{due} came {due.DeadlineNs - Clock.Now} ns early");
        if (due.Starter == Process.Self)
            node.Check(!_cancelled.Contains(due.Timer), $"{due} came, which had been cancelled");
    }
}
