// OTP's sys_SUITE, and the system messages of gen_server_SUITE.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Claims of sys_SUITE.</summary>
public sealed class SysSuite : Family
{
    /// <summary>While a server is suspended messages wait, and system messages are answered.</summary>
    [Fact]
    public void Suspend()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(1)).Value;
        Sys.Suspend(counter);
        ExitReason late = Assert.Throws<ProcessExitException>(
            () => counter.Call(new Counter.Add(1), Expect.Ms(5))).Reason;
        Assert.Equal(Atom.Timeout, late.Kind);
        counter.Cast(new Counter.Reset());
        PendingReply<int> pending = counter.SendRequest(new Counter.Add(5));
        Assert.Equal(1, Sys.GetState(counter).Count);
        Assert.True(Sys.GetStatus(counter).IsSuspended);
        Sys.Suspend(counter);
        Sys.Resume(counter);
        Assert.Equal(5, pending.Receive().Value);
        Assert.False(Sys.GetStatus(counter).IsSuspended);
        Sys.Resume(counter);
        Assert.Equal(6, counter.Call(new Counter.Add(1)));
    }

    /// <summary>A suspended server ends by an order and by its parent's exit, with Terminate.</summary>
    [Fact]
    public void End_while_suspended()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        var scripted = new Scripted
        {
            OnInit = static _ =>
            {
                Process.TrapExit = true;
                return InitResult.Ok;
            },
            OnTerminate = (_, reason) => Process.Send(tester, reason),
        };
        ServerRef<Scripted> ordered = Scripts.Start(scripted);
        Sys.Suspend(ordered);
        Sys.Terminate(ordered, "by_order");
        Expect.Next(new ExitReason("by_order"));
        Assert.Equal<ExitReason>("by_order", Expect.Exit(ordered.Resolve()));

        ServerRef<Scripted> child = Scripts.Start(scripted);
        Sys.Suspend(child);
        Process.Send(child.Resolve(), "waits");
        Process.Exit(child.Resolve(), "by_parent");
        Expect.Next(new ExitReason("by_parent"));
        Assert.Equal<ExitReason>("by_parent", Expect.Exit(child.Resolve()));
    }

    /// <summary>The state is the object; a copy of it comes. OTP: gen_server_SUITE get_state.</summary>
    [Fact]
    public void Get_state()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(5), new StartOptions { Name = "counter" }).Value;
        Assert.Equal(5, Sys.GetState(counter).Count);
        Sys.GetState(counter).Count = 100;
        Assert.Equal(5, new ServerRef<Counter>("counter").Call(default(Counter.Read)));
        Assert.Equal(5, ((Counter)Sys.GetState("counter")!).Count);

        ServerRef<Scripted> unwilling = Scripts.Start(new Scripted
        {
            OnInit = static self =>
            {
                self.Value = new WeakReference(self);
                return InitResult.Ok;
            },
        });
        ExitReason reason = Assert.Throws<ProcessExitException>(() => Sys.GetState(unwilling)).Reason;
        Assert.Equal<Atom>("callback_failed", reason.Kind);
        Assert.Equal<object?>(7, unwilling.Ask(static _ => 7));
    }

    /// <summary>
    /// The state is replaced by what a function makes of it; one that fails leaves the server as it was. OTP:
    /// gen_server_SUITE replace_state.
    /// </summary>
    [Fact]
    public void Replace_state()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(5)).Value;
        Assert.Equal(9, Sys.ReplaceState(counter, static state =>
        {
            state.Count = 9;
            return state;
        }).Count);
        Assert.Equal(9, counter.Call(default(Counter.Read)));
        Assert.Equal(20, Sys.ReplaceState(counter, static _ => new Counter(20)).Count);
        Assert.Equal(21, counter.Call(new Counter.Add(1)));
        ExitReason reason = Assert.Throws<ProcessExitException>(
            () => Sys.ReplaceState(counter, static _ => throw new InvalidOperationException("fail"))).Reason;
        Assert.Equal<Atom>("callback_failed", reason.Kind);
        Assert.Contains("fail", reason.ToString());
        Assert.Equal(21, counter.Call(default(Counter.Read)));

        Sys.Suspend(counter);
        Assert.Equal(3, Sys.ReplaceState(counter, static _ => new Counter(3)).Count);
        Assert.Equal(3, Sys.GetState(counter).Count);
        Sys.Resume(counter);
        Assert.Equal(3, counter.Call(default(Counter.Read)));
        counter.Stop();
    }

    /// <summary>A status tells who it is, whose child, and the state as the server wants it told.</summary>
    [Fact]
    public void Get_status()
    {
        ServerRef<Scripted> server = Scripts.Start(
            new Scripted { Value = "secret", OnStatus = static () => "formatted" },
            new StartOptions { Name = "status" });
        server.Ask(static _ => Process.Put("key", "value"));
        SystemStatus status = Sys.GetStatus(server);
        Assert.Equal(server.Resolve(), status.Pid);
        Assert.Equal<Atom>("status", status.Name);
        Assert.Equal(typeof(Scripted), status.Class);
        Assert.Equal(Process.Self, status.Parent);
        Assert.Equal<object?>("formatted", status.State);
        Assert.Equal(new KeyValuePair<object, object?>("key", "value"), status.Dictionary.Single());
    }

    /// <summary>Code is changed while the server is suspended, and not otherwise.</summary>
    [Fact]
    public void Change_code()
    {
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            OnCodeChange = static (self, version, extra) =>
            {
                self.Value = (version, extra);
                return extra is "fail" ? new ExitReason("refused") : null;
            },
        });
        Assert.Equal<Atom>("unknown_system_msg", Sys.ChangeCode(server, 1, 2)!.Kind);
        Sys.Suspend(server);
        Assert.Null(Sys.ChangeCode(server, 1, 2));
        Assert.Equal<ExitReason>("refused", Sys.ChangeCode(server, 1, "fail")!);
        Sys.Resume(server);
        Assert.Equal<object?>(((object?)1, (object?)"fail"), server.Ask(static self => self.Value));
    }

    /// <summary>The last events are kept, the oldest first.</summary>
    [Fact]
    public void Log()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter()).Value;
        Assert.Empty(Sys.GetLog(counter));
        Sys.Log(counter, 3);
        counter.Cast(new Counter.Reset());
        counter.Call(new Counter.Add(1));
        counter.Call(new Counter.Add(2));
        ImmutableArray<SystemEvent> log = Sys.GetLog(counter);
        Assert.Sequence(
            [
                new SystemEvent(SystemEventKind.Out, 1, Process.Self),
                new SystemEvent(SystemEventKind.Call, new Counter.Add(2), Process.Self),
                new SystemEvent(SystemEventKind.Out, 3, Process.Self),
            ],
            log);
        Sys.Log(counter, 0);
        counter.Call(new Counter.Add(3));
        Assert.Empty(Sys.GetLog(counter));
    }

    /// <summary>Messages in and out are counted while that is on.</summary>
    [Fact]
    public void Stats()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter()).Value;
        Assert.Null(Sys.GetStatistics(counter));
        Sys.Statistics(counter, true);
        counter.Call(new Counter.Add(1));
        counter.Call(new Counter.Add(1));
        counter.Cast(new Counter.Reset());
        SystemStatistics statistics = Sys.GetStatistics(counter)!;
        Assert.Equal(3L, statistics.MessagesIn);
        Assert.Equal(2L, statistics.MessagesOut);
        Assert.True(statistics.Reductions > 0);
        Assert.True(statistics.Start <= statistics.Now);
        Sys.Statistics(counter, false);
        Assert.Null(Sys.GetStatistics(counter));
    }

    /// <summary>A trace is written and does not disturb; its text says what happened.</summary>
    [Fact]
    public void Trace()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(), new StartOptions { Name = "traced" }).Value;
        Sys.Trace(counter, true);
        Assert.Equal(1, counter.Call(new Counter.Add(1)));
        Sys.NoDebug(counter);
        Assert.Equal(2, counter.Call(new Counter.Add(1)));
        Assert.Equal(
            $"got call {new Counter.Add(1)} from {Process.Self}",
            new SystemEvent(SystemEventKind.Call, new Counter.Add(1), Process.Self).ToString());
    }

    /// <summary>Functions see the events until they are removed, are done, or fail.</summary>
    [Fact]
    public void Install()
    {
        Pid tester = Process.Self;
        ServerRef<Counter> counter = GenServer.StartLink(new Counter()).Value;
        Func<object?, SystemEvent, object?> tell = (state, what) =>
        {
            if (what.Kind == SystemEventKind.Call)
            {
                Process.Send(tester, (state, what.Content));
                return (int)state! + 1;
            }

            return state;
        };
        Sys.Install(counter, "first", tell, 1);
        Sys.Install(counter, "first", tell, 100); // ignored: it is there
        Sys.Install(counter, "failing", static (_, _) => throw new InvalidOperationException());
        Sys.Install(counter, "done", (_, _) =>
        {
            Process.Send(tester, "once");
            return Sys.Done;
        });
        counter.Call(new Counter.Add(1));
        counter.Call(new Counter.Add(2));
        Expect.Next<(object?, object?)>((1, new Counter.Add(1)));
        Expect.Next<object?>("once");
        Expect.Next<(object?, object?)>((2, new Counter.Add(2)));
        Sys.Remove(counter, "first");
        Assert.Equal(6, counter.Call(new Counter.Add(3)));
        Expect.Nothing();
    }

    /// <summary>A process that is no behaviour takes part.</summary>
    [Fact]
    public void Special_process()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        Pid special = ProcLib.StartLink(() => SpecialProcess.Run(tester)).Value;
        Sys.Log(special);
        Process.Send(special, "one");
        Expect.Next(1);
        Assert.Equal<object?>(1, Sys.GetState(special));
        Assert.Equal<object?>(10, Sys.ReplaceState(special, static _ => 10));
        Sys.Suspend(special);
        Process.Send(special, "two");
        Expect.Nothing(2);
        Assert.Equal(typeof(SpecialProcess), Sys.GetStatus(special).Class);
        Sys.Resume(special);
        Expect.Next(11);
        Assert.Sequence(
            ["got one", $"sent 1 to {tester}", "got two", $"sent 11 to {tester}"],
            Sys.GetLog(special).Select(static what => what.ToString()));
        Sys.Terminate(special, "by_order");
        Assert.Equal<ExitReason>("by_order", Expect.Exit(special));
    }

    /// <summary>Asking whoever is not there, or does not answer, exits the caller as a call does.</summary>
    [Fact]
    public void Nobody()
    {
        Assert.Equal(
            Atom.NoProcess, Assert.Throws<ProcessExitException>(static () => Sys.GetState("nobody")).Reason.Kind);
        Pid deaf = Process.SpawnLink(Puppet.Wait);
        Assert.Equal(Atom.Timeout, Assert.Throws<ProcessExitException>(
            () => Sys.Suspend(deaf, Expect.Ms(1))).Reason.Kind);
    }
}
