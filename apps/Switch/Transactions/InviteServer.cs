// The INVITE server transaction (RFC 3261 §17.2.1, with RFC 6026's state for a 2xx). It answers 100 at once, because
// finding the callee takes its time; absorbs what the caller sends again; and repeats a refusal until it is
// acknowledged. A 2xx is repeated by the call, end to end. If its user ends without an answer, the caller gets 500.
// If it ends itself, its user begins another one in its place: from the 100 on the caller asks nobody any more.
//
// The request itself is routed here and not in the transport process: what goes wrong with it costs this transaction.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>An INVITE that came.</summary>
/// <param name="start">The request.</param>
internal sealed class InviteServer(ServerStart start) : GenStatem
{
    private const string TimerG = "G";

    private readonly SipTimers _timers = SwitchConfiguration.Current.Timers;
    private readonly Endpoint? _destination = Outgoing.DestinationOf(start.Request.TopVia);
    private ServerStart? _start = start;
    private Binary? _last;
    private Pid _user;
    private TimeSpan _pause;

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init() =>
        TableSteward.EnterTransaction(_start!.Key) ? GoTo(Proceeding).Insert("begin") : InitResult.Ignore;

    private SipRequest Request => _start!.Request;

    private Transition<StateFunction> Proceeding(Event item) => item.Content switch
    {
        "begin" => Begin(),
        Arrived => Resend(),
        Answer answer => Send(answer.Response),
        Cancelled => Forward(),
        DownMessage => Send(Request.Respond(StatusCode.ServerInternalError, FreshIdentifiers.Tag())),
        _ => Keep,
    };

    // §17.2.1: only a retransmission is answered, and the ACK ends it. What the user says now is too late.
    private Transition<StateFunction> Completed(Event item) => item.Content switch
    {
        Arrived { Message: SipRequest { Method: var method } } when method == SipMethod.Ack =>
            GoTo(Confirmed).CancelTimeout(TimerG).StateTimeout(_timers.T4, "I"),
        Arrived => Resend(),
        TimerG => ResendLater(),
        "H" => Stop(ExitReason.Normal),
        _ => Keep,
    };

    private Transition<StateFunction> Confirmed(Event item) =>
        item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;

    // RFC 6026 §7.1: retransmissions of the INVITE are absorbed without an answer; the user sends its 2xx again.
    private Transition<StateFunction> Accepted(Event item)
    {
        switch (item.Content)
        {
            case Answer answer when answer.Response.Status.IsSuccess():
                Outgoing.Send(Outgoing.Write(answer.Response), _destination);
                return Keep;
            case Arrived { Message: SipRequest { Method: var method } ack } when method == SipMethod.Ack:
                Process.Send(_user, new Acknowledged(ack));
                return Keep;
            default:
                return item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;
        }
    }

    private Transition<StateFunction> Begin()
    {
        if (RequestRouter.Refusal(Request) is { } refusal)
        {
            return Send(refusal);
        }

        bool isFirst = Request.Fields.To.Tag is null;
        _user = _start!.User != default ? _start.User
            : isFirst ? CallSupervisor.Start(new Requested(Process.Self, Request, _start.Source))
            : RequestRouter.FindCall(Request);
        if (_user == default)
        {
            StatusCode status = isFirst ? StatusCode.ServerInternalError : StatusCode.CallDoesNotExist;
            return Send(Request.Respond(status, FreshIdentifiers.Tag()));
        }

        Process.Monitor(_user);
        if (!isFirst && _start.User == default)
        {
            Process.Send(_user, new Requested(Process.Self, Request, _start.Source));
        }

        // Not before somebody knows of the request: who has a 100 does not send it again.
        return Send(_start.Latest ?? Request.Respond(StatusCode.Trying, null));
    }

    private Transition<StateFunction> Forward()
    {
        Process.Send(_user, new Cancelled(Process.Self));
        return Keep;
    }

    private Transition<StateFunction> Send(SipResponse response)
    {
        Resend(response);
        if (response.Status.IsProvisional())
        {
            return Keep;
        }

        // From here on what was sent is all that is needed; a transaction stays for half a minute.
        _start = null;
        if (response.Status.IsSuccess())
        {
            _last = null;
            return GoTo(Accepted).StateTimeout(_timers.Patience, "L").Hibernate();
        }

        _pause = _timers.T1;
        return GoTo(Completed).Timeout(TimerG, _pause, TimerG).StateTimeout(_timers.Patience, "H").Hibernate();
    }

    private void Resend(SipResponse response)
    {
        _last = Outgoing.Write(response);
        Outgoing.Send(_last, _destination);
    }

    private Transition<StateFunction> Resend()
    {
        if (_last is not null)
        {
            Outgoing.Send(_last, _destination);
        }

        return Keep;
    }

    private Transition<StateFunction> ResendLater()
    {
        _pause = _timers.Next(_pause);
        return Resend().Timeout(TimerG, _pause, TimerG);
    }
}
