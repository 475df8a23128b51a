// OTP's gen_statem_SUITE: state timeouts, event timeouts, named ones.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;
using static Cosmos.Tests.OnTarget.Behaviours.ScriptedMachine;

namespace Cosmos.Tests.OnTarget.Behaviours;

public sealed partial class GenStatemSuite
{
    /// <summary>
    /// A state timeout comes in its state, once; a change of state cancels it, an event does not; set anew it begins
    /// anew.
    /// </summary>
    [Fact]
    public void State_timeout()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        Together(machine, new Do(static _ => Stay.StateTimeout(Expect.Ms(5), 1)), new Said("between"));
        Expect.Next(new Happened(EventKind.Cast, new Said("between"), "idle"));
        Expect.Next(new Happened(EventKind.StateTimeout, 1, "idle"));

        Together(
            machine, new Do(static _ => To("busy").StateTimeout(Expect.Ms(5), 2)), new Do(static _ => To("idle")));
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Entered("busy", "idle"));
        Expect.Nothing(20);

        machine.Cast(new Do(static _ => To("busy").StateTimeout(Expect.Ms(60_000), 3).StateTimeout(Expect.Ms(1), 4)));
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Happened(EventKind.StateTimeout, 4, "busy"));

        // Due at once: behind what the machine has in hand, and never in another state.
        machine.Cast(new Do(static _ => Stay.StateTimeout(TimeSpan.Zero, 5).Insert("own")));
        Expect.Next(new Happened(EventKind.Internal, "own", "busy"));
        Expect.Next(new Happened(EventKind.StateTimeout, 5, "busy"));
        machine.Cast(new Do(static _ => Stay.StateTimeout(TimeSpan.Zero, 6).Insert(new Do(static _ => To("idle")))));
        Expect.Next(new Entered("busy", "idle"));
        machine.Cast(new Do(static _ => Stay.StateTimeout(Expect.Ms(1), 7).CancelStateTimeout()));
        Expect.Nothing(10);
    }

    /// <summary>An event timeout comes when no event does; any event cancels it, internal ones too.</summary>
    [Fact]
    public void Event_timeout()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        machine.Cast(new Do(static _ => Stay.EventTimeout(Expect.Ms(1), 1)));
        Expect.Next(new Happened(EventKind.EventTimeout, 1, "idle"));
        Expect.Nothing(5);
        Together(machine, new Do(static _ => Stay.EventTimeout(Expect.Ms(10), 2)), new Said("cancels"));
        Expect.Next(new Happened(EventKind.Cast, new Said("cancels"), "idle"));
        Expect.Nothing(30);
        machine.Cast(new Do(static _ => Stay.EventTimeout(TimeSpan.Zero, 3).Insert("cancels, too")));
        Expect.Next(new Happened(EventKind.Internal, "cancels, too", "idle"));
        Expect.Nothing(5);
        machine.Cast(new Do(static _ => To("busy").EventTimeout(TimeSpan.Zero, 4)));
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Happened(EventKind.EventTimeout, 4, "busy"));
    }

    /// <summary>
    /// Named timeouts run beside each other, over changes of state and other events, each of its name once.
    /// </summary>
    [Fact]
    public void Generic_timers()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        Together(
            machine,
            new Do(static _ => Stay.Timeout("a", Expect.Ms(150), 1).Timeout(2, Expect.Ms(1), 2)
                .Timeout("c", Expect.Ms(50), 3).StateTimeout(Expect.Ms(60_000), "state")),
            new Do(static _ => To("busy")));
        Expect.Next(new Entered("idle", "busy"));
        Expect.Next(new Happened(EventKind.Timeout, 2, "busy", 2));
        Expect.Next(new Happened(EventKind.Timeout, 3, "busy", "c"));
        Expect.Next(new Happened(EventKind.Timeout, 1, "busy", "a"));

        machine.Cast(new Do(static _ => Stay.Timeout("a", Expect.Ms(60_000), 1)));
        machine.Cast(new Do(static _ => Stay.Timeout("a", Expect.Ms(1), 2)));
        Expect.Next(new Happened(EventKind.Timeout, 2, "busy", "a"));
        Expect.Nothing(5);

        // Due at once: in the order in which they were set.
        machine.Cast(new Do(static _ => Stay.Timeout("x", TimeSpan.Zero, 1).StateTimeout(TimeSpan.Zero, 2)
            .Timeout("y", TimeSpan.Zero, 3)));
        Expect.Next(new Happened(EventKind.Timeout, 1, "busy", "x"));
        Expect.Next(new Happened(EventKind.StateTimeout, 2, "busy"));
        Expect.Next(new Happened(EventKind.Timeout, 3, "busy", "y"));
    }

    /// <summary>
    /// A timeout is cancelled, before and after it fired; what it tells is changed while it runs; one that does not run
    /// is due at once when it is updated.
    /// </summary>
    [Fact]
    public void Timeout_cancel_and_update()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        Together(
            machine,
            new Do(static _ => Stay.Timeout("a", Expect.Ms(2), "cancelled")),
            new Do(static _ => Stay.CancelTimeout("a").CancelTimeout("never set")));
        Expect.Nothing(10);

        // It fires while the machine is busy with the event that cancels it: it does not come all the same.
        Together(
            machine,
            new Do(static _ => Stay.Timeout("a", Expect.Ms(1), "too late")),
            new Do(static _ =>
            {
                Expect.Pause(10);
                return Stay.CancelTimeout("a");
            }));
        Expect.Nothing(20);

        Together(
            machine,
            new Do(static _ => Stay.Timeout("a", Expect.Ms(200), "old").StateTimeout(Expect.Ms(100), "old")),
            new Do(static _ => Stay.UpdateTimeout("a", "new").UpdateStateTimeout("new")));
        Expect.Next(new Happened(EventKind.StateTimeout, "new", "idle"));
        Expect.Next(new Happened(EventKind.Timeout, "new", "idle", "a"));

        machine.Cast(new Do(static _ => Stay.UpdateTimeout("none", "at once").UpdateStateTimeout("at once")));
        Expect.Next(new Happened(EventKind.Timeout, "at once", "idle", "none"));
        Expect.Next(new Happened(EventKind.StateTimeout, "at once", "idle"));

        machine.Cast(new Do(static _ => Stay.Timeout("b", TimeSpan.Zero, "old").UpdateTimeout("b", "new")
            .Timeout("c", TimeSpan.Zero, "cancelled").CancelTimeout("c")));
        Expect.Next(new Happened(EventKind.Timeout, "new", "idle", "b"));
        Expect.Nothing(5);
    }

    /// <summary>A timeout message of somebody else's timer is a message like others.</summary>
    [Fact]
    public void Foreign_timer()
    {
        ServerRef<ScriptedMachine> machine = Begin();
        Ref timer = Process.StartTimer(Expect.Ms(1), machine.Resolve(), "foreign");
        Expect.Next(new Happened(EventKind.Info, new TimeoutMessage(timer, "foreign"), "idle"));
    }
}
