// A process of a random program: so many random steps, each one call of the process API with whomever it knows; then
// it serves until it is ended. The books (Ledger) notice what must not be.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Programs;

/// <summary>A random process.</summary>
internal sealed class Actor(SimulatedNode node, Pid director, int seed, int steps, int generation)
{
    private const int MostKnown = 24;
    private const int LastGeneration = 2;

    private static readonly Atom[] s_names = ["ada", "bob", "cyd", "dan"];

    private readonly Random _random = new(seed);
    private readonly Ledger _ledger = new(node);
    private readonly List<Pid> _known = [director];
    private readonly List<Ref> _aliases = [];

    private Pid Somebody => _known[_random.Next(_known.Count)];

    private Atom Name => s_names[_random.Next(s_names.Length)];

    private TimeSpan Moment => TimeSpan.FromMicroseconds(_random.Next(3) * _random.Next(5_000));

    /// <summary>Its body.</summary>
    public void Run()
    {
        Take(Process.Receive(static message => message is Roster));
        for (int step = 0; step < steps; step++)
        {
            try
            {
                Act();
            }
            catch (OutOfMemoryException)
            {
                // Somebody was refused memory, and may go on.
            }
        }

        Finish();
    }

    private void Finish()
    {
        while (true)
        {
            try
            {
                Process.Send(director, new Done(Process.Self));
                break;
            }
            catch (OutOfMemoryException)
            {
                Process.Yield();
            }
        }

        while (true)
        {
            Take(Process.Receive());
        }
    }

    private void Take(object? message)
    {
        _ledger.Receives(message);
        switch (message)
        {
            case Roster roster:
                _known.AddRange(roster.Actors);
                break;
            case Newcomer newcomer when _known.Count < MostKnown:
                _known.Add(newcomer.Pid);
                break;
            case Audit audit:
                Process.Send(audit.From, new Audited(Process.Self, _ledger.Monitored));
                break;
        }
    }

    private void Act()
    {
        switch (_random.Next(30))
        {
            case < 6:
                _ledger.Send(Somebody);
                break;
            case < 10:
                Receive();
                break;
            case < 16:
                Tie();
                break;
            case < 19:
                Name_();
                break;
            case < 22:
                Time();
                break;
            case < 24:
                Address();
                break;
            case < 27:
                Ask();
                break;
            case 27:
                Spawn();
                break;
            case 28:
                End();
                break;
            default:
                Process.TrapExit = _random.Next(3) != 0;
                break;
        }
    }

    private void Receive()
    {
        Pid from = Somebody;
        object? message = null;
        bool isThere = _random.Next(3) switch
        {
            0 => Process.TryReceive(Moment, out message),
            1 => Process.TryReceive(
                Moment, out message, item => item is not Numbered numbered || numbered.From == from),
            _ => Process.TryReceive(TimeSpan.Zero, out message),
        };
        if (isThere)
            Take(message);
    }

    private void Tie()
    {
        Pid pid = Somebody;
        switch (_random.Next(6))
        {
            case 0 when pid != director:
                Process.Link(pid);
                break;
            case 1:
                Process.Unlink(pid);
                break;
            case 2 or 3 when pid != Process.Self:
                _ledger.Monitors(Process.Monitor(pid), pid);
                break;
            case 4:
                Ref monitor = _ledger.AnyMonitor(_random.Next());
                if (!monitor.IsNone)
                    _ledger.Demonitors(monitor, flush: _random.Next(2) == 0);
                break;
        }
    }

    private void Name_()
    {
        Atom name = Name;
        try
        {
            switch (_random.Next(5))
            {
                case 0:
                    Process.Register(name, Process.Self);
                    break;
                case 1:
                    Process.Register(name, Somebody);
                    break;
                case 2:
                    Process.Unregister(name);
                    break;
                case 3:
                    Process.Send(name, new Loose(Process.Self));
                    break;
                default:
                    LookUp(name);
                    break;
            }
        }
        catch (ArgumentException)
        {
            // Taken, unknown, dead: badarg, and nothing happened.
        }
    }

    // With preemption off, on one core, nothing ends between the answer and the look at it.
    private void LookUp(Atom name)
    {
        Preemption.Disable();
        Pid? pid = Process.WhereIs(name);
        bool isAlive = pid is null || ProcessTable.IsAlive(pid.Value);
        Preemption.Enable();
        node.Check(isAlive || Cores.Count > 1, $"{name} is {pid}, which is dead");
    }

    private void Time()
    {
        Target to = _random.Next(4) == 0 ? Name : _random.Next(2) == 0 ? Process.Self : Somebody;
        if (_random.Next(3) != 0)
        {
            _ledger.Starts(Moment, to, isWrapped: _random.Next(2) == 0);
            return;
        }

        long timer = _ledger.AnyTimer(_random.Next());
        if (timer != 0)
            _ledger.Cancels(timer);
    }

    private void Address()
    {
        switch (_random.Next(4))
        {
            case 0:
                _aliases.Add(Process.Alias(AliasMode.Reply));
                break;
            case 1:
                _aliases.Add(Process.Alias(AliasMode.Explicit, isPriority: true));
                break;
            case 2 when _aliases.Count > 0:
                Process.SendPriority(_aliases[_random.Next(_aliases.Count)], new Loose(Process.Self));
                break;
            case 3 when _aliases.Count > 0:
                Process.Unalias(_aliases[_random.Next(_aliases.Count)]);
                break;
        }
    }

    private void Ask()
    {
        switch (_random.Next(8))
        {
            case 0:
                _ = Process.Info(Somebody);
                break;
            case 1:
                _ = Process.IsAlive(Somebody);
                break;
            case 2:
                Process.Yield();
                break;
            case 3:
                Process.Priority = (Priority)_random.Next((int)Priority.Low, (int)Priority.Max + 1);
                break;
            case 4:
                _ = Process.GarbageCollectAsync(Somebody);
                break;
            case 5:
                Process.GarbageCollect();
                break;
            case 6:
                Pid pid = Somebody;
                if (pid == director || pid == Process.Self)
                    break;
                Process.Suspend(pid);
                Process.Yield();
                Process.Resume(pid);
                break;
            default:
                _ = Process.All();
                break;
        }
    }

    private void Spawn()
    {
        if (generation == LastGeneration)
            return;

        var child = new Actor(node, director, _random.Next(), steps / 2, generation + 1);
        Pid pid = default;
        switch (_random.Next(3))
        {
            case 0:
                pid = Process.Spawn(child.Run);
                break;
            case 1:
                pid = Process.SpawnLink(child.Run);
                break;
            default:
                (pid, Ref monitor) = Process.SpawnMonitor(child.Run);
                _ledger.Monitors(monitor, pid);
                break;
        }

        _known.Add(pid);
        Process.Send(pid, new Roster([.. _known]));
        Process.Send(Somebody, new Newcomer(pid));
    }

    private void End()
    {
        Pid pid = Somebody;
        switch (_random.Next(8))
        {
            case 0:
                Process.Exit("enough");
                break;
            case 1:
                throw new InvalidOperationException("a mistake of the program");
            case 2 when pid != director:
                Process.Exit(pid, ExitReason.Kill);
                break;
            case < 6 when pid != director:
                Process.Exit(pid, _random.Next(2) == 0 ? "go" : ExitReason.Normal);
                break;
        }
    }
}
