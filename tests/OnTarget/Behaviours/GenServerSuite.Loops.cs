// OTP's gen_server_SUITE: processes that become servers, and servers that hibernate.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

public sealed partial class GenServerSuite
{
    /// <summary>
    /// A process of proc_lib's enters the loop: Init is not called, the parent is the one that started it. OTP:
    /// spec_init.
    /// </summary>
    [Fact]
    public void Spec_init()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        StartResult result = ProcLib.StartLink(() =>
        {
            Process.TrapExit = true;
            ProcLib.InitAck();
            GenServer.EnterLoop(Reporting(tester));
        }, new StartOptions { Name = Name });
        ServerRef<Scripted> server = Name;
        Assert.Equal(result.Pid, server.Resolve());
        Assert.Equal<object?>(5, server.Ask(static _ => 5));
        Process.Exit(server.Resolve(), "from_parent");
        Expect.Next<(string, ExitReason)>(("terminated", "from_parent"));
        Assert.Equal<ExitReason>("from_parent", Expect.Exit(result.Pid));
        Expect.Nothing();
    }

    /// <summary>What the loop is entered with: a timeout, a continuation, hibernation, the end.</summary>
    [Fact]
    public void Enter_loop()
    {
        Pid tester = Process.Self;
        Pid timed = ProcLib.StartLink(() =>
        {
            ProcLib.InitAck();
            GenServer.EnterLoop(Reporting(tester), Next.Timeout(Expect.Ms(1)));
        }).Value;
        Expect.Next<(string, object?)>(("info", Atom.Timeout));
        Expect.Killed(timed);

        Pid continuing = ProcLib.StartLink(() =>
        {
            ProcLib.InitAck();
            Process.Send(Process.Self, "waits");
            GenServer.EnterLoop(Reporting(tester), Next.Continue("first"));
        }).Value;
        Expect.Next<(string, object?)>(("continue", "first"));
        Expect.Next<(string, object?)>(("info", "waits"));
        Expect.Killed(continuing);

        ServerRef<Scripted> asleep = ProcLib.StartLink(() =>
        {
            ProcLib.InitAck();
            GenServer.EnterLoop(Reporting(tester), Next.Hibernate);
        }).Value;
        Assert.Equal<object?>(1, asleep.Ask(static _ => 1));
        Expect.Killed(asleep.Resolve());

        (_, Ref monitor) = ProcLib.SpawnMonitor(() => GenServer.EnterLoop(Reporting(tester), Next.Stop("at once")));
        Expect.Next<(string, ExitReason)>(("terminated", "at once"));
        Assert.Equal<ExitReason>("at once", Expect.Down(monitor));
    }

    /// <summary>A server whose class needs no process of its own: a plain one becomes it, deep in its code.</summary>
    [Fact]
    public void Enter_loop_from_deep_within()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Process.SpawnLink(() => Descend(20, tester));
        Assert.Equal<object?>(2, server.Ask(static _ => 2));
        Expect.Nothing();
    }

    /// <summary>Hibernation by every way there is; whatever wakes a server, it is itself.</summary>
    [Fact]
    public void Hibernate()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            Value = new List<int> { 1, 2, 3 },
            OnInit = static _ => Next.Hibernate,
            OnInfo = (_, message) =>
            {
                Process.Send(tester, message);
                return Next.Hibernate;
            },
        });
        for (int round = 0; round < 3; round++)
        {
            AwaitSmall(server.Resolve());
            Process.Send(server.Resolve(), "info");
            Expect.Next<object?>("info");
        }

        server.Tell(static self =>
        {
            ((List<int>)self.Value!).Add(4);
            return Next.Hibernate;
        });
        Assert.Equal<object?>("asleep soon", server.Call(new Scripted.Ask(
            static (_, _) => CallResult.Reply<object?>("asleep soon").Then(Next.Hibernate))));
        AwaitSmall(server.Resolve());
        Assert.True(Process.IsAlive(server.Resolve()));
        Sys.GetStatus(server);
        AwaitSmall(server.Resolve());
        Assert.Equal<object?>(10, server.Ask(static self => ((List<int>)self.Value!).Sum()));

        // A message sent while the server was on its way to sleep wakes it.
        Assert.Equal<object?>("sent", server.Call(new Scripted.Ask(static (_, _) =>
        {
            Process.Send(Process.Self, "in the mailbox");
            return CallResult.Reply<object?>("sent").Then(Next.Hibernate);
        })));
        Expect.Next<object?>("in the mailbox");
    }

    /// <summary>After a wait of some time it hibernates by itself, and only then. OTP: auto_hibernate.</summary>
    [Fact]
    public void Auto_hibernate()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(
            new Scripted
            {
                OnTime = _ =>
                {
                    Process.Send(tester, "a timeout of its own");
                    return Next.Wait;
                },
            },
            new StartOptions { HibernateAfter = Expect.Ms(5) });
        for (int round = 0; round < 3; round++)
        {
            long collections = (long)server.Ask(static _ => Process.Info(Process.Self)!.Collections)!;
            Expect.Until(() => Process.Info(server.Resolve())!.Collections > collections, "it hibernates");
        }

        server.Tell(static _ => Next.Timeout(Expect.Ms(1)));
        Expect.Next<object?>("a timeout of its own");
        Expect.Nothing(20);
    }

    private static void Descend(int depth, Pid tester)
    {
        if (depth == 0)
        {
            GenServer.EnterLoop(Reporting(tester));
        }

        try
        {
            Descend(depth - 1, tester);
        }
        finally
        {
            Process.Send(tester, "the stack was unwound");
        }
    }

    private static void AwaitSmall(Pid pid) => Expect.Until(
        () => Process.Info(pid) is { StackBytes: 0, Status: ProcessStatus.Waiting }, "it waits without a stack");

    private static Scripted Reporting(Pid tester) => new()
    {
        OnInit = _ =>
        {
            Process.Send(tester, "Init must not run");
            return InitResult.Ok;
        },
        OnInfo = (_, message) =>
        {
            Process.Send(tester, ("info", message));
            return Next.Wait;
        },
        OnContinue = (_, argument) =>
        {
            Process.Send(tester, ("continue", argument));
            return Next.Wait;
        },
        OnTerminate = (_, reason) => Process.Send(tester, ("terminated", reason)),
    };
}
