// What one phone asks the other during a call (RFC 3261 §12.2, §14): a request comes in one dialog and goes out in the
// other with that one's numbers, and the answer goes back. Bodies are passed on to the byte.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

internal sealed partial class Call
{
    private const string RetrySoon = "2";

    private static int HopsLeft(SipRequest request) => (request.Fields.MaxForwards ?? RequestHeaders.MaxForwards) - 1;

    // §14.2: one INVITE at a time. Who has one of his own under way is early; if it is the other's, they met half-way.
    private Transition<StateFunction> PassInvite(CallLeg from, Requested requested)
    {
        SipRequest request = requested.Request;
        CallLeg to = OtherSide(from);
        if (_invite is { } pending)
        {
            SipResponse refusal = pending.From == from
                ? RequestRouter.Refuse(request, StatusCode.ServerInternalError, (HeaderKind.RetryAfter, RetrySoon))
                : RequestRouter.Refuse(request, StatusCode.RequestPending);
            Process.Send(requested.Transaction, new Answer(refusal));
            return Keep;
        }

        if (SessionTimer.Refusal(request) is { } tooShort)
        {
            Process.Send(requested.Transaction, new Answer(tooShort));
            return Keep;
        }

        from.Dialog = from.Dialog!.Refreshed(request);
        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.PassedOn(request);
        rows.Add(SipHeader.Create(HeaderKind.Contact, RequestHeaders.Contact));
        Process.Monitor(requested.Transaction);
        _invite = new PendingInvite(from, to, requested);
        _invite.Send(to.Request(SipMethod.Invite, new SipHeaders(rows.DrainToImmutable()), request.Body,
            HopsLeft(request)));
        return Repair(Keep);
    }

    private Transition<StateFunction> TakeInviteResponse(PendingInvite invite, SipResponse? response)
    {
        if (response is null)
        {
            invite.Answer(RequestRouter.Refuse(invite.Request, StatusCode.RequestTimeout));
            _invite = null;
            return HangUp(StatusCode.RequestTimeout, CallSide.Exchange); // §14.1: its dialog is not there any more
        }

        if (response.Status.IsSuccess())
        {
            invite.To.Dialog = invite.To.Dialog!.Refreshed(response);
            return Accept(invite, response, Keep);
        }

        if (response.Status != StatusCode.Trying)
        {
            invite.Answer(PassOn(invite, response, response.Status, response.Body));
        }

        if (response.Status.IsProvisional())
        {
            return Keep;
        }

        _invite = null;
        return HasLostDialog(response.Status) ? HangUp(response.Status, invite.To.Side) : Keep;
    }

    // A 2xx goes to who asked and is repeated until it is acknowledged, for 64*T1 at most (§13.3.1.4).
    private Transition<StateFunction> Accept(PendingInvite invite, SipResponse response, Transition<StateFunction> next)
    {
        invite.Accepted = PassOn(invite, response, response.Status, response.Body);
        invite.Answer(invite.Accepted);
        invite.Pause = _configuration.Timers.T1;
        return Renew(invite.Accepted, next)
            .Timeout(RepeatAnswer, invite.Pause, RepeatAnswer)
            .Timeout(Unacknowledged, _configuration.Timers.Patience, Unacknowledged);
    }

    // RFC 4028 §10: each 2xx of INVITE and UPDATE begins the interval anew.
    private Transition<StateFunction> Renew(SipResponse response, Transition<StateFunction> next) =>
        SessionTimer.Interval(response) is { } interval
            ? next.CancelTimeout(Audit).Timeout(SessionOver, interval, SessionOver)
            : next.CancelTimeout(SessionOver).Timeout(Audit, _configuration.SessionInterval, Audit);

    private SipResponse PassOn(PendingInvite invite, SipResponse response, StatusCode status, ReadOnlyMemory<byte> body)
    {
        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.PassedOn(response);
        if ((int)status < 300)
        {
            rows.Add(SipHeader.Create(HeaderKind.Contact, RequestHeaders.Contact));
            rows.Add(SipHeader.Create(HeaderKind.Allow, RequestHeaders.Allowed));
        }

        if (status.IsSuccess())
        {
            SessionTimer.Complete(invite.Request, invite.Sent!, response, rows);
        }

        string reason = status == response.Status ? response.Reason : status.Reason();
        return invite.Request.Respond(status, reason, invite.From.Dialog!.LocalTag,
            new SipHeaders(rows.DrainToImmutable()), body);
    }

    private Transition<StateFunction> PassRequest(CallLeg from, Requested requested)
    {
        SipRequest request = requested.Request;
        CallLeg to = OtherSide(from);
        if (_passed.Count >= _configuration.Limits.PendingPerCall)
        {
            Answer(requested, StatusCode.ServerInternalError);
            return Keep;
        }

        if (request.Method == SipMethod.Update)
        {
            from.Dialog = from.Dialog!.Refreshed(request);
        }

        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.PassedOn(request);
        if (!request.Fields.Contacts.IsEmpty)
        {
            rows.Add(SipHeader.Create(HeaderKind.Contact, RequestHeaders.Contact));
        }

        ClientStart start = to.Request(request.Method, new SipHeaders(rows.DrainToImmutable()), request.Body,
            HopsLeft(request));
        if (!TryPass(new PassedRequest(to, requested.Transaction, request, start), start))
        {
            Answer(requested, StatusCode.ServerInternalError);
        }

        return Keep;
    }

    private bool TryPass(PassedRequest passed, ClientStart start)
    {
        Pid client = TransactionSupervisor.Start(start);
        if (client == default)
        {
            return false;
        }

        Process.Monitor(client);
        _passed.Add(client, passed);
        return true;
    }

    // Its transaction was killed: to who was asked it comes again. Once; what it died of it may die of again.
    private Transition<StateFunction> PassAgain(Pid transaction, PassedRequest passed)
    {
        if (passed.Start is not { } start || !TryPass(passed with { Start = null }, start))
        {
            return TakePassedResponse(transaction, null);
        }

        _passed.Remove(transaction);
        return Keep;
    }

    private Transition<StateFunction> TakePassedResponse(Pid transaction, SipResponse? response)
    {
        if (response is not null && response.Status.IsProvisional())
        {
            return Keep; // a non-INVITE transaction needs none (RFC 4320)
        }

        _passed.Remove(transaction, out PassedRequest? passed);
        StatusCode status = response?.Status ?? StatusCode.RequestTimeout;
        Transition<StateFunction> next = Keep;
        if (response is not null && response.Status.IsSuccess() && passed!.Request.Method == SipMethod.Update)
        {
            passed.To.Dialog = passed.To.Dialog!.Refreshed(response);
            next = Renew(response, next);
        }

        if (passed!.Server != default)
        {
            Process.Send(passed.Server, new Answer(AnswerOf(passed.Request, response)));
        }

        return HasLostDialog(status) ? HangUp(status, passed.To.Side) : next;
    }

    private static SipResponse AnswerOf(SipRequest request, SipResponse? response)
    {
        if (response is null)
        {
            return RequestRouter.Refuse(request, StatusCode.RequestTimeout);
        }

        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.PassedOn(response);
        if (!response.Fields.Contacts.IsEmpty)
        {
            rows.Add(SipHeader.Create(HeaderKind.Contact, RequestHeaders.Contact));
        }

        return request.Respond(response.Status, response.Reason, null, new SipHeaders(rows.DrainToImmutable()),
            response.Body);
    }

    // §12.2.1.2: these say that the other side has no such dialog.
    private static bool HasLostDialog(StatusCode status) =>
        status is StatusCode.CallDoesNotExist or StatusCode.RequestTimeout;
}
