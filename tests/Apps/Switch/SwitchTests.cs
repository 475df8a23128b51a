// What all tests of the exchange begin with: the application with two subscribers and a few routes, a network, phones.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Simulation;
using Switch.Tests.Phones;

namespace Switch.Tests;

public abstract class SwitchTests : ApplicationTests
{
    /// <summary>After this no transaction of what went before is left: 64*T1 and a little.</summary>
    private protected static readonly TimeSpan Settled = TimeSpan.FromSeconds(40);

    protected override Application CreateApplication() => new SwitchApplication
    {
        Subscribers =
        [
            Subscriber.Create("alice", "cosmos", "secret"),
            Subscriber.Create("bob", "cosmos", "secret"),
        ],
        Routes =
        [
            new Route("1", "192.0.2.11"),
            new Route("2", "192.0.2.12"),
            new Route("112", "192.0.2.112"),
        ],
        SessionInterval = TimeSpan.FromMinutes(30),
    };

    private protected void WithPhones(Action<RunningApplication, Phone, Phone> test, string bootOptions = "",
        int seeds = 4, [System.Runtime.CompilerServices.CallerMemberName] string name = "",
        [System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Run(
            application =>
            {
                ServerRef<FakeNetwork> network = FakeNetwork.Start(application.Node.Seed);
                var callee = new Phone(network, "callee", "192.0.2.11");
                test(application, new Phone(network, "caller", "192.0.2.1"), callee);
            },
            bootOptions, seeds, name, file);

    /// <summary>A call by the route of prefix 1 that rings: the INVITE as it was sent, and as it arrived.</summary>
    private protected static (SipRequest Sent, SipRequest Arrived) Ring(Phone caller, Phone callee,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100", Phone.Sdp("offer"), more);
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ringing);
        caller.Expect(StatusCode.Ringing);
        return (invite, arrived);
    }

    /// <summary>A call by the route of prefix 1, up.</summary>
    private protected static (PhoneDialog Caller, PhoneDialog Callee) Talk(Phone caller, Phone callee,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        (SipRequest invite, SipRequest arrived) = Ring(caller, callee, more);
        callee.Answer(arrived, StatusCode.Ok, Phone.Sdp("answer"));
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok));
        dialog.Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
        return (dialog, PhoneDialog.OfCallee(callee, arrived));
    }

    /// <summary>The one record there is.</summary>
    private protected static string Record()
    {
        List<KeyValuePair<long, string>> records = SwitchTables.Records.ToList();
        Assert.Single(records);
        return records[0].Value;
    }

    /// <summary>When all is over, no process and no row of it is left.</summary>
    private protected static void ExpectNothingLeft(RunningApplication application)
    {
        application.Pass(Settled);
        Assert.Equal(0, SwitchTables.Calls.Size);
        Assert.Equal(0, SwitchTables.Dialogs.Size);
        Assert.Equal(0, SwitchTables.Transactions.Size);
        Assert.Equal(0, Cosmos.Runtime.Supervision.Supervisor.CountChildren(CallSupervisor.Name).Active);
        Assert.Equal(0, Cosmos.Runtime.Supervision.Supervisor.CountChildren(TransactionSupervisor.Name).Active);
        Assert.DoesNotContain("CRASH REPORT", application.Node.Console, StringComparison.Ordinal);
    }
}
