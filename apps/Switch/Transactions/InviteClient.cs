// The INVITE client transaction (RFC 3261 §17.1.1, with RFC 6026's state for a 2xx). It also answers for what its user
// began: when the user gives up or ends while it rings somewhere, it cancels (§9.1: not before a provisional response),
// and a callee who answers all the same is thanked and hung up on (§15: ACK, then BYE). So no phone rings, and no
// session stays, for a call that is not there.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>An INVITE that goes out.</summary>
/// <param name="start">The request, and who wants the answers.</param>
internal sealed class InviteClient(ClientStart start) : GenStatem
{
    private const string TimerA = "A";
    private const string TimerB = "B";
    private const string Unanswered = "cancelled";

    private readonly SipTimers _timers = SwitchConfiguration.Current.Timers;
    private readonly ClientStart _start = start;
    private Binary? _bytes;
    private TimeSpan _pause;
    private string? _answeredBy;
    private Binary? _ack;
    private bool _isAbandoned;
    private bool _isCancelled;
    private bool _isHungUp;

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init()
    {
        if (!TableSteward.EnterTransaction(TransactionKey.OfClient(_start.Request).Text))
        {
            return InitResult.Ignore;
        }

        Process.Monitor(_start.User);
        _bytes = Outgoing.Write(_start.Request);
        Outgoing.Send(_bytes, _start.Destination);
        _pause = _timers.T1;
        return GoTo(Calling).Timeout(TimerA, _pause, TimerA).Timeout(TimerB, _timers.Patience, TimerB);
    }

    /// <summary>Of which dialog it is.</summary>
    protected override object? FormatStatus() => _start.Request.Fields.CallId;

    private Transition<StateFunction> Calling(Event item)
    {
        switch (item.Content)
        {
            case Arrived { Message: SipResponse response }:
                return Receive(response);
            case TimerA:
                Outgoing.Send(_bytes!, _start.Destination);
                _pause = 2 * _pause;
                return Keep.Timeout(TimerA, _pause, TimerA);
            case TimerB:
                Tell(null);
                return Stop(ExitReason.Normal);
            case Abandoned or DownMessage:
                _isAbandoned = true;
                return Keep;
            default:
                return Keep;
        }
    }

    private Transition<StateFunction> Proceeding(Event item)
    {
        switch (item.Content)
        {
            case Arrived { Message: SipResponse response }:
                return Receive(response);
            case Abandoned or DownMessage:
                _isAbandoned = true;
                return Cancel(Keep);
            case Unanswered:
                return Stop(ExitReason.Normal); // §9.1: 64*T1 after the CANCEL it counts as cancelled
            default:
                return Keep;
        }
    }

    private Transition<StateFunction> Completed(Event item)
    {
        if (item.Content is Arrived)
        {
            Outgoing.Send(_ack!, _start.Destination);
        }

        return item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;
    }

    // RFC 6026 §8.4: each 2xx goes to the user, the same one again as well, and that sends its ACK again.
    private Transition<StateFunction> Accepted(Event item)
    {
        switch (item.Content)
        {
            case Arrived { Message: SipResponse response } when response.Status.IsSuccess():
                Accept(response);
                return Keep;
            case Abandoned or DownMessage:
                _isAbandoned = true; // should the 2xx come again, its user had not seen it, or its ACK was lost
                return Keep;
            default:
                return item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;
        }
    }

    private Transition<StateFunction> Receive(SipResponse response)
    {
        if (response.Status.IsProvisional())
        {
            Tell(response);
            return Cancel(GoTo(Proceeding).CancelTimeout(TimerA).CancelTimeout(TimerB));
        }

        if (response.Status.IsSuccess())
        {
            Accept(response);
            return GoTo(Accepted).CancelTimeout(TimerA).CancelTimeout(TimerB).CancelTimeout(Unanswered)
                .StateTimeout(_timers.Patience, "M").Hibernate();
        }

        _ack = Outgoing.Write(_start.Request.Acknowledge(response));
        Outgoing.Send(_ack, _start.Destination);
        Tell(response);
        return GoTo(Completed).CancelTimeout(TimerA).CancelTimeout(TimerB).CancelTimeout(Unanswered)
            .StateTimeout(_timers.Patience, "D").Hibernate();
    }

    // A second phone may answer behind a proxy that forks (§13.2.2.4): its tag is another one, and it is one too many.
    private void Accept(SipResponse response)
    {
        _answeredBy ??= response.Fields.To.Tag;
        bool isSecond = response.Fields.To.Tag != _answeredBy;
        if (!_isAbandoned && !isSecond)
        {
            Tell(response);
            return;
        }

        UnwantedAnswer.HangUp(_start.Request, response, _start.Destination, isAgain: _isHungUp && !isSecond);
        _isHungUp |= !isSecond;
    }

    // Once, when it is allowed: a provisional response is there. The CANCEL is a transaction of its own.
    private Transition<StateFunction> Cancel(Transition<StateFunction> next)
    {
        if (!_isAbandoned || _isCancelled)
        {
            return next;
        }

        _isCancelled = true;
        TransactionSupervisor.Start(new ClientStart(_start.Request.Cancel(), _start.Destination, default));
        return next.Timeout(Unanswered, _timers.Patience, Unanswered);
    }

    private void Tell(SipResponse? response)
    {
        if (!_isAbandoned)
        {
            Process.Send(_start.User, new Responded(Process.Self, response));
        }
    }
}
