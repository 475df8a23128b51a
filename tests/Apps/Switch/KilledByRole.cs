// What a death of each role costs (docs/design/switch.md): calls that are not involved go on and end normally, a record
// is written for every call that began, and nothing is left at the end.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Simulation;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class KilledByRole : SwitchTests
{
    private const int Calls = 30;

    /// <summary>Nobody is killed, a tenth of all datagrams is lost: every call is set up and ends normally.</summary>
    [Fact]
    public void Calls_under_loss_end_normally() => Run(
        application =>
        {
            Dictionary<string, string> outcomes = Play(application, lost: 0.1, static (_, _) => { });
            Assert.All(outcomes.Values, outcome => Assert.Equal("ended", outcome));
            ExpectRecords(application);
            ExpectNoneLeft(application);
        },
        seeds: 4);

    /// <summary>These roles are not part of any call: their deaths cost datagrams, which are sent again.</summary>
    [Theory]
    [InlineData("transport")]
    [InlineData("recorder")]
    [InlineData("registrar")]
    [InlineData("steward")]
    [InlineData("heir")]
    public void The_death_of_a_server_costs_no_call(string role) => Run(
        application =>
        {
            Dictionary<string, string> outcomes = Play(application, lost: 0.02, (_, _) => application.KillChild(role));
            Assert.All(outcomes.Values, outcome => Assert.Equal("ended", outcome));
            Assert.True(application.Restarts(role) > 0);
            ExpectRecords(application);
            ExpectNoneLeft(application);
        },
        seeds: 3);

    /// <summary>A call that is killed is recorded, both phones are hung up on, and no other call notices.</summary>
    [Fact]
    public void The_death_of_a_call_costs_that_call() => Run(
        application =>
        {
            int killed = 0;
            Dictionary<string, string> outcomes = Play(application, lost: 0, (_, random) =>
                killed += KillOne(application, CallSupervisor.Name, random));
            int others = outcomes.Values.Count(static outcome => outcome == "ended");
            Assert.True(killed > 0);
            Assert.True(others >= Calls - killed, $"{killed} were killed, {others} ended normally");
            Assert.All(outcomes.Values, outcome => Assert.True(
                outcome is "ended" or "hung up on" or "500" or "lost", outcome));
            ExpectRecords(application);
            ExpectNoneLeft(application);
        },
        seeds: 4);

    /// <summary>A transaction that is killed costs nothing: its call begins it anew, or the phone asks again.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0.02)]
    public void The_death_of_a_transaction_costs_no_call(double lost) => Run(
        application =>
        {
            int killed = 0;
            Dictionary<string, string> outcomes = Play(application, lost, (_, random) =>
                killed += KillOne(application, TransactionSupervisor.Name, random));
            Assert.True(killed > 0);
            Assert.All(outcomes.Values, outcome => Assert.Equal("ended", outcome));
            ExpectRecords(application);
            ExpectNoneLeft(application);
        },
        seeds: 4);

    /// <summary>Whoever is killed, and a few datagrams get lost meanwhile: calls that were not killed end normally.
    /// </summary>
    [Fact]
    public void Deaths_of_all_roles_cost_at_most_the_calls_that_were_killed() => Run(
        application =>
        {
            string[] servers = ["transport", "recorder", "registrar", "steward", "heir", "transactions"];
            int killed = 0;
            Dictionary<string, string> outcomes = Play(application, lost: 0.02, (_, random) =>
            {
                int role = random.Next(2 * servers.Length);
                if (role < servers.Length)
                {
                    application.KillChild(servers[role]);
                }
                else if (role == servers.Length)
                {
                    killed += KillOne(application, CallSupervisor.Name, random);
                }
                else
                {
                    KillOne(application, TransactionSupervisor.Name, random);
                }
            });
            int others = outcomes.Values.Count(static outcome => outcome == "ended");
            Assert.True(others >= Calls - killed, $"{killed} were killed, {others} ended normally");
            ExpectRecords(application);
            ExpectNoneLeft(application);
        },
        seeds: 4);

    /// <summary>When the recorder and a call are killed together, the next recorder writes the call's record.</summary>
    [Fact]
    public void A_record_survives_its_recorder() => WithPhones((application, caller, callee) =>
    {
        Talk(caller, callee);
        Pid call = Supervisor.WhichChildren(CallSupervisor.Name)[0].Pid;
        Pid recorder = application.Child("recorder");
        Process.Exit(recorder, ExitReason.Kill);
        Process.Exit(call, ExitReason.Kill);
        application.Pass(TimeSpan.FromSeconds(1));
        Assert.Contains("\"endedBy\":\"fault\",\"fault\":\"noproc\"", Record(), StringComparison.Ordinal);
        caller.Answer(caller.Expect(SipMethod.Bye), StatusCode.Ok);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        application.Pass(Settled);
        Assert.Equal(0, SwitchTables.Calls.Size);
    });

    /// <summary>A caller whose call is killed while it rings hears so, and the callee's phone stops ringing.</summary>
    [Fact]
    public void A_call_that_is_killed_stops_ringing() => WithPhones((application, caller, callee) =>
    {
        (SipRequest invite, SipRequest arrived) = Ring(caller, callee);
        application.Node.Kill(Supervisor.WhichChildren(CallSupervisor.Name)[0].Pid);
        caller.Send(invite.Acknowledge(caller.Expect(StatusCode.ServerInternalError)));
        SipRequest cancel = callee.Expect(SipMethod.Cancel);
        callee.Answer(cancel, StatusCode.Ok);
        callee.Answer(arrived, StatusCode.RequestTerminated);
        callee.Expect(SipMethod.Ack);
        application.Pass(Settled);
        Assert.Equal(0, SwitchTables.Transactions.Size);
        Assert.Contains("\"fault\":\"killed\"", Record(), StringComparison.Ordinal);
    });

    /// <summary>From its 100 on a caller asks nobody again: what was to answer him has a successor.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_caller_is_answered_when_his_transaction_was_killed(bool isRinging) => WithPhones(
        (application, caller, callee) =>
        {
            SipRequest invite = caller.Make(SipMethod.Invite, "100");
            caller.Send(invite);
            caller.Expect(StatusCode.Trying);
            SipRequest arrived = callee.Expect(SipMethod.Invite);
            if (isRinging)
            {
                callee.Answer(arrived, StatusCode.Ringing);
                caller.Expect(StatusCode.Ringing);
            }

            application.Node.Kill(ServerOf(invite));
            application.Pass(TimeSpan.FromSeconds(1));
            caller.Send(invite);
            callee.Answer(arrived, StatusCode.BusyHere);
            caller.Send(invite.Acknowledge(caller.Expect(StatusCode.BusyHere)));
            callee.Expect(SipMethod.Ack);
            application.Pass(Settled);
            Assert.Equal(0, SwitchTables.Transactions.Size);
            Assert.Equal(1, SwitchTables.Records.Size);
            Assert.Contains("\"status\":486,\"endedBy\":\"callee\"", Record(), StringComparison.Ordinal);
        });

    /// <summary>He may give up as well: his CANCEL finds the successor.</summary>
    [Fact]
    public void A_caller_may_cancel_when_his_transaction_was_killed() => WithPhones((application, caller, callee) =>
    {
        (SipRequest invite, SipRequest arrived) = Ring(caller, callee);
        application.Node.Kill(ServerOf(invite));
        application.Pass(TimeSpan.FromSeconds(1));
        caller.Send(invite.Cancel());
        caller.Expect(StatusCode.Ok);
        caller.Send(invite.Acknowledge(caller.Expect(StatusCode.RequestTerminated)));
        callee.Answer(callee.Expect(SipMethod.Cancel), StatusCode.Ok);
    });

    /// <summary>An answer that got lost is repeated, though what had sent it was killed.</summary>
    [Fact]
    public void An_answer_is_repeated_when_its_transaction_was_killed() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100", Phone.Sdp("offer"));
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ok, Phone.Sdp("answer"));
        SipResponse answer = caller.Expect(StatusCode.Ok);
        application.Node.Kill(ServerOf(invite));
        Assert.Equal(3, caller.Repetitions(3, TimeSpan.FromSeconds(5)).Length);
        PhoneDialog.OfCaller(caller, invite, answer).Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
    });

    /// <summary>A later INVITE has its answer, too.</summary>
    [Fact]
    public void A_later_invite_is_answered_when_its_transaction_was_killed() => WithPhones(
        (application, caller, callee) =>
        {
            (PhoneDialog dialog, _) = Talk(caller, callee);
            SipRequest invite = dialog.Send(SipMethod.Invite, Phone.Sdp("again"));
            SipRequest arrived = callee.Expect(SipMethod.Invite);
            application.Node.Kill(ServerOf(invite));
            callee.Answer(arrived, StatusCode.NotAcceptableHere);
            caller.Send(invite.Acknowledge(caller.Expect(StatusCode.NotAcceptableHere)));
        });

    /// <summary>All transactions are killed with their supervisor: a caller who waits hears of it.</summary>
    [Fact]
    public void The_death_of_all_transactions_leaves_no_caller_waiting() => WithPhones(
        (application, caller, callee) =>
        {
            (SipRequest invite, SipRequest arrived) = Ring(caller, callee);
            application.Node.Kill(Process.WhereIs(TransactionSupervisor.Name)!.Value);
            application.Pass(TimeSpan.FromSeconds(1));
            callee.Answer(arrived, StatusCode.BusyHere);
            caller.Expect(StatusCode.BusyHere);
        });

    /// <summary>A callee who rings is not forgotten when what had asked him is killed: it asks again.</summary>
    [Fact]
    public void A_callee_is_heard_when_his_transaction_was_killed() => WithPhones((application, caller, callee) =>
    {
        (SipRequest invite, SipRequest arrived) = Ring(caller, callee);
        application.Node.Kill(ClientOf(arrived));
        Assert.Single(callee.Repetitions(1, TimeSpan.FromSeconds(1)));
        callee.Answer(arrived, StatusCode.Ok, Phone.Sdp("answer"));
        PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok)).Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
    });

    /// <summary>He is cancelled by the successor, too.</summary>
    [Fact]
    public void A_callee_is_cancelled_when_the_transaction_to_him_was_killed() => WithPhones(
        (application, caller, callee) =>
        {
            SipRequest invite = caller.Make(SipMethod.Invite, "100");
            caller.Send(invite);
            SipRequest arrived = callee.Expect(SipMethod.Invite);
            application.Node.Kill(ClientOf(arrived));
            Assert.Single(callee.Repetitions(1, TimeSpan.FromSeconds(1)));
            callee.Answer(arrived, StatusCode.Ringing);
            caller.Expect(StatusCode.Ringing);
            caller.Send(invite.Cancel());
            callee.Answer(callee.Expect(SipMethod.Cancel), StatusCode.Ok);
        });

    /// <summary>What a phone asks in a call is asked again, and a call does not end because its question was killed.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_request_in_a_call_is_answered_when_the_transaction_of_it_was_killed(bool isInvite) => WithPhones(
        (application, caller, callee) =>
        {
            SipMethod method = isInvite ? SipMethod.Invite : SipMethod.Info;
            (PhoneDialog dialog, _) = Talk(caller, callee);
            SipRequest request = dialog.Send(method, Phone.Sdp("again"));
            SipRequest arrived = callee.Expect(method);
            application.Pass(TimeSpan.FromMilliseconds(300)); // its call knows of it by then
            application.Node.Kill(ClientOf(arrived));
            Assert.Single(callee.Repetitions(1, TimeSpan.FromSeconds(1)));
            callee.Answer(arrived, StatusCode.NotAcceptableHere);
            Assert.Equal(request.Fields.CSeq, caller.Expect(StatusCode.NotAcceptableHere).Fields.CSeq);
            Assert.Equal(1, SwitchTables.Calls.Size);
        });

    /// <summary>What a transaction dies of its successors may die of: that has an end, and the caller hears of it.
    /// </summary>
    [Fact]
    public void A_transaction_that_is_killed_each_time_is_given_up() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        string key = TransactionKey.OfClient(arrived).Text;
        for (int i = 0; i < 30 && SwitchTables.Calls.Size > 0; i++)
        {
            if (SwitchTables.Transactions.TryLookup(key, out Pid transaction))
            {
                application.Node.Kill(transaction);
            }

            application.Pass(TimeSpan.FromMilliseconds(200));
        }

        caller.Send(invite.Acknowledge(caller.Expect(StatusCode.ServerInternalError)));
        application.Pass(Settled);
        Assert.Contains("\"status\":500", Record(), StringComparison.Ordinal);
    });

    private static Pid ServerOf(SipRequest request) => Holder(TransactionKey.OfServer(request));

    private static Pid ClientOf(SipRequest request) => Holder(TransactionKey.OfClient(request));

    private static Pid Holder(TransactionKey key)
    {
        bool isThere = SwitchTables.Transactions.TryLookup(key.Text, out Pid transaction);
        Assert.True(isThere, $"{key} has no transaction.");
        return transaction;
    }

    // Thirty calls within ten seconds, 15 s each; somebody is killed ten times meanwhile.
    private static Dictionary<string, string> Play(RunningApplication application, double lost,
        Action<int, Random> kill)
    {
        ServerRef<FakeNetwork> network = FakeNetwork.Start(application.Node.Seed);
        network.Call(new FakeNetwork.Trouble(lost, lost / 2));
        var random = new Random(application.Node.Seed);
        GenServer.Start(new RobotCallee("192.0.2.11"));
        for (int number = 0; number < Calls; number++)
        {
            GenServer.Start(new RobotCaller(Process.Self, $"r{number}", $"198.51.100.{number + 1}", "100",
                TimeSpan.FromMilliseconds(random.Next(10_000)), TimeSpan.FromSeconds(15)));
        }

        for (int number = 0; number < 10; number++)
        {
            application.Pass(TimeSpan.FromMilliseconds(random.Next(1000, 2500)));
            kill(number, random);
        }

        var outcomes = new Dictionary<string, string>();
        while (outcomes.Count < Calls)
        {
            Assert.True(Process.TryReceive(TimeSpan.FromMinutes(3), out RobotReport? report), "A caller hangs.");
            outcomes.TryAdd(report.Caller, report.Outcome);
        }

        return outcomes;
    }

    private static int KillOne(RunningApplication application, Atom supervisor, Random random)
    {
        IReadOnlyList<ChildInfo> children = [.. Supervisor.WhichChildren(supervisor)];
        if (children.Count == 0)
        {
            return 0;
        }

        application.Node.Kill(children[random.Next(children.Count)].Pid);
        return 1;
    }

    private static void ExpectRecords(RunningApplication application)
    {
        application.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(SwitchTables.Counters.Lookup(SwitchTables.CallCounter), SwitchTables.Records.Size);
    }

    private static void ExpectNoneLeft(RunningApplication application)
    {
        application.Pass(Settled);
        Assert.Equal(0, SwitchTables.Calls.Size);
        Assert.Equal(0, SwitchTables.Dialogs.Size);
        Assert.Equal(0, SwitchTables.Transactions.Size);
        Assert.Null(application.Reason);
    }
}
