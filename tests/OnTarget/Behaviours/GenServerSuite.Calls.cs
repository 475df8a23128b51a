// OTP's gen_server_SUITE: calls, casts, messages, what a callback can want next.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

public sealed partial class GenServerSuite
{
    /// <summary>All shapes of an answer, and what becomes of callers that get none.</summary>
    [Fact]
    public void Call()
    {
        Process.TrapExit = true;
        ServerRef<Scripted> server = Scripts.Start(
            new Scripted
            {
                OnTime = static self =>
                {
                    ((From<object?>)self.Value!).Reply("timed");
                    return Next.Wait;
                },
            },
            new StartOptions { Name = Name });
        Assert.Equal<object?>("delayed", server.Call(new Scripted.Ask(static (_, from) =>
        {
            from.Reply("delayed");
            return CallResult.NoReply;
        })));
        Assert.Equal<object?>("timed", server.Call(new Scripted.Ask(static (self, from) =>
        {
            self.Value = from;
            return CallResult.NoReply.Then(Next.Timeout(Expect.Ms(1)));
        }), Timeout.InfiniteTimeSpan));
        Assert.Equal<object?>(3, server.Call(new Scripted.Ask(static (_, _) => CallResult.Reply<object?>(3))));

        // By name, and after a time that is not used up.
        Assert.Equal<object?>(4, new ServerRef<Scripted>(Name).Call(
            new Scripted.Ask(static (_, _) => CallResult.Reply<object?>(4)), Expect.Ms(10_000)));

        Pid pid = server.Resolve();
        Assert.Equal<object?>("last words", server.Call(new Scripted.Ask(
            static (_, _) => CallResult.Reply<object?>("last words").Then(Next.Stop("stopped")))));
        Assert.Equal<ExitReason>("stopped", Expect.Exit(pid));
        Expect.Nothing();
    }

    /// <summary>The reason of a call that fails says why, and whom and what the call was to.</summary>
    [Fact]
    public void Call_that_fails()
    {
        Process.TrapExit = true;
        ExitReason nobody = Refused(static () => new ServerRef<Counter>("nobody").Call(default(Counter.Read)));
        Assert.Equal(Atom.NoProcess, nobody.Kind);
        Assert.Equal(
            new CallFailure("nobody", default(Counter.Read).ToString(), ExitReason.NoProcess),
            (CallFailure)nobody.Detail!);

        ServerRef<Scripted> server = Scripts.Start();
        ExitReason late = Refused(() => server.Call(
            new Scripted.Ask(static (_, _) => CallResult.NoReply), Expect.Ms(1)));
        Assert.Equal(Atom.Timeout, late.Kind);
        ExitReason stopped = Refused(() => server.Call(
            new Scripted.Ask(static (_, _) => CallResult.Stop("stopped"))));
        Assert.Equal<ExitReason>("stopped", ((CallFailure)stopped.Detail!).Reason);
        Assert.Equal<ExitReason>("stopped", Expect.Exit(server.Resolve()));

        ServerRef<Scripted> orderly = Scripts.Start();
        ExitReason ended = Refused(() => orderly.Call(
            new Scripted.Ask(static (_, _) => CallResult.Stop(ExitReason.Normal))));
        Assert.False(ended.IsOrderly, "who relied on a server that ended did not end by itself");
        Assert.Equal(ExitReason.Normal, Expect.Exit(orderly.Resolve()));

        ServerRef<Scripted> own = Scripts.Start();
        Assert.Equal<object?>(
            ExitReason.Of("calling_self").Kind,
            own.Ask(_ => Refused(() => own.Call(new Scripted.Ask(static (_, _) => CallResult.NoReply))).Kind));
        Expect.Nothing();
    }

    /// <summary>An answer that comes when nobody waits any more never gets into the mailbox.</summary>
    [Fact]
    public void Late_reply_is_dropped()
    {
        ServerRef<Scripted> server = Scripts.Start();
        ExitReason late = Refused(() => server.Call(new Scripted.Ask(static (self, from) =>
        {
            self.Value = from;
            return CallResult.NoReply;
        }), Expect.Ms(1)));
        Assert.Equal(Atom.Timeout, late.Kind);
        server.Ask(static self =>
        {
            ((From<object?>)self.Value!).Reply("late");
            return null;
        });
        Expect.Nothing(5);
    }

    /// <summary>From travels: another process answers, and the first answer is the only one.</summary>
    [Fact]
    public void Reply_from_another_process()
    {
        ServerRef<Scripted> server = Scripts.Start();
        Assert.Equal<object?>("by proxy", server.Call(new Scripted.Ask(static (_, from) =>
        {
            Process.Spawn(() =>
            {
                from.Reply("by proxy");
                from.Reply("again");
            });
            return CallResult.NoReply;
        })));
        Expect.Nothing(5);
        Assert.Empty(Process.Info(Process.Self)!.Monitors);
        Assert.Equal<object?>(1, server.Ask(static _ => Watchers())); // this call
    }

    /// <summary>A caller that is killed leaves nothing at the server.</summary>
    [Fact]
    public void Caller_that_dies()
    {
        ServerRef<Scripted> server = Scripts.Start();
        (Pid caller, Ref monitor) = Process.SpawnMonitor(() => server.Call(new Scripted.Ask(static (self, from) =>
        {
            self.Value = from;
            return CallResult.NoReply;
        })));
        Expect.Until(() => server.Ask(static self => self.Value) is From<object?>, "the call came");
        Process.Exit(caller, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        Expect.Until(
            () => server.Ask(static _ => Watchers()) is 1, "only this call monitors it");
        server.Ask(static self =>
        {
            ((From<object?>)self.Value!).Reply("to nobody");
            return null;
        });
    }

    /// <summary>Requests sent ahead, their answers in any order, by waiting and by looking at messages.</summary>
    [Fact]
    public void Send_request()
    {
        Process.TrapExit = true;
        ServerRef<Scripted> server = Scripts.Start();
        PendingReply<object?>[] pending = Series.Of(5, number => server.SendRequest(
            new Scripted.Ask((_, _) => CallResult.Reply<object?>(number))));
        Assert.Equal<object?>(3, pending[3].Receive().Value);
        Assert.Equal<object?>(1, pending[1].Wait(Expect.Ms(10_000)).Value);
        object? message = Expect.Message<ReplyMessage>();
        Assert.False(pending[4].Check(message, out _));
        Assert.True(pending[0].Check(message, out Response<object?> response));
        Assert.Equal<object?>(0, response.Value);
        Assert.Equal<object?>(2, pending[2].Receive().Value);
        Assert.Equal<object?>(4, pending[4].Receive().Value);

        PendingReply<object?> never = server.SendRequest(new Scripted.Ask(static (_, _) => CallResult.NoReply));
        Assert.Equal(ResponseKind.None, never.Wait(Expect.Ms(1)).Kind);
        PendingReply<object?> last = server.SendRequest(new Scripted.Ask(static (_, _) => CallResult.Stop("stopped")));
        Assert.Equal(Atom.NoProcess, new ServerRef<Counter>("nobody").SendRequest(default(Counter.Read))
            .Receive().Reason!.Kind);
        Assert.Equal<ExitReason>("stopped", ((CallFailure)last.Receive().Reason!.Detail!).Reason);
        DownMessage down = Expect.Message<DownMessage>();
        Assert.True(never.Check(down, out Response<object?> failed));
        Assert.Equal(ResponseKind.Error, failed.Kind);
        Assert.Equal<ExitReason>("stopped", Expect.Exit(server.Resolve()));
        Expect.Nothing();
    }

    /// <summary>Casts arrive in order; one to nobody is nothing.</summary>
    [Fact]
    public void Cast()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(5)).Value;
        counter.Cast(new Counter.Reset());
        Assert.Equal(1, counter.Call(new Counter.Add(1)));
        new ServerRef<Counter>("nobody").Cast(new Counter.Reset());
        new ServerRef<Counter>(default(Pid)).Cast(new Counter.Reset());
        counter.Stop();
        counter.Cast(new Counter.Reset());
        Expect.Nothing();
    }

    /// <summary>What no handler is for is HandleInfo's: plain messages, downs, requests for another server.</summary>
    [Fact]
    public void Info()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            OnInfo = (_, message) =>
            {
                Process.Send(tester, message);
                return Next.Wait;
            },
        });
        Process.Send(server.Resolve(), "hello");
        Expect.Next<object?>("hello");
        Process.Send(server.Resolve(), null);
        Expect.Next<object?>(null);
        new ServerRef<Counter>(server.Resolve()).Cast(new Counter.Reset());
        Expect.Next(new Counter.Reset());
        PendingReply<int> misled = new ServerRef<Counter>(server.Resolve()).SendRequest(default(Counter.Read));
        CallMessage call = Expect.Message<CallMessage>();
        Assert.Equal(misled.Tag, call.Tag);
        Assert.Equal<object?>(default(Counter.Read), call.Request);
    }

    /// <summary>The default HandleInfo says what it cannot use, and the server goes on.</summary>
    [Fact]
    public void Info_by_default()
    {
        Crashes.Watch();
        ServerRef<Counter> counter = GenServer.StartLink(new Counter(), new StartOptions { Name = Name }).Value;
        Process.Send(Name, "hello?");
        string text = Expect.Message<Cosmos.Runtime.Exits.ReportMessage>().Text;
        Assert.Contains("hello?", text);
        Assert.Contains(Name, text);
        Assert.Equal(0, counter.Call(default(Counter.Read)));
    }

    /// <summary>
    /// A timeout comes when nothing else does; a message ends it; zero is at once, behind what waits.
    /// </summary>
    [Fact]
    public void Timeouts()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            OnInfo = (_, message) =>
            {
                Process.Send(tester, message);
                return Next.Wait;
            },
        });
        server.Tell(static _ => Next.Timeout(Expect.Ms(1)));
        Expect.Next(Atom.Timeout);
        Expect.Nothing(10);

        server.Tell(static _ => Next.Timeout(Expect.Ms(20)));
        Process.Send(server.Resolve(), "ends the wait");
        Expect.Next<object?>("ends the wait");
        Expect.Nothing(50);

        Assert.Equal<object?>("before", server.Ask(self =>
        {
            Process.Send(Process.Self, "first");
            return "before";
        }));
        Expect.Next<object?>("first");
        server.Tell(static _ =>
        {
            Process.Send(Process.Self, "waits already");
            return Next.Timeout(TimeSpan.Zero);
        });
        Expect.Next<object?>("waits already");
        Expect.Nothing(5);
        server.Tell(static _ => Next.Timeout(TimeSpan.Zero));
        Expect.Next(Atom.Timeout);
    }

    /// <summary>An Init with a timeout; a system message begins the wait anew and is not the end of it.</summary>
    [Fact]
    public void Init_with_timeout()
    {
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            OnInit = static _ => Next.Timeout(Expect.Ms(20)),
            OnTime = _ =>
            {
                Process.Send(tester, "timed out");
                return Next.Wait;
            },
        });
        Sys.GetState(server);
        Expect.Next<object?>("timed out");
        Expect.Nothing(30);
    }

    /// <summary>
    /// HandleContinue runs before any message, also of those that came before Init was over, and can go on.
    /// </summary>
    [Fact]
    public void Continue()
    {
        Pid tester = Process.Self;
        Scripted scripted = new()
        {
            OnInit = _ =>
            {
                Process.Send(Process.Self, "message in Init");
                return Next.Continue(1);
            },
            OnContinue = (_, argument) =>
            {
                Process.Send(tester, argument);
                return argument is int number and < 3 ? Next.Continue(number + 1) : Next.Wait;
            },
            OnInfo = (_, message) =>
            {
                Process.Send(tester, message);
                return Next.Continue("from info");
            },
        };
        ServerRef<Scripted> server = Scripts.Start(scripted);
        Expect.Next(1);
        Expect.Next(2);
        Expect.Next(3);
        Expect.Next<object?>("message in Init");
        Expect.Next<object?>("from info");
        Assert.Equal<object?>("reply first", server.Call(new Scripted.Ask(
            static (_, _) => CallResult.Reply<object?>("reply first").Then(Next.Continue("then this")))));
        Expect.Next<object?>("then this");
    }

    /// <summary>A HandleContinue that fails right after Init: Terminate runs, and the start had answered.</summary>
    [Fact]
    public void Continue_that_fails()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            OnInit = static _ => Next.Continue(),
            OnContinue = static (_, _) => throw new ProcessExitException("failed"),
            OnTerminate = (_, reason) => Process.Send(tester, reason),
        });
        Expect.Next(new ExitReason("failed"));
        Assert.Equal<ExitReason>("failed", Expect.Exit(server.Resolve()));
    }

    /// <summary>Terminate runs when a callback throws, with the reason, and may end with another one.</summary>
    [Fact]
    public void Terminate()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        ServerRef<Scripted> server = Scripts.Start(new Scripted
        {
            Value = 1,
            OnTerminate = (self, reason) =>
            {
                Process.Send(tester, (self.Value, reason.Kind));
                throw new ProcessExitException("at last");
            },
        });
        server.Tell(static self =>
        {
            self.Value = 2;
            throw new InvalidOperationException();
        });
        Expect.Next<(object?, Atom)>((2, Atom.Error));
        Assert.Equal<ExitReason>("at last", Expect.Exit(server.Resolve()));

        // Not when a signal ends it.
        ServerRef<Scripted> killed = Scripts.Start(new Scripted
        {
            OnTerminate = (_, _) => Process.Send(tester, "never"),
        });
        Process.Exit(killed.Resolve(), "away");
        Assert.Equal<ExitReason>("away", Expect.Exit(killed.Resolve()));
        Expect.Nothing();
    }

    /// <summary>The answer of a stop is sent when Terminate is over, even if that fails.</summary>
    [Fact]
    public void Stop_with_reply()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        foreach (bool fails in (bool[])[false, true])
        {
            ServerRef<Scripted> server = Scripts.Start(new Scripted
            {
                OnTerminate = (_, _) =>
                {
                    Process.Send(tester, "terminated");
                    if (fails)
                    {
                        throw new ProcessExitException("failed");
                    }
                },
            });
            Assert.Equal<object?>("bye", server.Call(new Scripted.Ask(
                static (_, _) => CallResult.Reply<object?>("bye").Then(Next.Stop("stopped")))));
            Expect.Next<object?>("terminated");
            Assert.Equal<ExitReason>(fails ? "failed" : "stopped", Expect.Exit(server.Resolve()));
        }
    }

    /// <summary>Casts to many, some of which are not there.</summary>
    [Fact]
    public void Abcast()
    {
        ServerRef<Counter>[] counters =
            Series.Of(3, static _ => GenServer.StartLink(new Counter(9)).Value);
        GenServer.Abcast([.. counters, "nobody"], new Counter.Reset());
        Assert.True(counters.All(counter => counter.Call(default(Counter.Read)) == 0));
        Expect.Nothing();
    }

    /// <summary>Calls to many; who is not there, ends or is slow is told apart, and its answer never comes.</summary>
    [Fact]
    public void Multicall_down()
    {
        Process.TrapExit = true;
        ServerRef<Scripted>[] servers = Series.Of(4, static number => Scripts.Start(
            new Scripted { Value = number }));
        var ask = new Scripted.Ask(static (self, from) =>
        {
            switch (self.Value)
            {
                case 1:
                    return CallResult.Stop("down");
                case 2:
                    Process.Spawn(() =>
                    {
                        Expect.Pause(200);
                        from.Reply("too late");
                    });
                    return CallResult.NoReply;
                default:
                    return CallResult.Reply(self.Value);
            }
        });
        MultiCallResult<Scripted, object?> result = GenServer.MultiCall([.. servers, "nobody"], ask, Expect.Ms(50));
        Assert.Sequence<(ServerRef<Scripted>, object?)>([(servers[0], 0), (servers[3], 3)], result.Replies);
        Assert.Sequence([servers[1], servers[2], "nobody"], result.Bad);
        Assert.Equal<ExitReason>("down", Expect.Exit(servers[1].Resolve()));
        Expect.Nothing(400);
    }

    /// <summary>A call costs the same however many messages lie in the caller's mailbox. OTP: ratio below 10.</summary>
    [Fact]
    public void Call_with_huge_message_queue()
    {
        ServerRef<Counter> counter = GenServer.StartLink(new Counter()).Value;
        long few = Calls(counter);
        for (int message = Sizes.Pick(100_000, 10_000); message > 0; message--)
        {
            Process.Send(Process.Self, message);
        }

        _ = Process.Info(Process.Self);
        long many = Calls(counter);
        Assert.True(many < few * 10, $"{few} ns became {many} ns");
    }

    private static int Watchers() => Process.Info(Process.Self)!.MonitoredBy.Length;

    // The fastest of several rounds of calls.
    private static long Calls(ServerRef<Counter> counter)
    {
        long best = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            long start = Clock.Now;
            for (int call = 0; call < 100; call++)
            {
                counter.Call(new Counter.Add(1));
            }

            best = Math.Min(best, Clock.Now - start);
        }

        return best;
    }
}
