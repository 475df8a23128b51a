// However much there is of something, the runtime works on it in steps, between which others may have the core. What
// the longest stretch takes is counted in steps of the simulator, so a busy host changes nothing. Each claim is made of
// so many things that doing them in one go would be several times the limit.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class Holds
{
    private const int Many = 2_000;

    // 64 timers that send, the longest step there is, are some 2,500.
    private const int Limit = 4_000;

    // A copy takes a step for each kilobyte.
    private const int Large = 2 * Limit * 1024;

    /// <summary>What a process with much can be asked, and how it can end.</summary>
    public static TheoryData<string> Loads() => new(s_loads.Keys.Order(StringComparer.Ordinal));

    private static readonly Dictionary<string, Action> s_loads = new()
    {
        ["links"] = static () => Repeat(static _ => Process.SpawnLink(new Idler())),
        ["monitors"] = static () => Repeat(static _ => Process.SpawnMonitor(new Idler())),
        ["watchers"] = static () =>
        {
            Pid self = Process.Self;
            Process.SpawnLink(() =>
            {
                Repeat(_ => Process.Monitor(self));
                Process.Send(self, "watching");
                Wait();
            });
            Process.Receive<string>(static word => word == "watching");
        },
        ["messages"] = static () => Repeat(static number => Process.Send(Process.Self, number)),
        ["timers"] = static () => Repeat(static number =>
            Process.SendAfter(TimeSpan.FromHours(1), Process.Self, number)),
        ["aliases"] = static () => Repeat(static _ => Process.Alias()),
    };

    /// <summary>Another process asks for everything there is to know of it.</summary>
    [Theory]
    [MemberData(nameof(Loads))]
    public void Information(string load) => Check(load, static pid => Assert.NotNull(Process.Info(pid)));

    /// <summary>It asks for that itself.</summary>
    [Theory]
    [MemberData(nameof(Loads))]
    public void Information_about_oneself(string load) => Check(load, static pid =>
    {
        Process.Send(pid, "look");
        Assert.True(Process.Receive<string>() == "seen");
    });

    /// <summary>Who asked is killed when the answer has come, or is on its way.</summary>
    [Theory]
    [MemberData(nameof(Loads))]
    public void Information_for_the_dead(string load) => Check(load, static pid =>
    {
        (Pid asker, Ref monitor) = Process.SpawnMonitor(() =>
        {
            while (true)
            {
                _ = Process.Info(pid);
            }
        });
        Process.TryReceive(TimeSpan.FromMilliseconds(3), out _);
        Process.Exit(asker, ExitReason.Kill);
        Process.Receive<DownMessage>(down => down.Monitor == monitor);
    });

    /// <summary>It ends.</summary>
    [Theory]
    [MemberData(nameof(Loads))]
    public void End(string load) => Check(load, static pid =>
    {
        Ref monitor = Process.Monitor(pid);
        Process.Exit(pid, ExitReason.Kill);
        Process.Receive<DownMessage>(down => down.Monitor == monitor);
    });

    /// <summary>It ends with a reason as large as a message can be, and many are told.</summary>
    [Fact]
    public void End_with_a_large_reason() => Run(static (node, self) =>
    {
        Process.TrapExit = true;
        Pid pid = Process.SpawnLink(static () =>
        {
            Process.Receive();
            Process.Exit(ExitReason.Of("large", new byte[Large]));
        });
        Ref[] monitors = [Process.Monitor(pid), Process.Monitor(pid)];
        node.MeasureHolds();
        Process.Send(pid, "end");
        Assert.Equal(Large, LengthOf(Process.Receive<ExitMessage>().Reason));
        foreach (Ref monitor in monitors)
        {
            Assert.Equal(Large, LengthOf(Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason));
        }
    });

    /// <summary>Timers are due at one moment.</summary>
    [Fact]
    public void Timers_at_once() => Run(static (node, self) =>
    {
        Pid sink = Process.SpawnLink(new Idler());
        Repeat(number => Process.SendAfter(TimeSpan.FromMilliseconds(10), sink, number));
        node.MeasureHolds();
        node.Pass(TimeSpan.FromMilliseconds(50));
    });

    /// <summary>A DOWN is looked for among all the messages that came after its monitor.</summary>
    [Fact]
    public void A_flush() => Run(static (node, self) =>
    {
        (Pid _, Ref monitor) = Process.SpawnMonitor(static () => Process.Receive(static _ => false));
        Repeat(static number => Process.Send(Process.Self, number));
        _ = Process.TryReceive(TimeSpan.Zero, out _, static _ => false);
        Process.Demonitor(monitor);
        node.MeasureHolds();
        Process.Demonitor(monitor, flush: true);
    });

    /// <summary>Who looks at itself handles first what came in, however much that is.</summary>
    [Fact]
    public void Signals_at_a_look() => Run(static (node, self) =>
    {
        node.MeasureHolds();
        (Pid _, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            Repeat(static number => Process.Send(Process.Self, number));
            _ = Process.Info(Process.Self);
        });
        Process.Receive<DownMessage>(down => down.Monitor == monitor);
    });

    private static void Check(string load, Action<Pid> action) => Run((node, self) =>
    {
        Action prepare = s_loads[load];
        Pid pid = Process.Spawn(() =>
        {
            prepare();
            Process.Send(self, "ready");
            Process.Receive<string>(static word => word == "look");
            _ = Process.Info(Process.Self);
            Process.Send(self, "seen");
            Wait();
        });
        Process.Receive<string>();
        node.MeasureHolds();
        action(pid);
    });

    private static void Run(
        Action<SimulatedNode, Pid> action, [CallerMemberName] string test = "") => Seeds.Check(
        1,
        node => node.Run(() =>
        {
            action(node, Process.Self);
            node.Check(node.LongestHold < Limit, $"the core was held for {node.LongestHold} steps");
        }),
        cores: 1, test: test);

    private static void Repeat(Action<int> action)
    {
        for (int number = 0; number < Many; number++)
        {
            action(number);
        }
    }

    private static int LengthOf(ExitReason reason) => ((byte[])reason.Detail!).Length;

    private static void Wait() => Process.Receive(static _ => false);

    private sealed class Idler : Server
    {
        protected internal override void OnMessage(object? message)
        {
        }
    }
}
