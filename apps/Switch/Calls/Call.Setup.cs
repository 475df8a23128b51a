// The first part of a call's life (RFC 3261 §13): the callee is looked for, and the places where he may be are tried
// one after the other, until one answers, all have refused, or the caller gives up.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

internal sealed partial class Call
{
    private ImmutableArray<CallTarget> _targets = [];
    private StatusCode _best = StatusCode.TemporarilyUnavailable;

    private Transition<StateFunction> Setup(Event item)
    {
        switch (item.Content)
        {
            case "begin":
                return Begin();
            case Responded responded when responded.Transaction == _invite!.Client:
                return TakeResponse(responded.Response);
            case NoAnswer:
                Process.Send(_invite!.Client, new Abandoned());
                _best = StatusCode.TemporarilyUnavailable;
                return TryNext();
            case Cancelled:
                return Refuse(StatusCode.RequestTerminated, CallSide.Caller);
            case Requested requested:
                return TakeEarlyRequest(requested);
            case DownMessage down when _invite!.Loses(down.Object.Pid):
            case RepairAgain when !_invite!.IsWhole:
                return RepairSetup();
            default:
                return Keep;
        }
    }

    private Transition<StateFunction> Begin()
    {
        SipRequest request = _start!.Request;
        _invite = new PendingInvite(_caller, _callee, _start);
        _start = null;
        if (SessionTimer.Refusal(request) is { } tooShort)
        {
            _invite.Answer(tooShort);
            return End(StatusCode.SessionIntervalTooSmall, CallSide.Exchange);
        }

        _targets = Numbering.Find(request.Uri, out StatusCode failure);
        _best = failure;
        return TryNext();
    }

    private Transition<StateFunction> TryNext()
    {
        if (_targets.IsEmpty)
        {
            return Refuse(_best, CallSide.Callee);
        }

        CallTarget target = _targets[0];
        _targets = _targets.RemoveAt(0);
        SipRequest invite = MakeInvite(_invite!.Request, target.Uri);
        _callee.Dialog = new DialogState(invite.Fields.CallId, invite.Fields.From, invite.Fields.To, target.Uri, [],
            invite.Fields.CSeq.Number, 0, target.Destination);
        TableSteward.EnterDialog(_callee.Dialog.Key);
        Row = Row with { Target = $"{target.Uri}", TargetCallId = invite.Fields.CallId };
        _invite.Send(new ClientStart(invite, target.Destination, Process.Self));
        return Repair(Keep.Timeout(NoAnswer, _configuration.NoAnswer, NoAnswer));
    }

    private Transition<StateFunction> RepairSetup()
    {
        // Before the caller had his 100 he may have asked again, and is in another call.
        if (_invite!.IsAnothers)
        {
            return End(StatusCode.ServerInternalError, CallSide.Exchange);
        }

        if (!_invite.IsHopeless)
        {
            return Repair(Keep);
        }

        _best = StatusCode.ServerInternalError;
        return _invite.NeedsClient ? TryNext() : Refuse(_best, CallSide.Exchange);
    }

    private SipRequest MakeInvite(SipRequest request, SipUri uri)
    {
        NameAddress from = (request.Fields.From with { Parameters = request.Fields.From.Parameters.Without("tag") })
            .WithTag(FreshIdentifiers.Tag());
        NameAddress to = request.Fields.To with { Parameters = request.Fields.To.Parameters.Without("tag") };
        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.Begin(FreshIdentifiers.CallId(_configuration.Address),
            from, to, new CSeq(FreshIdentifiers.Sequence(), SipMethod.Invite), HopsLeft(request));
        rows.Add(SipHeader.Create(HeaderKind.Contact, RequestHeaders.Contact));
        rows.Add(SipHeader.Create(HeaderKind.Allow, RequestHeaders.Allowed));
        rows.AddRange(RequestHeaders.PassedOn(request).ToImmutable());
        SessionTimer.Propose(request, rows);
        return SipRequest.Create(SipMethod.Invite, uri, new SipHeaders(rows.DrainToImmutable()), request.Body);
    }

    private Transition<StateFunction> TakeResponse(SipResponse? response)
    {
        if (response is null)
        {
            _best = StatusCode.RequestTimeout;
            return TryNext();
        }

        if (response.Status.IsProvisional())
        {
            return TakeProvisional(response);
        }

        if (response.Status.IsSuccess())
        {
            return TakeAnswer(response);
        }

        // Somebody who must not be asked any more (6xx), or the last place: his refusal is the caller's. Of several the
        // latest is as good as any; a redirection would lead round the exchange, and a challenge is not the caller's.
        bool isFinal = (int)response.Status >= 600 || _targets.IsEmpty;
        _best = OwnWord(response.Status);
        if (!isFinal)
        {
            return TryNext();
        }

        _invite!.Answer(PassOn(_invite, response, _best, default));
        return End(_best, CallSide.Callee);
    }

    private static StatusCode OwnWord(StatusCode status) => (int)status switch
    {
        < 400 => StatusCode.TemporarilyUnavailable,
        401 or 407 => StatusCode.Forbidden,
        503 => StatusCode.ServerInternalError, // §16.7: 503 would say that this exchange is the one that has too much
        _ => status,
    };

    private Transition<StateFunction> TakeProvisional(SipResponse response)
    {
        if (response.Status != StatusCode.Trying)
        {
            _invite!.Answer(PassOn(_invite, response, response.Status, response.Body));
            if (Row.Phase == CallPhase.Setup)
            {
                Row = Row with { Phase = CallPhase.Ringing };
            }
        }

        return Keep;
    }

    private Transition<StateFunction> TakeAnswer(SipResponse response)
    {
        _callee.Dialog = DialogState.OfClient(_invite!.Sent!, response, _callee.Dialog!.Peer);
        Row = Row with
        {
            Phase = CallPhase.Talking,
            AnswerNs = Clock.UnixNanoseconds,
            Caller = _caller.Dialog,
            Callee = _callee.Dialog,
        };
        return Accept(_invite, response, GoTo(Talking).CancelTimeout(NoAnswer));
    }

    // A phone may hang up before it was answered (§15); for anything else it is too early.
    private Transition<StateFunction> TakeEarlyRequest(Requested requested)
    {
        bool isBye = requested.Request.Method == SipMethod.Bye && SideOf(requested.Request) == _caller;
        Answer(requested, isBye ? StatusCode.Ok : StatusCode.RequestPending);
        return isBye ? Refuse(StatusCode.RequestTerminated, CallSide.Caller) : Keep;
    }

    private Transition<StateFunction> Refuse(StatusCode status, CallSide endedBy)
    {
        _invite!.Answer(_invite.Request.Respond(status, _caller.Dialog!.LocalTag));
        return End(status, endedBy);
    }
}
