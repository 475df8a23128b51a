// What happens during a call: new offers, requests that pass through, and phones that are not there any more.
using Cosmos.Apps.Switch.Sip;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class MidCallTests : SwitchTests
{
    /// <summary>RFC 3261 §14: a new offer passes, and its answer, in either direction.</summary>
    [Fact]
    public void A_new_offer_passes() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog calling, PhoneDialog called) = Talk(caller, callee);
        Hold(callee, called, caller);
        Hold(caller, calling, callee);
        End(calling, caller, callee);
        ExpectNothingLeft(application);
    });

    /// <summary>
    /// §14.2: two that meet half-way are both refused with 491; a second one from the same side with 500.
    /// </summary>
    [Fact]
    public void New_offers_that_meet_are_refused() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog calling, PhoneDialog called) = Talk(caller, callee);
        SipRequest first = calling.Send(SipMethod.Invite, Phone.Sdp("hold"));
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        SipRequest other = called.Send(SipMethod.Invite, Phone.Sdp("hold"));
        callee.Send(other.Acknowledge(callee.Expect(StatusCode.RequestPending)));
        SipRequest second = calling.Send(SipMethod.Invite, Phone.Sdp("hold"));
        SipResponse tooEarly = caller.Expect(StatusCode.ServerInternalError);
        Assert.NotNull(tooEarly.Headers.Get(HeaderKind.RetryAfter));
        caller.Send(second.Acknowledge(tooEarly));
        callee.Answer(arrived, StatusCode.NotAcceptableHere);
        callee.Expect(SipMethod.Ack);
        caller.Send(first.Acknowledge(caller.Expect(StatusCode.NotAcceptableHere)));
        End(calling, caller, callee);
        ExpectNothingLeft(application);
    });

    /// <summary>INFO, and what else the phones agree on, passes with its body and its answer.</summary>
    [Fact]
    public void Requests_pass_through() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog calling, PhoneDialog called) = Talk(caller, callee);
        called.Send(SipMethod.Info, Phone.Sdp("digit"));
        SipRequest info = caller.Expect(SipMethod.Info);
        Assert.True(info.Body.Span.SequenceEqual(Phone.Sdp("digit").Span));
        caller.Answer(info, StatusCode.Ok, Phone.Sdp("done"));
        Assert.True(callee.Expect(StatusCode.Ok).Body.Span.SequenceEqual(Phone.Sdp("done").Span));
        calling.Send(SipMethod.Options);
        callee.Answer(callee.Expect(SipMethod.Options), StatusCode.NotImplemented);
        caller.Expect(StatusCode.NotImplemented);
        End(calling, caller, callee);
        ExpectNothingLeft(application);
    });

    /// <summary>§12.2.2: a request with an old number is out of order.</summary>
    [Fact]
    public void An_old_number_is_refused() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog calling, _) = Talk(caller, callee);
        calling.Sequence = 0;
        calling.Send(SipMethod.Info);
        caller.Expect(StatusCode.ServerInternalError);
        callee.ExpectNothing(TimeSpan.FromSeconds(1));
        calling.Sequence = 10;
        End(calling, caller, callee);
        ExpectNothingLeft(application);
    });

    /// <summary>
    /// §13.3.1.4: an answer that nobody acknowledges is repeated for 64*T1, and then both are hung up on.
    /// </summary>
    [Fact]
    public void An_answer_without_ack_ends() => WithPhones((application, caller, callee) =>
    {
        caller.Send(caller.Make(SipMethod.Invite, "100"));
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ok);
        caller.Expect(StatusCode.Ok);
        TimeSpan[] times = caller.Repetitions(4, TimeSpan.FromSeconds(10));
        Assert.Equal(4, times.Length);
        Assert.InRange(times[3] - times[2], TimeSpan.FromSeconds(3.5), TimeSpan.FromSeconds(4.2));
        caller.Answer(caller.Expect(SipMethod.Bye, TimeSpan.FromSeconds(33)), StatusCode.Ok);
        callee.Expect(SipMethod.Ack);
        callee.Answer(callee.Expect(SipMethod.Bye), StatusCode.Ok);
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":408,\"endedBy\":\"exchange\"", Record(), StringComparison.Ordinal);
    });

    /// <summary>RFC 4028: a session that is not refreshed ends; each refresh begins it anew.</summary>
    [Fact]
    public void A_session_that_is_not_refreshed_ends() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog calling, _) = Talk(caller, callee,
            (HeaderKind.Supported, "timer"), (HeaderKind.SessionExpires, "120"));
        application.Pass(TimeSpan.FromSeconds(100));
        calling.Send(SipMethod.Update, default, (HeaderKind.Supported, "timer"), (HeaderKind.SessionExpires, "120"));
        SipRequest update = callee.Expect(SipMethod.Update);
        callee.Answer(update, StatusCode.Ok, default, (HeaderKind.SessionExpires, "120;refresher=uac"));
        caller.Expect(StatusCode.Ok);
        caller.ExpectNothing(TimeSpan.FromSeconds(100));
        caller.Expect(SipMethod.Bye, TimeSpan.FromSeconds(30));
        callee.Expect(SipMethod.Bye);
        application.Pass(TimeSpan.FromSeconds(40));
        caller.Drain();
        callee.Drain();
        ExpectNothingLeft(application);
    });

    /// <summary>§8.2: where the callee knows no session timers, the caller is told to refresh.</summary>
    [Fact]
    public void The_caller_refreshes_if_the_callee_cannot() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100", default, (HeaderKind.Supported, "timer, 100rel"));
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        Assert.Equal("timer", arrived.Headers.Get(HeaderKind.Supported));
        Assert.Equal("1800", arrived.Headers.Get(HeaderKind.SessionExpires));
        callee.Answer(arrived, StatusCode.Ok);
        SipResponse answer = caller.Expect(StatusCode.Ok);
        Assert.Equal("1800;refresher=uac", answer.Headers.Get(HeaderKind.SessionExpires));
        Assert.Equal("timer", answer.Headers.Get(HeaderKind.Require));
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, answer);
        dialog.Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
        End(dialog, caller, callee);
        ExpectNothingLeft(application);
    });

    /// <summary>§6: an interval that is too short is refused with one that would do.</summary>
    [Fact]
    public void A_session_interval_may_be_too_short() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100", default,
            (HeaderKind.Supported, "timer"), (HeaderKind.SessionExpires, "30"));
        caller.Send(invite);
        SipResponse refusal = caller.Expect(StatusCode.SessionIntervalTooSmall);
        Assert.Equal("90", refusal.Headers.Get(HeaderKind.MinSE));
        caller.Send(invite.Acknowledge(refusal));
        ExpectNothingLeft(application);
    });

    /// <summary>Phones without session timers are asked now and then; one that died frees the call.</summary>
    [Fact]
    public void A_dead_phone_frees_its_call() => WithPhones((application, caller, callee) =>
    {
        Talk(caller, callee);
        SipRequest question = callee.Expect(SipMethod.Options, TimeSpan.FromMinutes(31));
        callee.Answer(question, StatusCode.Ok);
        caller.Expect(SipMethod.Options); // and says nothing
        SipRequest bye = callee.Expect(SipMethod.Bye, TimeSpan.FromSeconds(35));
        callee.Answer(bye, StatusCode.Ok);
        ExpectNothingLeft(application);
        Assert.Contains("\"status\":408", Record(), StringComparison.Ordinal);
    });

    private static void Hold(Phone asking, PhoneDialog dialog, Phone asked)
    {
        SipRequest invite = dialog.Send(SipMethod.Invite, Phone.Sdp("hold"));
        SipRequest arrived = asked.Expect(SipMethod.Invite);
        Assert.True(arrived.Body.Span.SequenceEqual(Phone.Sdp("hold").Span));
        asked.Answer(arrived, StatusCode.Ok, Phone.Sdp("held"));
        Assert.True(asking.Expect(StatusCode.Ok).Body.Span.SequenceEqual(Phone.Sdp("held").Span));
        dialog.Send(SipMethod.Ack);
        Assert.Equal(arrived.Fields.CSeq.Number, asked.Expect(SipMethod.Ack).Fields.CSeq.Number);
        Assert.NotEqual(invite.Fields.CallId, arrived.Fields.CallId);
    }

    private static void End(PhoneDialog dialog, Phone ending, Phone other)
    {
        dialog.Send(SipMethod.Bye);
        ending.Expect(StatusCode.Ok);
        other.Answer(other.Expect(SipMethod.Bye), StatusCode.Ok);
    }
}
