// A core that stops answering. Nothing that waited on it is lost: who was ready there runs elsewhere, its timers ring
// elsewhere, in order, and who was bound to it is bound to it no more; only the process that it ran ends, and says why.
// The console says what became of its work.
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Scheduling;
using Cosmos.Runtime.Timers;
using Cosmos.Simulation;
using Cosmos.Tests.Simulated.Programs;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed partial class LostCores
{
    private const int Each = 8;
    private const int SomeCores = 3;
    private const int NoticedSeconds = 10;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);
    private static readonly ExitReason s_lost = ExitReason.Of("core_lost");

    /// <summary>Every process is there afterwards and answers, but the one that the core ran.</summary>
    [Fact]
    public void No_process_is_lost() => Run(60, static (node, core) =>
    {
        List<(Pid Pid, Ref Monitor)> all = [];
        for (int number = 0; number < Each; number++)
        {
            var options = new SpawnOptions { Core = number % 2 == 0 ? core : 0 };
            all.Add(Process.SpawnMonitor(Serve, options));
            all.Add(Process.SpawnMonitor(Pulse, options));
            all.Add(Process.SpawnMonitor(new Echo(), options));
        }

        node.Pass(TimeSpan.FromSeconds(1));
        Lose(node, core);
        List<Pid> ended = EndedBy(all);
        Assert.InRange(ended.Count, 0, 1);
        foreach ((Pid pid, _) in all.Where(item => !ended.Contains(item.Pid)))
        {
            Process.Send(pid, Process.Self);
            Assert.Equal(pid, Process.Receive<Pid>(from => from == pid));
        }
    });

    /// <summary>Timers of the lost core ring, each once, none early.</summary>
    [Fact]
    public void Timers_ring_elsewhere() => Run(60, static (node, core) =>
    {
        Pid self = Process.Self;
        int before = Pool<TimerRecord>.InUse;
        Pid starter = Process.Spawn(
            () =>
            {
                for (int number = 0; number < Each; number++)
                {
                    TimeSpan time = s_long - TimeSpan.FromMilliseconds(number);
                    Process.SendAfter(time, self, new Due(self, number, Clock.Now + (time.Ticks * 100)));
                }

                Process.Send(self, "started");
                Process.Receive(static _ => false);
            },
            new SpawnOptions { Core = core });
        Process.Receive<string>();
        Pid waiter = Process.Spawn(
            () =>
            {
                Process.TryReceive(s_long, out _, static _ => false);
                Process.Send(self, "in time");
            },
            new SpawnOptions { Core = core });
        node.Pass(TimeSpan.FromSeconds(1));
        Lose(node, core);
        var rung = new HashSet<long>();
        for (int count = 0; count < Each; count++)
        {
            Due due = Process.Receive<Due>();
            Assert.True(rung.Add(due.Timer), $"{due.Timer} rang twice");
            Assert.True(Clock.Now >= due.DeadlineNs, "early");
        }

        Assert.Equal("in time", Process.Receive<string>());
        Assert.False(Process.TryReceive(s_long, out object? more), $"{more}");
        Process.Exit(starter, ExitReason.Kill);
        Process.Exit(waiter, ExitReason.Kill);
        node.Pass(TimeSpan.FromSeconds(1));
        Assert.True(Pool<TimerRecord>.InUse <= before, "no timer is left");
    });

    /// <summary>timer_bif_SUITE's suspended_scheduler_timeout: all cores but one stop, and every timer rings.</summary>
    [Fact]
    public void Suspended_scheduler_timeout() => Seeds.Check(30, static node => node.Run(() =>
    {
        Pid self = Process.Self;
        for (int core = 1; core <= Cores.Count; core++)
        {
            int number = core;
            Process.Spawn(
                () =>
                {
                    Process.SendAfter(s_long, self, number);
                    Process.StartTimer(s_long, self, number);
                    Process.Send(self, "started");
                },
                new SpawnOptions { Core = core });
            Process.Receive<string>();
        }

        for (int core = 2; core <= Cores.Count; core++)
        {
            Lose(node, core);
        }

        for (int core = 1; core <= Cores.Count; core++)
        {
            int number = core;
            Process.Receive<int>(bare => bare == number);
            Process.Receive<TimeoutMessage>(timeout => timeout.Message is int wrapped && wrapped == number);
        }
    }), cores: 4);

    /// <summary>The process that the core ran ends with core_lost; its link, its watcher and its name tell.</summary>
    [Fact]
    public void Who_ran_there_ends_and_tells() => Run(60, static (node, core) =>
    {
        Process.TrapExit = true;
        Atom name = "of_the_lost";
        int before = Pool<TimerRecord>.InUse;
        Pid self = Process.Self;
        Pid victim = Process.SpawnLink(
            () =>
            {
                Process.SendAfter(s_long, Process.Self, "never");
                Process.Send(self, "begins");
                Work();
            },
            new SpawnOptions { Core = core, Name = name });
        Ref monitor = Process.Monitor(name);
        Process.Receive<string>();
        _ = Process.Info(victim); // what came before the question has been handled
        Lose(node, core);
        Assert.Equal(s_lost, Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason);
        Assert.Equal(s_lost, Process.Receive<ExitMessage>(exit => exit.From == victim).Reason);
        Assert.Null(Process.WhereIs(name));
        Assert.False(Process.IsAlive(victim));
        Assert.Null(Process.Info(victim));
        node.Pass(TimeSpan.FromSeconds(1));
        Assert.True(Pool<TimerRecord>.InUse <= before, "its timer went with it");
        Assert.Equal(1, Ended(node, core));
    });

    /// <summary>The console says how many went on, and who did not.</summary>
    [Fact]
    public void The_report_says_so() => Run(60, static (node, core) =>
    {
        Pid self = Process.Self;
        Pid busy = Process.Spawn(
            () =>
            {
                Process.Send(self, "begins");
                Work();
            },
            new SpawnOptions { Core = core, Priority = Priority.Max });
        Process.Receive<string>();
        Pid[] ready = [.. Enumerable.Range(0, Each).Select(_ => Process.Spawn(
            () => Process.Send(self, Process.Self), new SpawnOptions { Core = core }))];
        Lose(node, core);
        foreach (Pid pid in ready)
        {
            Process.Receive<Pid>(from => from == pid);
        }

        Match report = Report(node, core);
        Assert.Equal((int)busy.Id, int.Parse(report.Groups["ended"].Value));
        Assert.Equal(Each, int.Parse(report.Groups["processes"].Value));
    });

    /// <summary>A core that slept is missed by nobody: no process ends.</summary>
    [Fact]
    public void A_sleeping_core_takes_nobody_along() => Run(60, static (node, core) =>
    {
        node.Pass(TimeSpan.FromSeconds(3));
        Pid[] before = Process.All();
        Lose(node, core);
        Assert.Equal(0, Ended(node, core));
        Assert.Equal(before, Process.All());
        Assert.True(Process.IsAlive(Process.Self));
    });

    /// <summary>One after the other, until one is left, which has all the work.</summary>
    [Fact]
    public void All_but_one_may_go() => Seeds.Check(30, static node => node.Run(() =>
    {
        (Pid Pid, Ref Monitor)[] all =
            [.. Enumerable.Range(0, 3 * Each).Select(number => Process.SpawnMonitor(
                number % 2 == 0 ? Serve : Pulse, new SpawnOptions { Core = (number % Cores.Count) + 1 }))];
        node.Pass(TimeSpan.FromSeconds(1));
        for (int core = Cores.Count; core > 1; core--)
        {
            Lose(node, core);
        }

        List<Pid> ended = EndedBy(all);
        Assert.InRange(ended.Count, 0, Cores.Count - 1);
        foreach ((Pid pid, _) in all.Where(item => !ended.Contains(item.Pid)))
        {
            Process.Send(pid, Process.Self);
            Process.Receive<Pid>(from => from == pid);
        }
    }), cores: 4);

    /// <summary>Random programs keep every promise when a core goes in the middle of them.</summary>
    [Fact]
    public void Promises_are_kept() => Seeds.Check(
        100,
        static node => RandomProgram.Run(node, withFaults: false, lostCore: 1 + (node.Seed % SomeCores)),
        cores: SomeCores);

    /// <summary>So they do when processes are killed as well, and memory is refused.</summary>
    [Fact]
    public void Promises_are_kept_under_faults() => Seeds.Check(
        100,
        static node => RandomProgram.Run(node, withFaults: true, lostCore: 1 + (node.Seed % SomeCores)),
        cores: SomeCores);

    private static void Run(
        int seeds, Action<SimulatedNode, int> claim, [CallerMemberName] string test = "") => Seeds.Check(
        seeds,
        node => node.Run(() =>
        {
            claim(node, 1 + (node.Seed % SomeCores));
        }),
        cores: SomeCores, test: test);

    // Stops it and waits until another one has noticed, and done all that follows: the report comes last.
    private static void Lose(SimulatedNode node, int core)
    {
        node.StopCore(core);
        for (int second = 0; !CoreLoss.Has(core); second++)
        {
            node.Check(second < NoticedSeconds, $"core {core} is gone, and nobody has noticed");
            node.Pass(TimeSpan.FromSeconds(1));
        }

        while (!IsReported(node, core))
        {
            Process.Yield();
        }
    }

    private static List<Pid> EndedBy(IEnumerable<(Pid Pid, Ref Monitor)> all)
    {
        var ended = new List<Pid>();
        while (Process.TryReceive(TimeSpan.FromSeconds(1), out DownMessage? down))
        {
            Assert.Equal(s_lost, down.Reason);
            ended.Add(all.Single(item => item.Monitor == down.Monitor).Pid);
        }

        return ended;
    }

    private static int Ended(SimulatedNode node, int core) =>
        Report(node, core).Groups["ended"].Value == "0" ? 0 : 1;

    private static Match Report(SimulatedNode node, int core)
    {
        MatchCollection reports = ReportOfLoss().Matches(node.Console);
        return Assert.Single(reports, match => match.Groups["core"].Value == $"{core}");
    }

    private static bool IsReported(SimulatedNode node, int core) =>
        ReportOfLoss().Matches(node.Console).Any(match => match.Groups["core"].Value == $"{core}");

    [GeneratedRegex("core (?<core>[0-9]+) is lost: (?<processes>[0-9]+) processes, [0-9]+ timers go on elsewhere; "
        + "(?<ended>[0-9]+) ends")]
    private static partial Regex ReportOfLoss();

    private static void Serve()
    {
        while (true)
        {
            Answer(Process.Receive<Pid>());
        }
    }

    // Often has something to do: virtual time passes slowly where somebody always has.
    private static void Pulse()
    {
        while (true)
        {
            if (Process.TryReceive(TimeSpan.FromMilliseconds(50), out Pid from))
                Answer(from);
        }
    }

    private static void Work()
    {
        while (true)
        {
            _ = Clock.Now;
        }
    }

    private static void Answer(Pid to) => Process.Send(to, Process.Self);

    private sealed class Echo : Server
    {
        protected internal override void OnMessage(object? message) => Answer((Pid)message!);
    }
}
