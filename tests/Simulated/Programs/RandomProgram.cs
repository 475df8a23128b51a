// A random program and its director, the first process: starts the actors, watches them, lets faults happen for a
// while, and checks at every stage what must be true. At the end everybody is dead and everything given back.
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Scheduling;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Programs;

/// <summary>A random program on one node.</summary>
internal sealed class RandomProgram(SimulatedNode node)
{
    private const int NoticedSeconds = 10;
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(1);

    private readonly Random _random = new(node.Seed);
    private readonly Dictionary<Ref, Pid> _watched = [];

    /// <summary>Runs it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="withFaults">Whether processes are killed and memory is refused.</param>
    /// <param name="lostCore">The core that stops in the middle of it; 0: none.</param>
    public static void Run(SimulatedNode node, bool withFaults, int lostCore = 0) =>
        node.Run(() => new RandomProgram(node).Direct(withFaults, lostCore));

    private void Direct(bool withFaults, int lostCore)
    {
        string before = Books.Rented(node);
        Start();
        if (withFaults)
            LetFaultsHappen();
        if (lostCore != 0)
            Lose(lostCore);
        WaitForActors();
        WaitForNotice(lostCore);
        node.Faults.KillEvery = 0;
        node.Faults.RefuseMemoryEvery = 0;
        node.Faults.DelaySignalsEvery = 0;
        Settle();
        Books.CheckLinks(node);
        KillSome();
        CheckMonitors();
        KillAll();
        string after = Books.Rented(node);
        node.Check(before == after, $"before the program: {before}; after it: {after}; {Books.Signals()}");
        node.Check(_watched.Count == 0, $"{_watched.Count} monitors never told");
        bool isNamed = Process.Registered().Any(name => Process.WhereIs(name) != Process.Self);
        node.Check(!isNamed, "a dead process has a name");
    }

    private void Start()
    {
        var actors = new Pid[2 + _random.Next(6)];
        for (int index = 0; index < actors.Length; index++)
        {
            var actor = new Actor(node, Process.Self, _random.Next(), 10 + _random.Next(40), generation: 0);
            (actors[index], Ref monitor) = Process.SpawnMonitor(actor.Run);
            _watched.Add(monitor, actors[index]);
        }

        foreach (Pid actor in actors)
        {
            Process.Send(actor, new Roster(actors));
        }
    }

    private void LetFaultsHappen()
    {
        node.Faults.KillEvery = _random.Next(2) == 0 ? 0 : 50 + _random.Next(5_000);
        node.Faults.RefuseMemoryEvery = _random.Next(2) == 0 ? 0 : 10 + _random.Next(200);
        node.Faults.DelaySignalsEvery = _random.Next(2) == 0 ? 0 : 1 + _random.Next(10);
        node.MayKill = static _ => true;
    }

    // Who waits for memory waits, busy, for somebody to end, and if that one's core is lost then until it is found out:
    // seconds, which are millions of steps. So memory is not refused as well.
    private void Lose(int core)
    {
        node.Faults.RefuseMemoryEvery = 0;
        node.StopCore(core);
    }

    private void WaitForNotice(int lostCore)
    {
        for (int second = 0; lostCore != 0 && !CoreLoss.Has(lostCore); second++)
        {
            node.Check(second < NoticedSeconds, $"core {lostCore} is gone, and nobody has noticed");
            node.Pass(s_settled);
        }
    }

    private void WaitForActors()
    {
        var working = new HashSet<Pid>(_watched.Values);
        while (working.Count > 0 && Process.TryReceive(TimeSpan.FromSeconds(20), out object? message))
        {
            Take(message);
            if (message is Done done)
                working.Remove(done.From);
            else if (message is DownMessage down)
                working.Remove(down.Object.Pid);
        }
    }

    private void Take(object? message)
    {
        if (message is DownMessage down)
        {
            node.Check(_watched.Remove(down.Monitor, out Pid pid), $"{down} came twice, or was never asked for");
            node.Check(down.Object == pid, $"{down} is not about {pid}");
            node.Check(!ProcessTable.IsAlive(pid), $"{pid} told its end and is alive");
        }
    }

    // Signals arrive, timers fire, processes that end have ended.
    private void Settle()
    {
        node.Pass(s_settled);
        while (Process.TryReceive(TimeSpan.Zero, out object? message))
        {
            Take(message);
        }
    }

    private void KillSome()
    {
        foreach (Pid pid in Process.All())
        {
            if (pid != Process.Self && _random.Next(2) == 0)
                Process.Exit(pid, ExitReason.Kill);
        }

        Settle();
        Books.CheckLinks(node);
    }

    // Whoever is still alive has been told of all that is not.
    private void CheckMonitors()
    {
        foreach (Pid pid in Process.All())
        {
            if (pid == Process.Self)
                continue;

            Process.Send(pid, new Audit(Process.Self));
            bool answers = Process.TryReceive(
                s_settled, out object? answer, message => message is Audited audited && audited.From == pid);
            if (!answers)
                continue; // it never got to serve: suspended, or waiting for a roster that nobody sent

            foreach (Pid monitored in ((Audited)answer!).Monitored)
            {
                node.Check(ProcessTable.IsAlive(monitored), $"{pid} was never told that {monitored} ended");
            }
        }
    }

    private void KillAll()
    {
        while (Process.All() is { Length: > 1 } all)
        {
            foreach (Pid pid in all.Where(pid => pid != Process.Self))
            {
                Process.Exit(pid, ExitReason.Kill);
            }

            Settle();
        }

        Settle();
    }
}
