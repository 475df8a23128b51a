// Applications: the order in which they start and stop, what goes wrong in them, and what their ends mean as long as
// the system goes on. Ends of the system are looked at on simulated machines and by boot tests.
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Applications;

/// <summary>Claims about applications. OTP: application(3).</summary>
public sealed class ApplicationSuite
{
    /// <summary>Each starts behind what it needs, whatever the order given.</summary>
    [Fact]
    public void Start_in_order()
    {
        Pid system = StartSystem(Probe("c", "b", "a"), Probe("b", "a"), Probe("a"), Probe("d"));
        Expect.Next("a 5 starts");
        Expect.Next("b 5 starts");
        Expect.Next("c 5 starts");
        Expect.Next("d 5 starts");
        Expect.Until(() => Statuses() == "a:Running b:Running c:Running d:Running", "all run");
        Assert.Equal(Process.WhereIs("b_sup")!.Value, Node.Applications()[1].Top);
        EndSystem(system);
    }

    /// <summary>Stopping one stops its processes, and its farewells run round that; it can be started again.</summary>
    [Fact]
    public void Stop_and_start()
    {
        Pid system = StartSystem(Probe("a"), Probe("b", "a"));
        Expect.Next("a 5 starts");
        Expect.Next("b 5 starts");
        Expect.Until(() => Statuses() == "a:Running b:Running", "both run");
        Assert.Null(Node.Stop("b"));
        Expect.Next("b prepares");
        Expect.Next("b 5 stops");
        Expect.Next("b is over");
        Assert.Equal("a:Running b:Ended", Statuses());
        Assert.Equal("not_started", Node.Stop("b")!.Kind.ToString());
        Assert.Equal("not_started", Node.Stop("nobody")!.Kind.ToString());
        Assert.Null(Node.Start(Probe("b", "a")));
        Expect.Next("b 5 starts");
        Assert.Equal(Atom.AlreadyStarted, Node.Start(Probe("b"))!.Kind);
        Assert.Equal("a:Running b:Running", Statuses());
        EndSystem(system);
    }

    /// <summary>One that is started while the system runs needs what it says to run.</summary>
    [Fact]
    public void Start_needs_its_dependencies()
    {
        Pid system = StartSystem(Probe("a"));
        Expect.Next("a 5 starts");
        Expect.Until(() => Statuses() == "a:Running", "it runs");
        Assert.Equal("bad_application", Node.Start(Probe("b", "nobody"))!.Kind.ToString());
        Assert.Equal("bad_application", Node.Start(Probe("no name"))!.Kind.ToString());
        Assert.Null(Node.Stop("a"));
        Expect.Next("a prepares");
        Expect.Next("a 5 stops");
        Expect.Next("a is over");
        Assert.Equal(ExitReason.Of("not_started", "a"), Node.Start(Probe("b", "a"))!);
        EndSystem(system);
    }

    /// <summary>What goes wrong in a start is that application's, and who asked is told what it was.</summary>
    [Fact]
    public void Failing_starts()
    {
        Pid system = StartSystem(Probe("a"));
        Expect.Next("a 5 starts");
        Expect.Until(() => Statuses() == "a:Running", "it runs");
        foreach ((Mistake mistake, string kind) in (ReadOnlySpan<(Mistake, string)>)
        [
            (Mistake.ThrowsInConfigure, "error"), (Mistake.ThrowsInTree, "error"),
            (Mistake.AnswersNull, "bad_return"), (Mistake.ChildFails, "shutdown"),
        ])
        {
            ExitReason? reason = Node.Start(new ProbeApplication("b", Process.Self) { Mistake = mistake });
            Assert.Equal(kind, reason!.Kind.ToString());
            Assert.Equal("a:Running b:Ended", Statuses());
        }

        Assert.Null(Node.Start(Probe("b")));
        Expect.Next("b 5 starts");
        EndSystem(system);
    }

    /// <summary>A farewell that fails does not keep an application from stopping.</summary>
    [Fact]
    public void Failing_farewells()
    {
        Pid system = StartSystem();
        foreach (Mistake mistake in (ReadOnlySpan<Mistake>)[Mistake.ThrowsInPrepareStop, Mistake.ThrowsInStopped])
        {
            Assert.Null(Node.Start(new ProbeApplication("b", Process.Self) { Mistake = mistake }));
            Expect.Next("b 5 starts");
            Assert.Null(Node.Stop("b"));
            Expect.Next("b prepares");
            Expect.Next("b 5 stops");
            Expect.Next("b is over");
            Assert.Null(Process.WhereIs("b_sup"));
        }

        EndSystem(system);
    }

    /// <summary>One that hangs in its start keeps nobody from asking, and no other from being started.</summary>
    [Fact]
    public void Hanging_start()
    {
        Pid self = Process.Self;
        Pid system = StartSystem();
        (_, Ref asked) = Process.SpawnMonitor(() => Process.Send(
            self, Node.Start(new ProbeApplication("b", self) { Mistake = Mistake.HangsInStart }) is null));
        Expect.Until(() => Statuses() == "b:Starting", "it is being started");
        Pid master = Process.Info(system)!.Links.Single(pid => pid != self);
        Assert.Equal("busy", Node.Start(Probe("b"))!.Kind.ToString());
        Assert.Null(Node.Start(Probe("a")));
        Expect.Next("a 5 starts");
        Process.Send(master, "go on");
        Expect.Next("b 5 starts");
        Assert.True(Expect.Message<bool>(), "it was started after all");
        Assert.Equal(ExitReason.Normal, Expect.Down(asked));
        EndSystem(system);
    }

    /// <summary>
    /// A temporary application that ends, for whatever reason, is reported; nobody else is concerned.
    /// </summary>
    [Fact]
    public void Temporary_ends()
    {
        Pid system = StartSystem(Probe("a"), Temporary("b"));
        Expect.Next("a 5 starts");
        Expect.Next("b 5 starts");
        Expect.Until(() => Statuses() == "a:Running b:Running", "both run");
        Ref worker = Process.Monitor("b");
        Process.Exit(Node.Applications()[1].Top, ExitReason.Kill);
        Expect.Message<string>(static text => text == "b 5 stops");
        Expect.Message<string>(static text => text == "b is over");
        Assert.Equal(ExitReason.Killed, Expect.Down(worker)); // nobody waited for it, and its name is to be free
        Expect.Until(() => Statuses() == "a:Running b:Ended", "it has ended");
        Assert.Equal(ExitReason.Killed, Node.Applications()[1].Reason!);

        // Its worker ends twice, which is once more than its supervisor allows.
        Assert.Null(Node.Start(Temporary("b")));
        Expect.Next("b 5 starts");
        Process.Send("b", "die");
        Expect.Next("b 5 stops");
        Expect.Next("b 5 starts");
        Process.Send("b", "die");
        Expect.Next("b 5 stops");
        Expect.Next("b is over");
        Expect.Until(() => Statuses() == "a:Running b:Ended", "it has ended again");
        Assert.Equal(ExitReason.Shutdown, Node.Applications()[1].Reason!);
        EndSystem(system);
    }

    /// <summary>A temporary one that cannot be started is left out, and so is what needs it.</summary>
    [Fact]
    public void Temporary_cannot_start()
    {
        Pid system = StartSystem(
            new ProbeApplication("a", Process.Self)
            {
                Type = ApplicationType.Temporary,
                Mistake = Mistake.ThrowsInTree,
            },
            Temporary("b", "a"),
            Probe("c"));
        Expect.Next("c 5 starts");
        Expect.Until(() => Statuses() == "a:Ended b:Ended c:Running", "c alone runs");
        Assert.Equal(ExitReason.Of("not_started", "a"), Node.Applications()[1].Reason!);
        EndSystem(system);
    }

    /// <summary>The end of a master is the end of its application.</summary>
    [Fact]
    public void Master_is_killed()
    {
        Pid system = StartSystem(Temporary("a"));
        Expect.Next("a 5 starts");
        Expect.Until(() => Statuses() == "a:Running", "it runs");
        Pid master = Process.Info(system)!.Links.Single(pid => pid != Process.Self);
        Ref top = Process.Monitor("a_sup");
        Process.Exit(master, ExitReason.Kill);
        Expect.Message<string>(static text => text == "a 5 stops");
        Expect.Until(() => Statuses() == "a:Ended", "it has ended");
        Assert.Equal(ExitReason.Killed, Expect.Down(top)); // nobody waited for it
        Assert.Equal(ExitReason.Killed, Node.Applications()[0].Reason!);
        EndSystem(system);
    }

    /// <summary>Names that make no sense, are missing or need each other are told before anything is started.</summary>
    [Fact]
    public void Mistaken_images()
    {
        (Application[] Image, string Mistake)[] images =
        [
            ([Probe("a"), Probe("a")], "Two applications are named a."),
            ([Probe("a", "b")], "The application a needs b, which the image does not name."),
            ([Probe("a", "b"), Probe("b", "c"), Probe("c", "a")], "Applications need each other: a, b, c, a."),
            ([Probe("a", "a")], "Applications need each other: a, a."),
            ([Probe("a.b")], "An application is named by letters, digits, hyphens and underscores: 'a.b'."),
            ([null!], "An application is named by letters, digits, hyphens and underscores: ''."),
        ];
        foreach ((Application[] image, string mistake) in images)
        {
            Assert.Equal(mistake, StartOrder.TrySort(image, out _));
        }

        Assert.Null(StartOrder.TrySort([Probe("c", "a"), Probe("b"), Probe("a")], out List<Application> order));
        Assert.Equal("a c b", string.Join(' ', order.Select(static application => application.Name)));
    }

    private static ProbeApplication Probe(string name, params string[] needs) =>
        new(name, Process.Self) { Needs = needs };

    private static ProbeApplication Temporary(string name, params string[] needs) =>
        new(name, Process.Self) { Needs = needs, Type = ApplicationType.Temporary };

    private static Pid StartSystem(params Application[] applications)
    {
        Process.TrapExit = true;
        Assert.Null(StartOrder.TrySort(applications, out List<Application> order));
        return GenServer.StartLink(
            new ApplicationController(TimeSpan.FromSeconds(5)) { Applications = order },
            new StartOptions { Name = ApplicationController.Name }).Pid;
    }

    private static void EndSystem(Pid system)
    {
        Expect.Nothing();
        Pid[] tops = [.. Node.Applications().Select(application => application.Top).Where(top => !top.IsNone)];
        Expect.Killed(system);
        Array.ForEach(tops, Expect.Dead);
    }

    private static string Statuses() => string.Join(
        ' ', Node.Applications().Select(application => $"{application.Name}:{application.Status}"));
}
