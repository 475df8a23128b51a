// Runs one program: lets one process act, waits until that is done, and then until the system is quiet. It is the twin
// of tests/Oracle/Erlang/oracle.erl, function for function; why a round of marks proves quiet is said there.
using Cosmos.Runtime;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>The coordinator of a program.</summary>
internal sealed partial class Coordinator
{
    private const int RoundsAfterAnEnd = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Names _names = new();
    private readonly SortedDictionary<string, ActorState> _states = new(StringComparer.Ordinal);
    private readonly List<(string Slot, string Text)> _trace = [];
    private readonly List<Ref> _timers = [];
    private readonly List<Ref> _short = [];
    private readonly Transcript _transcript;
    private readonly Pid _straggler;
    private int _step;
    private long _round;
    private int _seen;
    private bool _ended;
    private bool _finishing;

    private Coordinator()
    {
        _transcript = new Transcript(_names);
        _straggler = Process.SpawnLink(Straggle, new SpawnOptions { Priority = Priority.Low });
    }

    private enum ActorState
    {
        Absent,
        Unborn,
        Born,
        Idle,
        Busy,
        Blocked,
        Dead,
    }

    private List<string> Living =>
    [
        .. from pair in _states
           where pair.Value is not (ActorState.Dead or ActorState.Unborn)
           select pair.Key,
    ];

    /// <summary>Runs a program in the running process: what its processes observed, a line each.</summary>
    public static string Run(OracleProgram program)
    {
        var coordinator = new Coordinator();
        for (int i = 0; i < Outlook.Roots; i++)
        {
            coordinator.SpawnRoot($"p{i}");
        }

        coordinator.Settle();
        foreach (Operation operation in program.Operations)
        {
            coordinator._step++;
            coordinator.Step(operation);
        }

        coordinator._step++;
        coordinator.Finish();
        return string.Concat(coordinator._trace.OrderBy(static line => line.Slot, StringComparer.Ordinal)
            .Select(static line => line.Text + "\n"));
    }

    private void SpawnRoot(string slot)
    {
        Pid self = Process.Self;
        _states[slot] = ActorState.Unborn;
        Process.Spawn(() => Actor.Start(self, slot, []));
        Wait();
    }

    private void Step(Operation operation)
    {
        if (operation.Verb == "par")
        {
            Stretch(operation.Words);
            return;
        }

        ActorState state = _states.GetValueOrDefault(operation.Actor, ActorState.Absent);
        object?[]? arguments = _names.Decode(operation.Words);
        if (state != ActorState.Idle || arguments is null)
        {
            Write(operation.Actor, state != ActorState.Idle ? Describe(state) : "unknown");
            return;
        }

        if (operation.Words is [['=', 'p', ..] child, ..])
        {
            _states[child[1..]] = ActorState.Unborn;
        }

        Order(operation.Actor, new Perform(operation.Verb, arguments));
        Wait();
        Settle();
    }

    // Several act at once. All trap exits, so that nobody's end depends on who was faster, and afterwards all mailboxes
    // are emptied and told by sender.
    private void Stretch(string[] bursts)
    {
        UnblockAll();
        Everybody(new Perform("trap", [new Word("on")]));
        List<(string Slot, object?[] Items)> acting = [];
        foreach (string burst in bursts)
        {
            string[] parts = burst.Split(':', 2);
            object?[]? items = _names.Decode(parts[1].Split(','));
            if (items is not null && _states.GetValueOrDefault(parts[0]) == ActorState.Idle)
            {
                acting.Add((parts[0], items));
            }
        }

        foreach ((string slot, object?[] items) in acting)
        {
            Order(slot, new Rush(items));
        }

        Wait();
        Calm();
        Everybody(new Gather());
    }

    private void Everybody(Order order)
    {
        foreach (string slot in Living)
        {
            Order(slot, order);
            Wait();
        }

        Settle();
    }

    private void UnblockAll()
    {
        foreach (string slot in Living.Where(slot => _states[slot] == ActorState.Blocked))
        {
            Order(slot, new Unblock());
            Wait();
        }

        Settle();
    }

    // What the living look like in the end; then they are ended, and it is waited for.
    private void Finish()
    {
        UnblockAll();
        foreach (string slot in Living)
        {
            Order(slot, new Perform("info", [_names.PidOf(slot)]));
            Wait();
        }

        Everybody(new Perform("drain", []));
        _finishing = true;
        foreach (string slot in Living)
        {
            Process.Exit(_names.PidOf(slot), ExitReason.Kill);
        }

        foreach (Ref timer in _timers)
        {
            Process.CancelTimer(timer);
        }

        Process.Unlink(_straggler);
        Process.Exit(_straggler, ExitReason.Kill);

        while (Living.Count != 0)
        {
            HandleNext();
        }
    }

    // Until nobody acts. A new process begins when its parent has done what it had to do.
    private void Wait()
    {
        while (true)
        {
            if (_states.Values.Any(static state => state is ActorState.Busy or ActorState.Unborn))
            {
                HandleNext();
            }
            else if (_states.FirstOrDefault(static pair => pair.Value == ActorState.Born).Key is { } slot)
            {
                Order(slot, new Begin());
            }
            else
            {
                return;
            }
        }
    }

    // Until nothing is under way, and nothing is left that came in no order.
    private void Settle()
    {
        Calm();
        CheckAll();
    }

    // Until nothing is under way.
    private void Calm()
    {
        bool again;
        do
        {
            Quiet();
            again = _short.Count != 0;
            _short.RemoveAll(static timer => Process.ReadTimer(timer) is null);
            if (_short.Count != 0)
            {
                Process.TryReceive(TimeSpan.FromMilliseconds(1), out _, static _ => false);
            }
        }
        while (again);
        _ended = false;
    }

    private void Quiet()
    {
        int rounds = 0;
        while (rounds < (_ended ? RoundsAfterAnEnd : 1))
        {
            rounds = Exchange() ? rounds + 1 : 0;
        }
    }

    // Every process sends a mark to every one; false: somebody ended meanwhile.
    private bool Exchange()
    {
        List<string> living = Living;
        Pid[] pids = [.. living.Select(_names.PidOf)];
        _round++;
        _seen = 0;
        foreach (Pid pid in pids)
        {
            Process.Send(pid, new Flush(_round, pids));
        }

        Process.Send(_straggler, new Echo(Process.Self, _round));
        while (_seen < (pids.Length * pids.Length) + 1)
        {
            HandleNext();
            if (Living.Count != pids.Length)
            {
                return false;
            }
        }

        return true;
    }

    // Has its turn only when everybody else had theirs.
    private static void Straggle()
    {
        while (true)
        {
            Echo echo = Process.Receive<Echo>();
            Process.Send(echo.To, new Seen(echo.Round));
        }
    }

    // Several notices of ends that came at once came in no certain order: whoever has such takes them out, as a set.
    private void CheckAll()
    {
        foreach (string slot in Living)
        {
            ActorState before = _states[slot];
            Order(slot, new Check());
            Wait();
            if (_states[slot] == ActorState.Idle)
            {
                _states[slot] = before;
            }
        }
    }
}
