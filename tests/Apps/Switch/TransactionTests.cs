// Transactions by RFC 3261 §17 and RFC 6026: what is repeated, when, and for how long; what is absorbed; what nobody
// has is answered without a trace.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime.Behaviours;
using Switch.Tests.Phones;

namespace Switch.Tests;

public sealed class TransactionTests : SwitchTests
{
    /// <summary>Timers A and B (§17.1.1.2): after 0.5, 1, 2, 4, 8 and 16 s, and no more.</summary>
    [Fact]
    public void An_invite_is_repeated_by_timer_A() => WithPhones((application, caller, callee) =>
    {
        caller.Send(caller.Make(SipMethod.Invite, "100"));
        callee.Expect(SipMethod.Invite);
        ExpectTimes([0.5, 1.5, 3.5, 7.5, 15.5, 31.5], callee.Repetitions(7, TimeSpan.FromSeconds(60)));
    });

    /// <summary>What an operator sees: both sides of a call, and of which dialog the exchange's own is.</summary>
    [Fact]
    public void Transactions_are_shown_with_their_dialogs() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        IReadOnlyList<TransactionRow> rows = SwitchStatus.Transactions();
        Assert.Equal(2, rows.Count);
        TransactionRow server = Assert.Single(rows, static row => !row.IsOfClient);
        Assert.StartsWith(invite.TopVia.Branch!.ToLowerInvariant(), server.Key, StringComparison.Ordinal);
        TransactionRow client = Assert.Single(rows, static row => row.IsOfClient);
        Assert.Equal(arrived.Fields.CallId, Sys.GetStatus(client.Process).State);
    });

    /// <summary>Timers E and F (§17.1.2.2): doubled up to T2, for 64*T1.</summary>
    [Fact]
    public void A_request_is_repeated_by_timer_E() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog dialog, _) = Talk(caller, callee);
        dialog.Send(SipMethod.Info);
        callee.Expect(SipMethod.Info);
        TimeSpan[] times = callee.Repetitions(10, TimeSpan.FromSeconds(31.9));
        ExpectTimes([0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5], times);

        // The answer, and the BYE of a call whose other side is gone, are of two transactions: either may be first.
        SipMessage next = caller.Receive();
        if (next is SipRequest request)
        {
            Assert.Equal(SipMethod.Bye, request.Method);
            next = caller.Receive();
        }

        Assert.Equal(StatusCode.RequestTimeout, Assert.IsType<SipResponse>(next).Status);
    });

    /// <summary>Timers G and H (§17.2.1): a refusal is repeated until its ACK, and an ACK ends it.</summary>
    [Fact]
    public void A_refusal_is_repeated_by_timer_G() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "999");
        caller.Send(invite);
        SipResponse refusal = caller.Expect(StatusCode.NotFound);
        ExpectTimes([0.5, 1.5, 3.5, 7.5, 11.5], caller.Repetitions(5, TimeSpan.FromSeconds(13)));
        caller.Send(invite);
        Assert.Single(caller.Repetitions(1, TimeSpan.FromSeconds(1)));
        caller.Send(invite.Acknowledge(refusal));
        application.Pass(TimeSpan.FromSeconds(1));
        caller.Drain();
        Assert.Empty(caller.Repetitions(1, TimeSpan.FromSeconds(10)));
        ExpectNothingLeft(application);
    });

    /// <summary>What is sent again is answered again and done once (§17.2.2).</summary>
    [Fact]
    public void Repetitions_are_absorbed() => WithPhones((application, caller, callee) =>
    {
        (PhoneDialog dialog, _) = Talk(caller, callee);
        SipRequest info = dialog.Send(SipMethod.Info);
        caller.Send(info);
        SipRequest arrived = callee.Expect(SipMethod.Info);
        callee.Answer(arrived, StatusCode.Ok);
        caller.Expect(StatusCode.Ok);
        caller.Send(info);
        Assert.Single(caller.Repetitions(1, TimeSpan.FromSeconds(3)));
        callee.ExpectNothing(TimeSpan.FromSeconds(3));
    });

    /// <summary>RFC 6026: an INVITE that comes again after its 2xx begins no second call.</summary>
    [Fact]
    public void An_answered_invite_is_absorbed() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ok);
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok));
        dialog.Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
        caller.Send(invite);
        callee.ExpectNothing(TimeSpan.FromSeconds(3));
        Assert.Equal(1, SwitchTables.Calls.Size);
    });

    /// <summary>§13.2.2.4: when the callee repeats its answer, the ACK was lost; it comes again.</summary>
    [Fact]
    public void A_lost_ack_is_repeated() => WithPhones((application, caller, callee) =>
    {
        SipRequest invite = caller.Make(SipMethod.Invite, "100");
        caller.Send(invite);
        SipRequest arrived = callee.Expect(SipMethod.Invite);
        callee.Answer(arrived, StatusCode.Ok);
        PhoneDialog dialog = PhoneDialog.OfCaller(caller, invite, caller.Expect(StatusCode.Ok));
        dialog.Send(SipMethod.Ack);
        callee.Expect(SipMethod.Ack);
        application.Pass(TimeSpan.FromSeconds(1));
        callee.Drain();
        callee.Answer(arrived, StatusCode.Ok);
        Assert.Single(callee.Repetitions(1, TimeSpan.FromSeconds(3)));
    });

    /// <summary>What belongs to nobody (§12.2.2, §9.2, §8.2.1, §8.2.2).</summary>
    [Fact]
    public void What_is_nobodys_is_answered_as_the_RFC_says() => WithPhones((application, caller, callee) =>
    {
        SipRequest bye = caller.Make(SipMethod.Bye, "100");
        caller.Send(bye);
        caller.Expect(StatusCode.CallDoesNotExist);
        SipRequest inDialog = caller.Make(SipMethod.Info, "100", default, (HeaderKind.To, "<sip:100@x>;tag=none"));
        caller.Send(inDialog);
        caller.Expect(StatusCode.CallDoesNotExist);
        caller.Send(caller.Make(SipMethod.Invite, "100").Cancel());
        caller.Expect(StatusCode.CallDoesNotExist);
        caller.Send(caller.Make(SipMethod.Ack, "100"));
        caller.ExpectNothing(TimeSpan.FromSeconds(1));
        Assert.True(SipMethod.TryParse("SUBSCRIBE", out SipMethod subscribe));
        caller.Send(caller.Make(subscribe, "100"));
        Assert.Contains("INVITE", caller.Expect(StatusCode.MethodNotAllowed).Headers.Get(HeaderKind.Allow)!,
            StringComparison.Ordinal);
        caller.Send(caller.Make(SipMethod.Options, "100"));
        caller.Expect(StatusCode.Ok);
        caller.Send(caller.Make(SipMethod.Invite, "100", default, (HeaderKind.Require, "timer, magic")));
        Assert.Equal("magic", caller.Expect(StatusCode.BadExtension).Headers.Get(HeaderKind.Unsupported));
        caller.Send(caller.Make(SipMethod.Invite, "100", default, (HeaderKind.MaxForwards, "0")));
        caller.Expect(StatusCode.TooManyHops);
        Assert.Equal(0, SwitchTables.Calls.Size);
        caller.Drain();
        ExpectNothingLeft(application);
    });

    private static void ExpectTimes(double[] seconds, TimeSpan[] times)
    {
        Assert.Equal(seconds.Length, times.Length);
        for (int at = 0; at < seconds.Length; at++)
        {
            Assert.InRange(times[at].TotalSeconds, seconds[at] - 0.3, seconds[at] + 0.3);
        }
    }
}
