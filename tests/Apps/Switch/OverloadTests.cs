// Five times the rated load: new calls are refused early, calls that are up do not notice, emergency calls are let in.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class OverloadTests : SwitchTests
{
    /// <summary>Of 50 calls in a second ten are let in; the others hear 503 and when to come again.</summary>
    [Fact]
    public void Five_times_the_rated_load() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog dialog, _) = Talk(caller, callee);
        application.Pass(TimeSpan.FromSeconds(10));
        int refused = 0;
        int served = 0;
        var invites = new List<SipRequest>();
        long began = Clock.Now;
        for (int number = 0; number < 50; number++)
        {
            SipRequest invite = caller.Make(SipMethod.Invite, "999");
            invites.Add(invite);
            caller.Send(invite);
            SipResponse answer = (SipResponse)caller.Receive();
            answer = answer.Status == StatusCode.Trying ? (SipResponse)caller.Receive() : answer;
            caller.Send(invite.Acknowledge(answer));
            if (answer.Status == StatusCode.ServiceUnavailable)
            {
                Assert.NotNull(answer.Headers.Get(HeaderKind.RetryAfter));
                refused++;
            }
            else
            {
                Assert.Equal(StatusCode.NotFound, answer.Status);
                served++;
            }
        }

        // The burst, and ten a second for as long as the calls came.
        Assert.InRange(served, 10, 11 + (int)((Clock.Now - began) / 100_000_000));
        Assert.InRange(refused, 1, 50);
        Assert.Equal(50, served + refused);

        // A refusal leaves nothing behind, and the same request gets the same answer.
        Assert.Equal(served + 1, SwitchTables.Counters.Lookup(SwitchTables.CallCounter));

        for (int number = 0; number < 20; number++)
        {
            SipRequest emergency = caller.Make(SipMethod.Invite, "112");
            caller.Send(emergency);
            Assert.Equal(StatusCode.Trying, ((SipResponse)caller.Receive()).Status);
        }

        dialog.Send(SipMethod.Info);
        callee.Answer(callee.Expect(SipMethod.Info), StatusCode.Ok);
        application.Pass(TimeSpan.FromSeconds(5));
        TransportCounters counters = application.Server<Transport>("transport").Call(new Transport.Read());
        Assert.Equal(20, counters.Emergencies);
        Assert.True(counters.Overload >= refused);
        caller.Drain();
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        application.Pass(Settled); // nobody answers to 112 here
        ExpectNothingLeft(application);
    }, bootOptions: "switch.rate=10 switch.burst=10");

    /// <summary>More calls than it is made for are not begun; an emergency call is.</summary>
    [Fact]
    public void Calls_have_a_limit() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog dialog, _) = Talk(caller, callee);
        SipRequest second = caller.Make(SipMethod.Invite, "100");
        caller.Send(second);
        caller.Send(second.Acknowledge(caller.Expect(StatusCode.ServiceUnavailable)));
        callee.ExpectNothing(TimeSpan.FromSeconds(1));
        SipRequest emergency = caller.Make(SipMethod.Invite, "112");
        caller.Send(emergency);
        Assert.Equal(StatusCode.Trying, ((SipResponse)caller.Receive()).Status);
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        application.Pass(TimeSpan.FromSeconds(35));
        caller.Drain();
        ExpectNothingLeft(application);
    }, bootOptions: "switch.calls=1");
}
