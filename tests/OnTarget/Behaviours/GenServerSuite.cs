// OTP's gen_server_SUITE: starting and ending. What is left out has no counterpart: global and via names and other
// nodes (there is one), undefined callbacks (they do not compile). Calls stand in GenServerSuite.Calls.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of gen_server_SUITE.</summary>
public sealed partial class GenServerSuite : Family
{
    private const string Name = "my_test_name";

    /// <summary>Start anonymously and by name; ignore, stop, timeout, already started; the same linked.</summary>
    [Fact]
    public void Start()
    {
        Process.TrapExit = true;
        ServerRef<Counter> plain = GenServer.Start(new Counter(5)).Value;
        Assert.Equal(5, plain.Call(default(Counter.Read)));
        plain.Stop();

        StartResult<Scripted> ignored = GenServer.Start(new Scripted { OnInit = static _ => InitResult.Ignore });
        Assert.Equal(StartKind.Ignore, ignored.Kind);

        StartResult<Scripted> stopped = GenServer.Start(
            new Scripted { OnInit = static _ => InitResult.Stop("stopped") });
        Assert.Equal<ExitReason>("stopped", stopped.Reason!);

        StartResult<Scripted> refused = GenServer.Start(
            new Scripted { OnInit = static _ => InitResult.Error("refused") });
        Assert.Equal<ExitReason>("refused", refused.Reason!);

        StartResult<Scripted> late = GenServer.Start(
            new Scripted { OnInit = SleepForEver }, new StartOptions { Timeout = Expect.Ms(10) });
        Assert.Equal<ExitReason>("timeout", late.Reason!);

        ServerRef<Counter> named = GenServer.Start(new Counter(1), new StartOptions { Name = Name }).Value;
        Assert.Equal(1, new ServerRef<Counter>(Name).Call(default(Counter.Read)));
        StartResult<Counter> second = GenServer.Start(new Counter(1), new StartOptions { Name = Name });
        Assert.Equal(named.Resolve(), second.Holder);
        Assert.Equal<ExitReason>(new ExitReason(Atom.AlreadyStarted, named.Resolve()), second.Reason!);
        named.Stop();
        Assert.Null(Process.WhereIs(Name));
        Expect.Nothing();
    }

    /// <summary>
    /// Linked starts: the link is there, and a start that failed leaves no exit message to a caller that traps exits.
    /// </summary>
    [Fact]
    public void Start_link()
    {
        Process.TrapExit = true;
        StartOptions named = new() { Name = Name };
        ServerRef<Counter> linked = GenServer.StartLink(new Counter(), named).Value;
        StartResult<Counter> second = GenServer.StartLink(new Counter(), named);
        Assert.Equal(linked.Resolve(), second.Holder);
        Pid pid = linked.Resolve();
        linked.Stop();
        Assert.Equal(ExitReason.Normal, Expect.Exit(pid));

        StartResult<Scripted> ignored = GenServer.StartLink(new Scripted { OnInit = static _ => InitResult.Ignore });
        Assert.Equal(StartKind.Ignore, ignored.Kind);
        StartResult<Scripted> stopped = GenServer.StartLink(
            new Scripted { OnInit = static _ => InitResult.Stop("stopped") }, named);
        Assert.Equal<ExitReason>("stopped", stopped.Reason!);
        StartResult<Scripted> late = GenServer.StartLink(
            new Scripted { OnInit = SleepForEver }, named with { Timeout = Expect.Ms(10) });
        Assert.Equal<ExitReason>("timeout", late.Reason!);
        Assert.Null(Process.WhereIs(Name));
        Expect.Nothing(5);
    }

    /// <summary>
    /// A caller that does not trap exits ends with what it failed to start, but for error and ignore.
    /// </summary>
    [Fact]
    public void Start_link_without_trapping()
    {
        (_, Ref stopped) = Process.SpawnMonitor(static () =>
            GenServer.StartLink(new Scripted { OnInit = static _ => InitResult.Stop("stopped") }));
        Assert.Equal<ExitReason>("stopped", Expect.Down(stopped));

        (_, Ref spared) = Process.SpawnMonitor(static () =>
        {
            GenServer.StartLink(new Scripted { OnInit = static _ => InitResult.Ignore });
            GenServer.StartLink(new Scripted { OnInit = static _ => InitResult.Error("refused") });
            GenServer.StartLink(new Scripted { OnInit = SleepForEver }, new StartOptions { Timeout = Expect.Ms(1) });
            Process.Exit("spared");
        });
        Assert.Equal<ExitReason>("spared", Expect.Down(spared));
    }

    /// <summary>A monitored start: the monitor is the caller's.</summary>
    [Fact]
    public void Start_monitor()
    {
        StartResult<Counter> result = GenServer.StartMonitor(new Counter());
        Assert.True(result.IsOk);
        Process.Exit(result.Pid, "gone");
        Assert.Equal<ExitReason>("gone", Expect.Down(result.Monitor));

        StartResult<Scripted> failed = GenServer.StartMonitor(
            new Scripted { OnInit = static _ => InitResult.Stop("stopped") });
        Assert.Equal<ExitReason>("stopped", failed.Reason!);
        Expect.Nothing();
    }

    /// <summary>An Init that throws, exits or is killed: the start answers the reason.</summary>
    [Fact]
    public void Init_that_fails()
    {
        StartResult<Scripted> thrown = GenServer.Start(
            new Scripted { OnInit = static _ => throw new InvalidOperationException("no") });
        Assert.Equal(Atom.Error, thrown.Reason!.Kind);
        Assert.Equal("no", ((ErrorDetail)thrown.Reason.Detail!).Message);

        StartResult<Scripted> exited = GenServer.Start(
            new Scripted { OnInit = static _ => throw new ProcessExitException("out") });
        Assert.Equal<ExitReason>("out", exited.Reason!);

        StartResult<Scripted> killed = GenServer.Start(new Scripted
        {
            OnInit = static _ =>
            {
                Process.Exit(Process.Self, ExitReason.Kill);
                return InitResult.Ok;
            },
        });
        Assert.Equal(ExitReason.Killed, killed.Reason!);
        Expect.Nothing();
    }

    /// <summary>
    /// An exit of the parent ends a server that traps exits by Terminate; other exits are messages. OTP: start, case
    /// 12.
    /// </summary>
    [Fact]
    public void Exit_of_parent()
    {
        Pid tester = Process.Self;
        (Pid parent, Ref monitor) = Process.SpawnMonitor(() =>
        {
            ServerRef<Scripted> server = Scripts.Start(new Scripted
            {
                OnInit = static _ =>
                {
                    Process.TrapExit = true;
                    return InitResult.Ok;
                },
                OnInfo = (_, message) =>
                {
                    Process.Send(tester, message);
                    return Next.Wait;
                },
                OnTerminate = (_, reason) => Process.Send(tester, (Process.Self, reason)),
            });
            Process.Send(tester, server.Resolve());
            Puppet.Wait();
        });
        Pid child = Expect.Message<Pid>();
        Process.Exit(child, "from_stranger");
        Assert.Equal(new ExitMessage(Process.Self, "from_stranger"), Expect.Message<ExitMessage>());
        Process.Exit(parent, "from_parent");
        Assert.Equal<ExitReason>("from_parent", Expect.Down(monitor));
        Assert.Equal((child, (ExitReason)"from_parent"), Expect.Message<(Pid, ExitReason)>());
        Expect.Dead(child);
    }

    /// <summary>A report is written of abnormal ends, and of no others.</summary>
    [Fact]
    public void Crash()
    {
        Process.TrapExit = true;
        Crashes.Watch();
        foreach (ExitReason orderly in (ExitReason[])["normal", "shutdown", ExitReason.Of("shutdown", "for a reason")])
        {
            ServerRef<Scripted> server = Scripts.Start();
            Pid pid = server.Resolve();
            server.Tell(_ => Next.Stop(orderly));
            Assert.Equal(orderly, Expect.Exit(pid));
            Crashes.NoneOf(pid);
        }

        StartOptions named = new() { Name = Name };
        ServerRef<Scripted> first = Scripts.Start(new Scripted { Value = "the state" }, named);
        Pid crashed = first.Resolve();
        first.Tell(static _ => Next.Stop("crashed"));
        Assert.Equal<ExitReason>("crashed", Expect.Exit(crashed));
        CrashReport report = Crashes.Of(crashed);
        Assert.Equal<ExitReason>("crashed", report.Reason);
        Assert.Equal<Atom>(Name, report.Name);
        Assert.Equal(typeof(Scripted).ToString(), report.InitialCall);
        Assert.Equal<ServerRef>(Atom.Logger, report.Ancestors[0]);
        Assert.Equal("the state", report.State);
        Assert.Contains("Tell", report.LastMessage);
        Assert.True(report.Links.Contains(Process.Self));

        ServerRef<Scripted> second = Scripts.Start();
        Pid thrown = second.Resolve();
        second.Tell(static _ => throw new InvalidOperationException("oops"));
        Assert.Equal(Atom.Error, Expect.Exit(thrown).Kind);
        Assert.Contains("oops", Crashes.Of(thrown).ToString());
    }

    /// <summary>Its neighbours that will end with it are told of; those that trap exits are not.</summary>
    [Fact]
    public void Crash_with_neighbours()
    {
        Process.TrapExit = true;
        Crashes.Watch();
        ServerRef<Scripted> server = Scripts.Start();
        Pid pid = server.Resolve();
        var neighbour = (Pid)server.Ask(static _ => Process.SpawnLink(Puppet.Wait))!;
        server.Tell(static _ => throw new InvalidOperationException());
        CrashReport report = Crashes.Of(pid);
        Assert.Equal(neighbour, report.Neighbours.Single().Pid);
        Expect.Dead(neighbour);
    }

    /// <summary>A state or a message whose text cannot be had costs the report that text, and nothing else.</summary>
    [Fact]
    public void Crash_in_format_status()
    {
        Process.TrapExit = true;
        Crashes.Watch();
        ServerRef<Scripted> server = Scripts.Start(
            new Scripted { OnStatus = static () => throw new InvalidOperationException("untold") });
        Pid pid = server.Resolve();
        server.Tell(static _ => throw new InvalidOperationException("the reason"));
        Assert.Equal(Atom.Error, Expect.Exit(pid).Kind);
        CrashReport report = Crashes.Of(pid);
        Assert.Contains("the reason", report.Reason.ToString());
        Assert.NotNull(report.State);
    }

    /// <summary>No name is left of a server whose Init failed: it can be started again at once. OTP-7669.</summary>
    [Fact]
    public void Otp_7669()
    {
        StartOptions named = new() { Name = Name };
        for (int round = 0; round < 20; round++)
        {
            Assert.Equal<ExitReason>(
                "stopped",
                GenServer.Start(new Scripted { OnInit = static _ => InitResult.Stop("stopped") }, named).Reason!);
            Assert.Equal(
                StartKind.Ignore,
                GenServer.Start(new Scripted { OnInit = static _ => InitResult.Ignore }, named).Kind);
            Assert.Equal(
                Atom.Error,
                GenServer.Start(new Scripted { OnInit = static _ => throw new InvalidOperationException() }, named)
                    .Reason!.Kind);
            Assert.Null(Process.WhereIs(Name));
        }
    }

    /// <summary>Stop: the server's Terminate has run when it returns. OTP: stop1 to stop10.</summary>
    [Fact]
    public void Stop()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(
            new Scripted { OnTerminate = (_, reason) => Process.Send(tester, reason) },
            new StartOptions { Name = Name });
        Pid pid = server.Resolve();
        new ServerRef<Scripted>(Name).Stop("for_good");
        Expect.Next(new ExitReason("for_good"));
        Assert.Equal<ExitReason>("for_good", Expect.Exit(pid));
        Assert.Equal<ExitReason>("noproc", Refused(() => server.Stop()));
        Assert.Equal<ExitReason>("noproc", Refused(static () => new ServerRef<Scripted>(Name).Stop()));

        ServerRef<Scripted> slow = Scripts.Start(
            new Scripted { OnTerminate = static (_, _) => Puppet.Wait() });
        Assert.Equal<ExitReason>("timeout", Refused(() => slow.Stop(timeout: Expect.Ms(10))));
        Process.Exit(slow.Resolve(), ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Exit(slow.Resolve()));

        ServerRef<Scripted> failing = Scripts.Start(
            new Scripted { OnTerminate = static (_, _) => throw new ProcessExitException("other") });
        Assert.Equal<ExitReason>("other", Refused(() => failing.Stop()));
        Assert.Equal<ExitReason>("other", Expect.Exit(failing.Resolve()));
        Expect.Nothing();
    }

    private static InitResult SleepForEver(Scripted server)
    {
        Puppet.Wait();
        return InitResult.Ok;
    }

    // The reason with which an action exits the caller.
    private static ExitReason Refused(Action action) =>
        Assert.Throws<ProcessExitException>(action).Reason;
}
