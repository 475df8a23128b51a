// One program, run again and again, in which somebody is killed at the first step, at the second, and so on to the
// last; in each run of the tests at some hundred of them, from another one on each time. Whatever the victim was in the
// middle of, everybody else must find a world that agrees with itself: links and monitors tell once or were not there,
// a name is free, timers are gone, what was sent before has come in order, and all that was rented is given back.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class KilledAtEveryStep
{
    private const int Letters = 4;
    private const int MostRuns = 150;

    private static readonly Atom s_name = "of_the_victim";
    private static readonly TimeSpan s_late = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_settled = TimeSpan.FromMilliseconds(100);

    /// <summary>Who does everything that leaves something with others.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_busy_one(int cores) => Check(cores, Role.Busy, stride: cores);

    /// <summary>Who is linked to it, watches it, and answers it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Its_friend(int cores) => Check(cores, Role.Friend, stride: 3);

    /// <summary>Who was born with a link to it, and is watched by it.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Its_child(int cores) => Check(cores, Role.Child, stride: 3);

    /// <summary>The program is long enough to be worth it, and nobody is killed that nobody wanted killed.</summary>
    [Fact]
    public void Without_a_kill_all_goes_well()
    {
        (long first, long last, int kills) = Run(seed: 1, cores: 1, Role.Busy, step: 0);
        Assert.Equal(0, kills);
        Assert.True(last - first > 500, $"{last - first} steps");
    }

    private static void Check(int cores, Role victim, int stride)
    {
        foreach (int seed in Seeds.Chosen(1))
        {
            (long first, long last, _) = Run(seed, cores, victim, step: 0);
            int kills = 0;
            long apart = Math.Max(stride, (last - first) / MostRuns);
            for (long step = first + (seed % apart); step < last; step += apart)
            {
                kills += Run(seed, cores, victim, step).Kills;
            }

            Assert.True(kills > (last - first) / apart / 2, $"{kills} kills in {last - first} steps");
        }
    }

    private static (long First, long Last, int Kills) Run(int seed, int cores, Role victim, long step)
    {
        using var node = new SimulatedNode(seed, cores);
        var run = new Play(node, victim);
        try
        {
            node.Run(() => run.Direct(step));
        }
        catch (SimulationException exception)
        {
            throw new SimulationException($"Seed {seed}, {cores} cores, {victim} killed at step {step}.", exception);
        }

        return (run.First, run.Last, node.Faults.Kills);
    }

    private enum Role
    {
        Busy,
        Friend,
        Child,
    }

    // The first process: it starts the others, and looks at what is left.
    private sealed class Play(SimulatedNode node, Role victim)
    {
        private readonly Seen _seen = new();

        public long First { get; private set; }

        public long Last { get; private set; }

        public void Direct(long step)
        {
            string before = Books.Rented(node);
            Seen seen = _seen;
            node.MayKill = pid => pid == Of(victim);
            node.Faults.KillAtStep = step;
            First = node.Steps;
            (Pid friend, Ref ofFriend) = Process.SpawnMonitor(() => Friend(seen));
            seen.Friend = friend;
            (Pid busy, Ref ofBusy) = Process.SpawnMonitor(() => Busy(seen, friend));
            seen.Busy = busy;
            ExitReason reason = Process.Receive<DownMessage>(down => down.Monitor == ofBusy).Reason;
            Last = node.Steps;
            node.Pass(s_settled);
            CheckEnd(reason);
            node.Faults.KillAtStep = 0;
            Books.CheckLinks(node);
            Process.Exit(friend, ExitReason.Kill);
            Process.Receive<DownMessage>(down => down.Monitor == ofFriend);
            node.Pass(s_settled);
            node.Check(Process.All().Length == 1, "somebody is left");
            node.Check(before == Books.Rented(node), $"{before}; then {Books.Rented(node)}; {Books.Signals()}");
            node.Check(!Process.TryReceive(TimeSpan.Zero, out object? more), $"{more} came as well");
        }

        private Pid Of(Role role) => role switch
        {
            Role.Busy => _seen.Busy,
            Role.Friend => _seen.Friend,
            _ => _seen.Child,
        };

        private void CheckEnd(ExitReason reason)
        {
            node.Check(
                reason == "done" || reason == ExitReason.Killed || reason == ExitReason.NoProcess,
                $"the busy one ended with {reason}");
            node.Check(Process.WhereIs(s_name) is null, "a dead process has a name");
            node.Check(!ProcessTable.IsAlive(_seen.Busy), "the busy one told its end and is alive");
            node.Check(_seen.Child.IsNone || !ProcessTable.IsAlive(_seen.Child), "its child outlived it");
            for (int place = 0; place < _seen.Letters.Count; place++)
            {
                node.Check(_seen.Letters[place] == place, $"letter {_seen.Letters[place]} came in place of {place}");
            }

            node.Check(_seen.Exits <= 1 && _seen.Downs <= 1, $"{_seen.Exits} exits, {_seen.Downs} DOWNs of one end");
            node.Check(_seen.Late == 0, "a letter came after the end of who sent it");
            node.Check(_seen.Cancelled == 0, "a timer came that was cancelled");
            if (reason == "done")
            {
                node.Check(victim == Role.Friend || _seen.Letters.Count == Letters, "not all letters came");
            }
        }

        // Does everything that leaves something with others, so that no step of it is like another.
        private static void Busy(Seen seen, Pid friend)
        {
            Process.TrapExit = true;
            Process.Register(s_name, Process.Self);
            Process.Link(friend);
            Ref monitor = Process.Monitor(friend);
            seen.Child = Process.SpawnLink(static () => Process.Receive(static _ => false));
            Process.Monitor(seen.Child);
            Ref never = Process.SendAfter(TimeSpan.FromMilliseconds(10), friend, "cancelled");
            Process.StartTimer(s_late, Process.Self, "of the dead");
            Process.SendAfter(s_late, s_name, "to nobody");
            for (int letter = 0; letter < Letters; letter++)
            {
                Process.Send(friend, new Letter(Process.Self, letter));
                Process.TryReceive<Letter>(TimeSpan.FromMilliseconds(1), out _, answer => answer.Number == letter);
            }

            seen.HasCancelled = Process.CancelTimer(never) is not null;
            Process.Unlink(friend);
            Process.Demonitor(monitor, flush: true);
            Process.Unregister(s_name);
            Process.Register(s_name, Process.Self);
            Process.Link(friend);
            _ = Process.Info(friend);
            _ = Process.GarbageCollect(friend);
            _ = Process.Info(Process.Self);
            Process.Alias(AliasMode.Explicit);
            Process.Exit(seen.Child, ExitReason.Kill);
            Process.Exit("done");
        }

        private static void Friend(Seen seen)
        {
            Process.TrapExit = true;
            bool hasEnded = false;
            Ref monitor = default;
            while (true)
            {
                switch (Process.Receive())
                {
                    case Letter letter:
                        seen.Late += hasEnded ? 1 : 0;
                        seen.Letters.Add(letter.Number);
                        monitor = monitor.IsNone ? Process.Monitor(letter.From) : monitor;
                        Process.Send(letter.From, letter);
                        break;
                    case DownMessage:
                        seen.Downs++;
                        hasEnded = true;
                        break;
                    case ExitMessage exit when exit.From == seen.Busy:
                        seen.Exits++;
                        hasEnded = true;
                        break;
                    case "cancelled":
                        seen.Cancelled += seen.HasCancelled ? 1 : 0;
                        break;
                }
            }
        }
    }

    private sealed record Letter(Pid From, int Number);

    // What processes show the test.
    private sealed class Seen : IBystander
    {
        public Pid Busy { get; set; }

        public Pid Friend { get; set; }

        public Pid Child { get; set; }

        public List<int> Letters { get; } = [];

        public int Exits { get; set; }

        public int Downs { get; set; }

        public int Late { get; set; }

        public bool HasCancelled { get; set; }

        public int Cancelled { get; set; }
    }
}
