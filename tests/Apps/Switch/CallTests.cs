// Plain calls: from the INVITE to the record.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class CallTests : SwitchTests
{
    /// <summary>The exchange is reached at the address that its network has, also when that changes.</summary>
    [Theory]
    [InlineData("", "192.0.2.100")]
    [InlineData("switch.address=198.51.100.7", "198.51.100.7")]
    public void The_address_is_the_networks_unless_it_is_given(string options, string known) => WithPhones(
        (application, caller, callee) =>
        {
            ServerRef<FakeNetwork> network = DatagramPort.Name;
            network.Call(new FakeNetwork.TakeAddress("192.0.2.99"));
            network.Call(new FakeNetwork.TakeAddress("192.0.2.100"));
            Talk(caller, callee).Caller.Send(SipMethod.Bye);
            SipRequest bye = callee.Expect(SipMethod.Bye);
            Assert.Equal(known, bye.TopVia.Host);
            SipRequest invite = caller.Make(SipMethod.Invite, "100", Phone.Sdp("offer"));
            caller.Send(invite);
            Assert.Equal($"sip:{known}:5060", $"{callee.Expect(SipMethod.Invite).Fields.Contacts[0].Uri}");
        },
        options);

    /// <summary>Two phones talk through the exchange, and each sees the exchange alone.</summary>
    [Fact]
    public void A_call_is_set_up_and_ended_by_the_caller() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100", Phone.Sdp("offer"));
        caller.Send(invite);
        caller.Expect(StatusCode.Trying);

        SipRequest arrived = callee.Expect(SipMethod.Invite);
        Assert.Equal("sip:100@192.0.2.11:5060", $"{arrived.Uri}");
        Assert.NotEqual(invite.Fields.CallId, arrived.Fields.CallId);
        Assert.NotEqual(invite.Fields.From.Tag, arrived.Fields.From.Tag);
        Assert.Equal("sip:127.0.0.1:5060", $"{arrived.Fields.Contacts[0].Uri}");
        Assert.Equal((byte?)69, arrived.Fields.MaxForwards);
        Assert.True(arrived.Body.Span.SequenceEqual(invite.Body.Span));
        Assert.Equal("application/sdp", arrived.Headers.Get(HeaderKind.ContentType));

        callee.Answer(arrived, StatusCode.Ringing);
        Assert.NotNull(caller.Expect(StatusCode.Ringing).Fields.To.Tag);
        callee.Answer(arrived, StatusCode.Ok, Phone.Sdp("answer"));
        SipResponse answer = caller.Expect(StatusCode.Ok);
        Assert.True(answer.Body.Span.SequenceEqual(Phone.Sdp("answer").Span));
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, answer);
        dialog.Send(SipMethod.Ack);
        SipRequest ack = callee.Expect(SipMethod.Ack);
        Assert.Equal(arrived.Fields.CSeq.Number, ack.Fields.CSeq.Number);

        application.Pass(TimeSpan.FromSeconds(10));
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        SipRequest bye = callee.Expect(SipMethod.Bye);
        callee.Answer(bye, StatusCode.Ok);

        ExpectNothingLeft(application);
        Assert.Contains("\"status\":200,\"endedBy\":\"caller\",\"fault\":null", Record(), StringComparison.Ordinal);
        Assert.Contains("\"talkMs\":10", Record(), StringComparison.Ordinal);
    });

    /// <summary>The callee may end it as well.</summary>
    [Fact]
    public void A_call_is_ended_by_the_callee() => WithPhones((application, caller, callee) =>
    {
        (_, PhoneDialog dialog) = Talk(caller, callee);
        dialog.Send(SipMethod.Bye);
        callee.Expect(StatusCode.Ok);
        caller.Answer(caller.Expect(SipMethod.Bye), StatusCode.Ok);
        ExpectNothingLeft(application);
        Assert.Contains("\"endedBy\":\"callee\"", Record(), StringComparison.Ordinal);
    });

    /// <summary>RFC 3261 §21.4.24: busy is the callee's word, and the caller hears it.</summary>
    [Fact]
    public void A_busy_callee_is_reported() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.BusyHere);
        Assert.Equal(SipMethod.Ack, callee.Expect(SipMethod.Ack).Method);
        SipResponse busy = caller.Expect(StatusCode.BusyHere);
        caller.Send(invite.Acknowledge(busy));
        caller.ExpectNothing(TimeSpan.FromSeconds(10));
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":486,\"endedBy\":\"callee\"", Record(), StringComparison.Ordinal);
    });

    /// <summary>RFC 3261 §9, §15.1.2: who gives up while it rings ends both halves.</summary>
    [Fact]
    public void A_call_is_cancelled() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ringing);
        caller.Expect(StatusCode.Ringing);
        caller.Send(invite.Cancel());
        SipResponse[] answers = [(SipResponse)caller.Receive(), (SipResponse)caller.Receive()];
        SipResponse ended = Assert.Single(answers, answer => answer.Fields.CSeq.Method == SipMethod.Invite);
        Assert.Equal(StatusCode.RequestTerminated, ended.Status);
        caller.Send(invite.Acknowledge(ended));
        SipRequest cancel = callee.Expect(SipMethod.Cancel);
        Assert.Equal(arrived.TopVia.Branch, cancel.TopVia.Branch);
        callee.Answer(cancel, StatusCode.Ok);
        callee.Answer(arrived, StatusCode.RequestTerminated);
        callee.Expect(SipMethod.Ack);
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":487,\"endedBy\":\"caller\"", Record(), StringComparison.Ordinal);
    });

    /// <summary>§9.1: a CANCEL goes out only when something was heard of the INVITE.</summary>
    [Fact]
    public void A_cancel_waits_for_a_provisional_response() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        caller.Send(invite.Cancel());
        callee.ExpectNothing(TimeSpan.FromSeconds(5)); // but for the INVITE, again and again
        callee.Answer(arrived, StatusCode.Ringing);
        SipMessage next = callee.Receive();
        Assert.Equal(SipMethod.Cancel, ((SipRequest)next).Method);
        callee.Answer((SipRequest)next, StatusCode.Ok);
        callee.Answer(arrived, StatusCode.RequestTerminated);
        callee.Expect(SipMethod.Ack);
        caller.Drain();
        ExpectNothingLeft(application);
    });

    /// <summary>An answer that crosses the CANCEL is acknowledged and hung up on (§15).</summary>
    [Fact]
    public void An_answer_that_crosses_a_cancel_is_hung_up_on() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ringing);
        caller.Expect(StatusCode.Ringing);
        caller.Send(invite.Cancel());
        SipRequest cancel = callee.Expect(SipMethod.Cancel);
        callee.Answer(arrived, StatusCode.Ok);
        callee.Answer(cancel, StatusCode.Ok);
        callee.Expect(SipMethod.Ack);
        SipRequest bye = callee.Expect(SipMethod.Bye);
        Assert.True(bye.Fields.CSeq.Number > arrived.Fields.CSeq.Number);
        callee.Answer(bye, StatusCode.Ok);
        caller.Drain();
        ExpectNothingLeft(application);
    });

    /// <summary>It does not ring for ever.</summary>
    [Fact]
    public void Nobody_answers() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ringing);
        caller.Expect(StatusCode.Ringing);
        SipRequest cancel = callee.Expect(SipMethod.Cancel, TimeSpan.FromSeconds(21));
        SipResponse failed = caller.Expect(StatusCode.TemporarilyUnavailable);
        caller.Send(invite.Acknowledge(failed));
        callee.Answer(cancel, StatusCode.Ok);
        callee.Answer(arrived, StatusCode.RequestTerminated);
        callee.Expect(SipMethod.Ack);
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":480", Record(), StringComparison.Ordinal);
    }, bootOptions: "switch.ring=20s");

    /// <summary>A number that is nobody's.</summary>
    [Fact]
    public void An_unknown_number_is_not_found() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "999");
        caller.Send(invite);
        caller.Send(invite.Acknowledge(caller.Expect(StatusCode.NotFound)));
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":404", Record(), StringComparison.Ordinal);
    });

    /// <summary>A place that does not answer at all: timer B, then 408.</summary>
    [Fact]
    public void A_dead_place_times_out() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipResponse failed = caller.Expect(StatusCode.RequestTimeout, TimeSpan.FromSeconds(33));
        caller.Send(invite.Acknowledge(failed));
        ExpectNothingLeft(application);
    });

    /// <summary>An offer in the 2xx and its answer in the ACK pass as well (RFC 3261 §13.2.1).</summary>
    [Fact]
    public void A_late_offer_passes() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        Assert.True(arrived.Body.IsEmpty);
        callee.Answer(arrived, StatusCode.Ok, Phone.Sdp("offer"));
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok));
        dialog.Send(SipMethod.Ack, Phone.Sdp("answer"));
        Assert.True(callee.Expect(SipMethod.Ack).Body.Span.SequenceEqual(Phone.Sdp("answer").Span));
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        ExpectNothingLeft(application);
    });

    /// <summary>§13.2.2.4: behind a proxy that forks two may answer; the second one is hung up on.</summary>
    [Fact]
    public void A_second_answer_is_hung_up_on() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ok);
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok));
        dialog.Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
        callee.Send(arrived.Respond(StatusCode.Ok, "OK", "second",
            SipHeaders.Empty.And(HeaderKind.Contact, callee.Contact), default));
        Assert.Equal("second", callee.Expect(SipMethod.Ack).Fields.To.Tag);
        SipRequest bye = callee.Expect(SipMethod.Bye);
        Assert.Equal("second", bye.Fields.To.Tag);
        callee.Answer(bye, StatusCode.Ok);
        dialog.Send(SipMethod.Bye);
        caller.Expect(StatusCode.Ok);
        SipRequest end = callee.Expect(SipMethod.Bye);
        Assert.Equal("tocallee", end.Fields.To.Tag);
        callee.Answer(end, StatusCode.Ok);
        ExpectNothingLeft(application);
    });
}
