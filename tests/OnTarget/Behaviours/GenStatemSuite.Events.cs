// OTP's gen_statem_SUITE: the order of events, what is put off, what a machine makes itself, state enter calls.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;
using static Cosmos.Tests.OnTarget.Behaviours.ScriptedMachine;

namespace Cosmos.Tests.OnTarget.Behaviours;

public sealed partial class GenStatemSuite
{
    /// <summary>
    /// Internal events come before postponed ones, these before those from outside; the latest callback's internal
    /// events first; of one callback, and of the postponed, in the order in which they came.
    /// </summary>
    [Fact]
    public void Event_order()
    {
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(Process.Self)
        {
            OnEvent = static (self, state, item) =>
            {
                if (state == "idle")
                {
                    return Stay.Postpone();
                }

                if (item.Content is "nest")
                {
                    Process.Send(self.Tester, "nested");
                    return Stay.Insert("inner 1").Insert("inner 2");
                }

                return null;
            },
        });
        Sys.Suspend(machine);
        machine.Cast(new Said("postponed 1"));
        Process.Send(machine.Resolve(), "postponed 2");
        machine.Cast(new Do(static _ => To("busy").Insert("internal 1").Insert("nest").Insert("internal 2")));
        machine.Cast(new Said("external"));
        Sys.Resume(machine);
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Happened(EventKind.Internal, "internal 1", "busy"));
        Expect.Next<object?>("nested");
        Expect.Next(new Happened(EventKind.Internal, "inner 1", "busy"));
        Expect.Next(new Happened(EventKind.Internal, "inner 2", "busy"));
        Expect.Next(new Happened(EventKind.Internal, "internal 2", "busy"));
        Expect.Next(new Happened(EventKind.Cast, new Said("postponed 1"), "busy"));
        Expect.Next(new Happened(EventKind.Info, "postponed 2", "busy"));
        Expect.Next(new Happened(EventKind.Cast, new Said("external"), "busy"));
        Expect.Nothing();
    }

    /// <summary>What was put off comes again in each new state, and stays so while the state is the same.</summary>
    [Fact]
    public void Postpone()
    {
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(Process.Self)
        {
            OnEvent = static (self, state, item) =>
            {
                Process.Send(self.Tester, (state, item.Content));
                return state == "last" ? Stay : Stay.Postpone();
            },
        });
        Process.Send(machine.Resolve(), 1);
        Process.Send(machine.Resolve(), 2);
        Expect.Next<(string, object?)>(("idle", 1));
        Expect.Next<(string, object?)>(("idle", 2));
        machine.Cast(new Do(static _ => To("idle")));
        machine.Cast(new Do(static _ => Stay));
        machine.Cast(new Do(static _ => To("next")));
        Expect.Next(new Entered("idle", "next"));
        Expect.Next<(string, object?)>(("next", 1));
        Expect.Next<(string, object?)>(("next", 2));
        machine.Cast(new Do(static _ => Again));
        Expect.Next(new Entered("next", "next"));
        machine.Cast(new Do(static _ => To("last")));
        Expect.Next(new Entered("next", "last"));
        Expect.Next<(string, object?)>(("last", 1));
        Expect.Next<(string, object?)>(("last", 2));
        machine.Cast(new Do(static _ => To("idle")));
        Expect.Next(new Entered("last", "idle"));
        Expect.Nothing();
    }

    /// <summary>
    /// An event that changes the state and is put off comes again in the new one, behind internal ones.
    /// </summary>
    [Fact]
    public void Postpone_and_change()
    {
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(Process.Self)
        {
            OnEvent = static (_, state, item) =>
                item.Content is "move" && state == "idle" ? To("busy").Postpone().Insert("own") : null,
        });
        Process.Send(machine.Resolve(), "move");
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Happened(EventKind.Internal, "own", "busy"));
        Expect.Next(new Happened(EventKind.Info, "move", "busy"));
    }

    /// <summary>A postponed request is answered from the state in which it is handled.</summary>
    [Fact]
    public void Postponed_call()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        PendingReply<object?> pending = machine.SendRequest(new Ask(static (self, from) =>
            self.State == "idle" ? Stay.Postpone() : Stay.Reply(from, self.State)));
        machine.Cast(new Do(static _ => To("busy")));
        Assert.Equal<object?>("busy", pending.Receive().Value);
    }

    /// <summary>Events that a machine makes, of all kinds, from Init on.</summary>
    [Fact]
    public void Next_events()
    {
        Pid tester = Process.Self;
        GenStatem.StartLink(new ScriptedMachine(tester)
        {
            OnInit = static () =>
            {
                Process.Send(Process.Self, "outside");
                return To("idle").Insert("first").Insert(default(Event)).Insert("last");
            },
            OnEvent = static (self, state, item) =>
            {
                if (item.Content is not "outside" || self.Value is not null)
                {
                    return null;
                }

                self.Value = "seen";
                return Stay.Insert(item).Insert("own");
            },
        });
        Expect.Next(new Entered("idle", "idle"));
        Expect.Next(new Happened(EventKind.Internal, "first", "idle"));
        Expect.Next(new Happened(EventKind.Call, null, "idle"));
        Expect.Next(new Happened(EventKind.Internal, "last", "idle"));
        Expect.Next(new Happened(EventKind.Info, "outside", "idle"));
        Expect.Next(new Happened(EventKind.Internal, "own", "idle"));
        Expect.Nothing();
    }

    /// <summary>
    /// OnEnter is called in the first state, in each new one and when a state is repeated, before any other event; what
    /// it wants is done.
    /// </summary>
    [Fact]
    public void State_enter()
    {
        Process.TrapExit = true;
        ServerRef<ScriptedMachine> machine = Begin(new ScriptedMachine(Process.Self)
        {
            OnEntry = static (_, state) => state switch
            {
                "timed" => Entry.Stay.StateTimeout(Expect.Ms(1), "from entry").Timeout("name", TimeSpan.Zero, "named"),
                "last" => Entry.Stop("entered"),
                _ => Entry.Stay,
            },
        });
        machine.Cast(new Do(static _ => To("idle")));
        machine.Cast(new Do(static _ => Stay));
        machine.Cast(new Do(static _ => Again));
        Expect.Next(new Entered("idle", "idle"));
        machine.Cast(new Do(static _ => To("timed").Insert("own")));
        Expect.Next(new Entered("idle", "timed"));
        Expect.Next(new Happened(EventKind.Internal, "own", "timed"));
        Expect.Next(new Happened(EventKind.Timeout, "named", "timed", "name"));
        Expect.Next(new Happened(EventKind.StateTimeout, "from entry", "timed"));
        machine.Cast(new Do(static _ => To("last").Insert("never")));
        Expect.Next(new Entered("timed", "last"));
        Assert.Equal<ExitReason>("entered", Expect.Exit(machine.Resolve()));
        Expect.Nothing();
    }

    /// <summary>An answer is sent from OnEnter; to whom, the event before has kept.</summary>
    [Fact]
    public void Reply_on_enter()
    {
        ServerRef<ScriptedMachine> machine = GenStatem.StartLink(new ScriptedMachine(Process.Self)
        {
            OnEntry = static (_, state) =>
                state == "asked" ? Entry.Stay.Reply((From<object?>)Process.Get("from")!, "entered") : Entry.Stay,
        }).Value;
        Assert.Equal<object?>("entered", machine.Call(new Ask(static (_, from) =>
        {
            Process.Put("from", from);
            return To("asked");
        })));
    }
}
