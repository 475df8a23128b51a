// OTP's gen_event_SUITE. What each operation answers and who is told in which order was compared with Erlang/OTP 25.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;
using static Cosmos.Tests.OnTarget.Behaviours.ScriptedHandler;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of gen_event_SUITE.</summary>
public sealed class GenEventSuite : Family
{
    private static readonly HandlerNext<object> s_stay = HandlerNext<object>.Stay;

    /// <summary>Managers are started, by name, linked and monitored, and stopped.</summary>
    [Fact]
    public void Start()
    {
        Process.TrapExit = true;
        StartOptions named = new() { Name = "manager" };
        ServerRef<GenEvent<object>> manager = GenEvent.StartLink<object>(named).Value;
        Assert.Equal(manager.Resolve(), GenEvent.Start<object>(named).Holder);
        Assert.Empty(new ServerRef<GenEvent<object>>("manager").WhichHandlers());
        manager.Stop();
        Assert.Equal(ExitReason.Normal, Expect.Exit(manager.Resolve()));
        StartResult<GenEvent<object>> watched = GenEvent.StartMonitor<object>();
        watched.Value.Stop("gone");
        Assert.Equal<ExitReason>("gone", Expect.Down(watched.Monitor));
        Assert.Equal(Atom.NoProcess, Assert.Throws<ProcessExitException>(() => manager.WhichHandlers()).Reason.Kind);
        manager.Notify("nobody hears it");
        Expect.Nothing();
    }

    /// <summary>A handler is added, sees events, and is deleted; one that is not there cannot be.</summary>
    [Fact]
    public void Add_and_delete_handler()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        Assert.Null(manager.AddHandler(New(1), 1));
        Assert.Null(manager.AddHandler(New(2), 2));
        Expect.Next(new Told("init", 1));
        Expect.Next(new Told("init", 2));
        Assert.Sequence([Id(2), Id(1)], manager.WhichHandlers());
        manager.Notify("hello");
        Expect.Next(new Told("event", 2, "hello"));
        Expect.Next(new Told("event", 1, "hello"));

        Assert.Equal<Atom>("module_not_found", manager.DeleteHandler(Id(9)).Reason!.Kind);
        Assert.Equal<object?>(1, manager.DeleteHandler(Id(1), "why").Value);
        Expect.Next(new Told("end", 1, new HandlerEnd(HandlerEndKind.Deleted, "why")));
        Assert.Sequence([Id(2)], manager.WhichHandlers());

        Assert.Equal<ExitReason>("refused", manager.AddHandler(
            new ScriptedHandler(Process.Self, 3) { OnInit = static () => HandlerInit.Error("refused") }, 3)!);
        Expect.Next(new Told("init", 3));
        Assert.Equal(Atom.Error, manager.AddHandler(
            new ScriptedHandler(Process.Self, 4) { OnInit = static () => throw new InvalidOperationException() }, 4)!
            .Kind);
        Expect.Next(new Told("init", 4));
        Assert.Sequence([Id(2)], manager.WhichHandlers());
    }

    /// <summary>All handlers have seen the event when sync_notify returns; after notify they see it in time.</summary>
    [Fact]
    public void Notify_and_sync_notify()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New(1));
        Expect.Next(new Told("init", 1));
        manager.SyncNotify("now");
        Assert.True(Process.TryReceive<Told>(TimeSpan.Zero, out _, static told => told.What == "event"), "it has come");
        manager.Notify("soon");
        manager.Notify("later");
        Expect.Next(new Told("event", 1, "soon"));
        Expect.Next(new Told("event", 1, "later"));
        Process.Send(manager.Resolve(), "info");
        Expect.Next(new Told("info", 1, "info"));
    }

    /// <summary>A handler that fails, in any callback, is removed and reported; the others go on.</summary>
    [Fact]
    public void Handler_that_fails()
    {
        Crashes.Watch();
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New(1), 1);
        manager.AddHandler(New(2), 2);
        Forget(2);
        manager.Notify(new Do(static self => Equals(self.Mark, 2) ? throw new ProcessExitException("oops") : s_stay));
        Told end = Expect.Message<Told>();
        Assert.Equal(new Told("end", 2, new HandlerEnd(HandlerEndKind.Error, new ExitReason("oops"))), end);
        Assert.Contains("oops", Expect.Message<Cosmos.Runtime.Exits.ReportMessage>().Text);
        Assert.Sequence([Id(1)], manager.WhichHandlers());

        Response<object?> failed = manager.Call(new Ask(static _ => throw new InvalidOperationException("in call")), 1);
        Assert.Equal(ResponseKind.Error, failed.Kind);
        Assert.Contains("in call", failed.Reason!.ToString());
        Assert.Empty(manager.WhichHandlers());
        Expect.Message<Told>();

        manager.AddHandler(new ScriptedHandler(Process.Self, 3)
        {
            OnEnd = static () => throw new ProcessExitException("last"),
        });
        Assert.Equal<ExitReason>("last", manager.DeleteHandler(Id(null)).Reason!);
        Assert.Empty(manager.WhichHandlers());
        Assert.True(Process.IsAlive(manager.Resolve()));
    }

    /// <summary>Requests go to one handler, by class and id; it can leave with its answer.</summary>
    [Fact]
    public void Call()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New("default"));
        manager.AddHandler(New(1), 1);
        Forget(2);
        Assert.Equal<object?>("default", manager.Call(new Ask(static self => self.Mark)).Value);
        Assert.Equal<object?>(1, manager.Call(new Ask(static self => self.Mark), 1).Value);
        Assert.Equal<Atom>("bad_module", manager.Call(new Ask(static self => self.Mark), 9).Reason!.Kind);
        Assert.Equal<object?>("bye", manager.Call(new Ask(static _ =>
            new HandlerResult<object, object?>("bye").Then(HandlerNext<object>.Remove)), 1).Value);
        Expect.Next(new Told("end", 1, new HandlerEnd(HandlerEndKind.Removed)));
        Assert.Sequence([Id(null)], manager.WhichHandlers());
        Assert.Equal(Atom.Timeout, Assert.Throws<ProcessExitException>(() => manager.Call(new Ask(static _ =>
        {
            Expect.Pause(100);
            return (object?)null;
        }), timeout: Expect.Ms(1))).Reason.Kind);
        Expect.Nothing(150);
    }

    /// <summary>A handler is swapped: what the old one's Terminate answers goes to the new one's Init.</summary>
    [Fact]
    public void Swap_handler()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New(1), 1);
        Forget(1);
        Assert.Null(manager.SwapHandler(Id(1), "why", New(2), 2));
        Expect.Next(new Told("end", 1, new HandlerEnd(HandlerEndKind.Swapped, "why")));
        Expect.Next(new Told("init", 2, new Predecessor(true, 1)));
        Assert.Sequence([Id(2)], manager.WhichHandlers());

        // Of one that is not there, the new one learns that.
        Assert.Null(manager.SwapHandler(Id(9), "why", New(3), 3));
        Expect.Next(new Told("init", 3, default(Predecessor)));
        Assert.Sequence([Id(3), Id(2)], manager.WhichHandlers());

        // A handler asks for it itself: the new one gets its place.
        Pid tester = Process.Self;
        manager.Notify(new Do(self => Equals(self.Mark, 2)
            ? HandlerNext<object>.Swap(new ScriptedHandler(tester, 4), 4, "by itself")
            : s_stay));
        Expect.Next(new Told("end", 2, new HandlerEnd(HandlerEndKind.Swapped, "by itself")));
        Expect.Next(new Told("init", 4, new Predecessor(true, 2)));
        Assert.Sequence([Id(3), Id(4)], manager.WhichHandlers());
    }

    /// <summary>
    /// A supervised handler: its supervisor is told of its end, whatever the cause; and the supervisor's end is the
    /// handler's.
    /// </summary>
    [Fact]
    public void Add_sup_handler()
    {
        Process.TrapExit = true;
        ServerRef<GenEvent<object>> manager = Begin();
        Pid pid = manager.Resolve();
        (Action End, HandlerEndKind Kind, ExitReason Told)[] ends =
        [
            (() => manager.Notify(new Do(static _ => HandlerNext<object>.Remove)), HandlerEndKind.Removed, "normal"),
            (() => manager.Notify(new Do(static _ => throw new ProcessExitException("x"))), HandlerEndKind.Error, "x"),
            (() => manager.DeleteHandler(Id("sup")), HandlerEndKind.Deleted, "normal"),
        ];
        foreach ((Action end, HandlerEndKind kind, ExitReason told) in ends)
        {
            Assert.Null(manager.AddSupHandler(New("sup"), "sup"));
            Expect.Next(new Told("init", "sup"));
            end();
            Assert.Equal(kind, ((HandlerEnd)Expect.Message<Told>().Content!).Kind);
            Assert.Equal(new HandlerExitMessage(pid, Id("sup"), told), Expect.Message<HandlerExitMessage>());
        }

        // The supervisor ends: so does the handler, and others are told of a message.
        Pid tester = Process.Self;
        manager.AddHandler(New("other"), "other");
        Forget(1);
        Pid supervisor = Process.Spawn(() =>
        {
            manager.AddSupHandler(new ScriptedHandler(tester, "sup"), "sup");
            Expect.Message<string>();
            Process.Exit("bye");
        });
        Expect.Next(new Told("init", "sup"));
        Process.Send(supervisor, "end");
        Expect.Next(new Told("end", "sup", new HandlerEnd(HandlerEndKind.SupervisorEnded, new ExitReason("bye"))));
        Expect.Next(new Told("info", "other", new ExitMessage(supervisor, "bye")));
        Assert.Sequence([Id("other")], manager.WhichHandlers());

        // The manager's end.
        Assert.Null(manager.AddSupHandler(New("sup"), "sup"));
        Expect.Next(new Told("init", "sup"));
        manager.Stop();
        Expect.Next(new Told("end", "sup", new HandlerEnd(HandlerEndKind.Stop)));
        Assert.Equal(new HandlerExitMessage(pid, Id("sup"), ExitReason.Shutdown), Expect.Message<HandlerExitMessage>());
        Expect.Next(new Told("end", "other", new HandlerEnd(HandlerEndKind.Stop)));
        Assert.Equal(ExitReason.Normal, Expect.Exit(pid));
        Expect.Nothing();
    }

    /// <summary>A supervised handler is swapped, and one is put under supervision by a swap.</summary>
    [Fact]
    public void Swap_sup_handler()
    {
        Process.TrapExit = true;
        ServerRef<GenEvent<object>> manager = Begin();
        Pid pid = manager.Resolve();
        manager.AddSupHandler(New(1), 1);
        Forget(1);
        Assert.Null(manager.SwapHandler(Id(1), "why", New(2), 2));
        Assert.Equal("end", Expect.Message<Told>().What);
        Assert.Equal(
            new HandlerExitMessage(pid, Id(1), ExitReason.Of("swapped", Id(2))), Expect.Message<HandlerExitMessage>());
        Assert.Equal("init", Expect.Message<Told>().What);

        // The supervision has gone over to the new one.
        manager.DeleteHandler(Id(2));
        Assert.Equal(new HandlerExitMessage(pid, Id(2), ExitReason.Normal), Expect.Message<HandlerExitMessage>());
        Forget(1);

        manager.AddHandler(New(3), 3);
        Assert.Null(manager.SwapSupHandler(Id(3), "why", New(4), 4));
        Forget(3);
        manager.Notify(new Do(static _ => throw new ProcessExitException("crash")));
        Assert.Equal(new HandlerExitMessage(pid, Id(4), "crash"), Expect.Message<HandlerExitMessage>());
        Forget(1);
        Expect.Nothing();
    }

    /// <summary>The manager hibernates when a handler wants it, and events wake it.</summary>
    [Fact]
    public void Hibernate()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(new ScriptedHandler(Process.Self, 1) { OnInit = static () => HandlerInit.Hibernate });
        Forget(1);
        long collections = 0;
        for (int round = 0; round < 3; round++)
        {
            Expect.Until(() => Process.Info(manager.Resolve())!.Collections > collections, "it hibernates");
            collections = (long)manager.Call(new Ask(static _ => Process.Info(Process.Self)!.Collections)).Value!;
            manager.Notify(new Do(static _ => HandlerNext<object>.Hibernate));
        }
    }

    /// <summary>The handlers' states are looked at and changed. OTP: get_state, replace_state.</summary>
    [Fact]
    public void Replace_state()
    {
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New(1), 1);
        Forget(1);
        Assert.Equal<object?>(1, ((ScriptedHandler)Sys.GetState(manager).Handlers.Single().Handler).Mark);
        Sys.ReplaceState(manager, static self =>
        {
            ((ScriptedHandler)self.Handlers.Single().Handler).Mark = 2;
            return self;
        });
        manager.Notify("whose");
        Expect.Next(new Told("event", 2, "whose"));
        Sys.Suspend(manager);
        manager.Notify("waits");
        Expect.Nothing(2);
        Sys.Resume(manager);
        Expect.Next(new Told("event", 2, "waits"));
    }

    /// <summary>The parent's exit ends the manager, with its handlers.</summary>
    [Fact]
    public void Exit_of_parent()
    {
        Process.TrapExit = true;
        ServerRef<GenEvent<object>> manager = Begin();
        manager.AddHandler(New(1));
        Forget(1);
        Process.Exit(manager.Resolve(), "from_parent");
        Expect.Next(new Told("end", 1, new HandlerEnd(HandlerEndKind.Stop)));
        Assert.Equal<ExitReason>("from_parent", Expect.Exit(manager.Resolve()));
    }

    private static ServerRef<GenEvent<object>> Begin() => GenEvent.StartLink<object>().Value;

    private static ScriptedHandler New(object? mark) => new(Process.Self, mark);

    private static HandlerId Id(object? id) => new(typeof(ScriptedHandler), id);

    // Receives so much of what handlers tell, whatever it is.
    private static void Forget(int count)
    {
        for (; count > 0; count--)
        {
            Expect.Message<Told>();
        }
    }
}
