// OTP's gen_statem_SUITE: start, end, calls, system messages. Events and timeouts stand in the files beside this one.
// Left out: other nodes, global and via names; undefined callbacks and wrong actions, which do not compile; absolute
// timeouts, which are not offered.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;
using static Cosmos.Tests.OnTarget.Behaviours.ScriptedMachine;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of gen_statem_SUITE.</summary>
public sealed partial class GenStatemSuite : Family
{
    private const string Name = "machine";

    /// <summary>Start by name, ignore, stop, error, already started, Init that throws.</summary>
    [Fact]
    public void Start()
    {
        Process.TrapExit = true;
        StartOptions named = new() { Name = Name };
        ServerRef<ScriptedMachine> machine = GenStatem.StartLink(new ScriptedMachine(Process.Self), named).Value;
        Expect.Next(new Entered("idle", "idle"));
        Assert.Equal(machine.Resolve(), GenStatem.StartLink(new ScriptedMachine(Process.Self), named).Holder);
        machine.Stop();
        Assert.Equal(ExitReason.Normal, Expect.Exit(machine.Resolve()));

        Assert.Equal(StartKind.Ignore, GenStatem.StartLink(
            new ScriptedMachine(Process.Self) { OnInit = static () => InitResult.Ignore }, named).Kind);
        Assert.Equal<ExitReason>("stopped", GenStatem.StartLink(
            new ScriptedMachine(Process.Self) { OnInit = static () => InitResult.Stop("stopped") }, named).Reason!);
        Assert.Equal<ExitReason>("stopped", GenStatem.StartLink(
            new ScriptedMachine(Process.Self) { OnInit = static () => End("stopped") }, named).Reason!);
        Assert.Equal<ExitReason>("refused", GenStatem.StartMonitor(
            new ScriptedMachine(Process.Self) { OnInit = static () => InitResult.Error("refused") }).Reason!);
        Assert.Equal(Atom.Error, GenStatem.Start(new ScriptedMachine(Process.Self)
        {
            OnInit = static () => throw new InvalidOperationException(),
        }).Reason!.Kind);
        Assert.Equal(Atom.Error, GenStatem.Start(
            new ScriptedMachine(Process.Self) { OnInit = static () => Stay }).Reason!.Kind);
        Assert.Null(Process.WhereIs(Name));
        Expect.Nothing();
    }

    /// <summary>The machine of the manual: a door with a code lock, a method for each state.</summary>
    [Fact]
    public void Code_lock()
    {
        ServerRef<CodeLock> door = GenStatem.StartLink(new CodeLock([1, 2, 3])).Value;
        Press(door, 3, 2, 1);
        Assert.Equal("Locked", door.Call(new CodeLock.AskState()));
        Press(door, 1, 2, 3);
        Assert.Equal("Open", door.Call(new CodeLock.AskState()));

        // A button pressed while the door is open counts when it has locked itself again.
        Press(door, 1, 2, 3);
        Assert.Equal("Open", door.Call(new CodeLock.AskState()));
        Expect.Until(() => Sys.GetState(door).Opened == 2, "it locks, and opens by what was pressed meanwhile");
        Expect.Until(() => Sys.GetState(door).State.Name == "Locked", "it locks");
        Assert.Equal(2, door.Call(new CodeLock.AskOpened()));
        door.Stop();
    }

    /// <summary>A machine stops with a reason of its own, and Terminate knows the state.</summary>
    [Fact]
    public void Stop()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        foreach (ExitReason reason in (ExitReason[])["normal", "shutdown", "abnormal"])
        {
            ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(tester)
            {
                OnTerminate = (state, why) => Process.Send(tester, (state, why)),
            });
            machine.Cast(new Do(static _ => To("ending")));
            Expect.Next(new Entered("idle", "ending"));
            machine.Cast(new Do(_ => End(reason)));
            Expect.Next(("ending", reason));
            Assert.Equal(reason, Expect.Exit(machine.Resolve()));
        }

        ServerRef<ScriptedMachine> failing = Begin(new ScriptedMachine(tester)
        {
            OnTerminate = (state, why) => Process.Send(tester, (state, why.Kind)),
        });
        failing.Cast(new Do(static _ => throw new InvalidOperationException()));
        Expect.Next(("idle", Atom.Error));
        Assert.Equal(Atom.Error, Expect.Exit(failing.Resolve()).Kind);
        Expect.Nothing();
    }

    /// <summary>The end with answers: they are sent, then Terminate runs, and later callers get the reason.</summary>
    [Fact]
    public void Stop_and_reply()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(tester)
        {
            OnTerminate = (_, _) => Expect.Message<string>(static word => word == "go on"),
        });
        PendingReply<object?> first = machine.SendRequest(new Ask(static (self, from) =>
        {
            self.Value = from;
            return Stay;
        }));
        Assert.Equal<object?>("second", machine.Call(new Ask(static (self, from) =>
            End("stopped").Reply((From<object?>)self.Value!, "first").Reply(from, "second"))));
        Assert.Equal<object?>("first", first.Receive().Value);
        PendingReply<object?> late = machine.SendRequest(new Ask(static (_, _) => Stay));
        Assert.True(Process.IsAlive(machine.Resolve()), "Terminate runs after the answers");
        Process.Send(machine.Resolve(), "go on");
        Assert.Equal<ExitReason>("stopped", ((CallFailure)late.Receive().Reason!.Detail!).Reason);
        Assert.Equal<ExitReason>("stopped", Expect.Exit(machine.Resolve()));
    }

    /// <summary>An answer can come from a later state, and to several who asked.</summary>
    [Fact]
    public void Reply_from_another_state()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        PendingReply<object?> pending = machine.SendRequest(new Ask(static (self, from) =>
        {
            self.Value = from;
            return To("asked");
        }));
        Expect.Next(new Entered("idle", "asked"));
        Assert.Equal(ResponseKind.None, pending.Wait(Expect.Ms(1)).Kind);
        machine.Cast(new Do(static self => To("answered").Reply((From<object?>)self.Value!, "at last")));
        Assert.Equal<object?>("at last", pending.Receive().Value);
        Expect.Next(new Entered("asked", "answered"));
        Assert.Equal(Atom.Timeout, Assert.Throws<ProcessExitException>(() =>
            machine.Call(new Ask(static (_, _) => Stay), Expect.Ms(1))).Reason.Kind);
    }

    /// <summary>All kinds of events, and who waits for an answer to which.</summary>
    [Fact]
    public void Event_types()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        machine.Cast(new Said("cast"));
        Expect.Next(new Happened(EventKind.Cast, new Said("cast"), "idle"));
        Process.Send(machine.Resolve(), "info");
        Expect.Next(new Happened(EventKind.Info, "info", "idle"));
        machine.Cast(new Do(static _ => Stay.Insert("internal").EventTimeout(TimeSpan.Zero, "never: cancelled")
            .StateTimeout(TimeSpan.Zero, "state").Timeout("name", TimeSpan.Zero, "named")));
        Expect.Next(new Happened(EventKind.Internal, "internal", "idle"));
        Expect.Next(new Happened(EventKind.StateTimeout, "state", "idle"));
        Expect.Next(new Happened(EventKind.Timeout, "named", "idle", "name"));

        // Nobody waits for an answer to what is no request.
        Process.TrapExit = true;
        machine.Cast(new Do(static self => Stay.Insert(new Ask(static (_, from) => Stay.Reply(from, null)))));
        Assert.Equal(Atom.Error, Expect.Exit(machine.Resolve()).Kind);
        Expect.Nothing();
    }

    /// <summary>The parent's exit ends a machine that traps exits, in its state.</summary>
    [Fact]
    public void Exit_of_parent()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(tester)
        {
            OnInit = static () =>
            {
                Process.TrapExit = true;
                return To("idle");
            },
            OnTerminate = (state, why) => Process.Send(tester, (state, why)),
        });
        Process.Exit(machine.Resolve(), "from_parent");
        Expect.Next(("idle", (ExitReason)"from_parent"));
        Assert.Equal<ExitReason>("from_parent", Expect.Exit(machine.Resolve()));
    }

    /// <summary>State and data are looked at and replaced. OTP: get_state, replace_state, sys1.</summary>
    [Fact]
    public void Replace_state()
    {
        Pid tester = Process.Self;
        ServerRef<ScriptedMachine> machine = Begin();
        machine.Cast(new Do(static self =>
        {
            self.Value = 1;
            return To("busy");
        }));
        Expect.Next(new Entered("idle", "busy"));
        ScriptedMachine copy = Sys.GetState(machine);
        Assert.Equal("busy", copy.State);
        Assert.Equal<object?>(1, copy.Value);
        Sys.ReplaceState(machine, static self =>
        {
            self.OverrideState("other");
            self.Value = 2;
            return self;
        });
        machine.Cast(new Said("where"));
        Expect.Next(new Happened(EventKind.Cast, new Said("where"), "other"));
        Sys.ReplaceState(machine, _ => new ScriptedMachine(tester) { Value = 3 });
        Assert.Equal<object?>(3, machine.Call(new Ask(static (self, from) => Stay.Reply(from, self.Value))));
        Assert.Equal("other", Sys.GetState(machine).State);

        Sys.Suspend(machine);
        machine.Cast(new Said("waits"));
        Expect.Nothing(2);
        Sys.Resume(machine);
        Expect.Next(new Happened(EventKind.Cast, new Said("waits"), "other"));
    }

    /// <summary>What an observer sees of a transition.</summary>
    [Fact]
    public void Log()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        Sys.Log(machine, 20);
        machine.Cast(new Said("first"));
        machine.Cast(new Do(static _ => To("busy").Insert("own")));
        Expect.Message<Happened>(static what => what.Kind == EventKind.Internal);
        SystemEventKind[] kinds = [.. Sys.GetLog(machine).ToList().ConvertAll(static what => what.Kind)];
        Assert.Sequence(
            [
                SystemEventKind.Cast, SystemEventKind.Consume, SystemEventKind.Cast, SystemEventKind.Internal,
                SystemEventKind.Enter, SystemEventKind.Consume, SystemEventKind.Consume,
            ],
            kinds);
    }

    /// <summary>A machine hibernates when a callback says so, and goes on where it was.</summary>
    [Fact]
    public void Hibernate()
    {
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(Process.Self)
        {
            OnInit = static () => To("idle").Hibernate(),
        });
        for (int round = 0; round < 3; round++)
        {
            Expect.Until(
                () => Process.Info(machine.Resolve()) is { StackBytes: 0, Status: ProcessStatus.Waiting }, "it sleeps");
            machine.Cast(new Do(static _ => Stay.Hibernate().Timeout("wake", Expect.Ms(1), "up")));
            Expect.Next(new Happened(EventKind.Timeout, "up", "idle", "wake"));
        }

        ServerRef<CodeLock> door = GenStatem.StartLink(
            new CodeLock([7]), new StartOptions { HibernateAfter = Expect.Ms(1) }).Value;
        Expect.Until(() => Process.Info(door.Resolve())!.Collections > 0, "it hibernates by itself");
        Press(door, 7);
        Assert.Equal("Open", door.Call(new CodeLock.AskState()));
    }

    /// <summary>A process becomes a machine.</summary>
    [Fact]
    public void Enter_loop()
    {
        Pid tester = Process.Self;
        ServerRef<ScriptedMachine> machine = ProcLib.StartLink(() =>
        {
            ProcLib.InitAck();
            Process.Send(Process.Self, "waits");
            GenStatem.EnterLoop(
                new ScriptedMachine(tester) { OnInit = static () => throw new InvalidOperationException() }, "begun");
        }).Value;
        Expect.Next(new Entered("begun", "begun"));
        Expect.Next(new Happened(EventKind.Info, "waits", "begun"));
        Assert.Equal("begun", Sys.GetState(machine).State);
    }

    /// <summary>Another object handles the events, in the same state; and the one before again.</summary>
    [Fact]
    public void Change_callback()
    {
        Pid tester = Process.Self;
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(tester) { Value = "first" });
        machine.Cast(new Do(static _ => To("busy")));
        Expect.Next(new Entered("idle", "busy"));

        machine.Cast(new Do(self => Stay.PushCallback(new ScriptedMachine(tester) { Value = "second" })));
        Assert.Equal<object?>("second", machine.Call(new Ask(static (self, from) => Stay.Reply(from, self.Value))));
        machine.Cast(new Do(static _ => Stay.ChangeCallback(new ScriptedMachine(default) { Value = "third" })));
        Assert.Equal<object?>("third", machine.Call(new Ask(static (self, from) => Stay.Reply(from, self.Value))));
        Assert.Equal<object?>("third", Sys.GetState(machine).Value);
        machine.Cast(new Do(static _ => Stay.PopCallback()));
        Assert.Equal<object?>("first", machine.Call(new Ask(static (self, from) => Stay.Reply(from, self.Value))));
        Assert.Equal("busy", Sys.GetState(machine).State);
    }

    /// <summary>A pop without a push is an error of the machine.</summary>
    [Fact]
    public void Pop_too_many()
    {
        Process.TrapExit = true;
        ServerRef<ScriptedMachine> machine = Begin();
        machine.Cast(new Do(static self => Stay.PushCallback(new ScriptedMachine(self.Tester))));
        machine.Cast(new Do(static _ => Stay.PopCallback()));
        Assert.Equal("idle", Sys.GetState(machine).State);
        machine.Cast(new Do(static _ => Stay.PopCallback()));
        Assert.Equal<Atom>("bad_action", Expect.Exit(machine.Resolve()).Kind);
    }

    // A machine that has begun.
    private static ServerRef<ScriptedMachine> Begin(ScriptedMachine? machine = null)
    {
        ServerRef<ScriptedMachine> started = GenStatem.StartLink(machine ?? new ScriptedMachine(Process.Self)).Value;
        Expect.Next(new Entered("idle", "idle"));
        return started;
    }

    // Events that are all there before the first is handled: no time passes between them.
    private static void Together(
        ServerRef<ScriptedMachine> machine, params ReadOnlySpan<ICast<ScriptedMachine>> events)
    {
        Sys.Suspend(machine);
        foreach (ICast<ScriptedMachine> item in events)
        {
            machine.Cast(item);
        }

        Sys.Resume(machine);
    }

    private static void Press(ServerRef<CodeLock> door, params ReadOnlySpan<int> digits)
    {
        foreach (int digit in digits)
        {
            door.Cast(new CodeLock.Button(digit));
        }
    }
}
