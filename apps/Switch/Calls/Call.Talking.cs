// The second part of a call's life: from the callee's answer until somebody hangs up. The caller's ACK may still be
// missing at its beginning. A CANCEL of a later INVITE has no effect: what it would undo may be agreed already at the
// other side, and its answer comes soon enough. The session timer, or where the phones have none a question to both,
// ends the call of a phone that died.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

internal sealed partial class Call
{
    private Transition<StateFunction> Talking(Event item)
    {
        switch (item.Content)
        {
            case Acknowledged acknowledged:
                return TakeAck(acknowledged.Request);
            case Responded responded:
                return TakeResponse(responded);
            case Requested requested:
                return TakeRequest(requested);
            case RepeatAnswer when _invite is { Accepted: { } accepted }:
                _invite.Answer(accepted);
                _invite.Pause = _configuration.Timers.Next(_invite.Pause);
                return Keep.Timeout(RepeatAnswer, _invite.Pause, RepeatAnswer);
            case Unacknowledged or SessionOver:
                return HangUp(StatusCode.RequestTimeout, CallSide.Exchange);
            case Audit:
                return AskBoth();
            case DownMessage down:
                return TakeDown(down.Object.Pid, down.Reason);
            case RepairAgain when _invite is { IsWhole: false } invite:
                return RepairInvite(invite);
            default:
                return Keep;
        }
    }

    private Transition<StateFunction> TakeRequest(Requested requested)
    {
        SipRequest request = requested.Request;
        if (SideOf(request) is not { Dialog: { } dialog } side)
        {
            Answer(requested, StatusCode.CallDoesNotExist);
            return Keep;
        }

        // §12.2.2: what is older than something that was here already is out of order.
        if (request.Fields.CSeq.Number <= dialog.RemoteSequence && dialog.RemoteSequence != 0)
        {
            Answer(requested, StatusCode.ServerInternalError);
            return Keep;
        }

        side.Dialog = dialog with { RemoteSequence = request.Fields.CSeq.Number };
        if (request.Method == SipMethod.Bye)
        {
            Answer(requested, StatusCode.Ok);
            return HangUp(StatusCode.Ok, side.Side);
        }

        return request.Method == SipMethod.Invite ? PassInvite(side, requested) : PassRequest(side, requested);
    }

    private Transition<StateFunction> TakeAck(SipRequest ack)
    {
        if (_invite is not { Accepted: not null } invite || ack.Fields.CSeq.Number != invite.Request.Fields.CSeq.Number
            || SideOf(ack) != invite.From)
        {
            return Keep; // it came again
        }

        invite.To.Acknowledge(invite.Client, invite.Sent!.Fields.CSeq.Number, ack);
        _invite = null;
        return Keep.CancelTimeout(RepeatAnswer).CancelTimeout(Unacknowledged);
    }

    private Transition<StateFunction> TakeResponse(Responded responded)
    {
        SipResponse? response = responded.Response;
        if (_invite is { Accepted: null } invite && responded.Transaction == invite.Client)
        {
            return TakeInviteResponse(invite, response);
        }

        if (_passed.ContainsKey(responded.Transaction))
        {
            return TakePassedResponse(responded.Transaction, response);
        }

        // A 2xx again: its ACK was lost. From a second phone behind a fork it is one too many.
        if (response is not null && response.Status.IsSuccess() && response.Fields.CSeq.Method == SipMethod.Invite)
        {
            _caller.AcknowledgeAgain(responded.Transaction);
            _callee.AcknowledgeAgain(responded.Transaction);
        }

        return Keep;
    }

    // A transaction ended. Killed ones are begun anew, but for those of requests that who asks sends again by himself.
    private Transition<StateFunction> TakeDown(Pid transaction, ExitReason reason)
    {
        if (_passed.TryGetValue(transaction, out PassedRequest? passed))
        {
            return PassAgain(transaction, passed);
        }

        return reason != ExitReason.Normal && _invite is { } invite && invite.Loses(transaction)
            ? RepairInvite(invite)
            : Keep;
    }

    private Transition<StateFunction> RepairInvite(PendingInvite invite)
    {
        if (!invite.IsHopeless)
        {
            return Repair(Keep);
        }

        return invite.NeedsClient ? TakeInviteResponse(invite, null) : Keep;
    }

    // Both phones are asked whether they know the call still; who does not, or says nothing, ends it.
    private Transition<StateFunction> AskBoth()
    {
        Ask(_caller);
        Ask(_callee);
        return Keep.Timeout(Audit, _configuration.SessionInterval, Audit);
    }

    private void Ask(CallLeg leg)
    {
        ClientStart question = leg.Request(SipMethod.Options, SipHeaders.Empty, default,
            RequestHeaders.MaxForwards);
        TryPass(new PassedRequest(leg, default, question.Request, question), question);
    }
}
