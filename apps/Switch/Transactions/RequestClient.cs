// The client transaction of any request but INVITE (RFC 3261 §17.1.2): sends again until somebody answers, and tells
// its user, if that is still there. It needs none: a BYE is repeated after the call that sent it has ended.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>A request that goes out.</summary>
/// <param name="start">The request, and who wants the answer.</param>
internal sealed class RequestClient(ClientStart start) : GenStatem
{
    private const string TimerE = "E";
    private const string TimerF = "F";

    private readonly SipTimers _timers = SwitchConfiguration.Current.Timers;
    private readonly Endpoint _destination = start.Destination;
    private readonly Pid _user = start.User;
    private readonly string _callId = start.Request.Fields.CallId;
    private SipRequest? _request = start.Request;
    private Binary? _bytes;
    private TimeSpan _pause;

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init()
    {
        if (!TableSteward.EnterTransaction(TransactionKey.OfClient(_request!).Text))
        {
            return InitResult.Ignore;
        }

        _bytes = Outgoing.Write(_request!);
        _request = null; // what is sent again are the bytes
        Outgoing.Send(_bytes, _destination);
        _pause = _timers.T1;
        return GoTo(Trying).Timeout(TimerE, _pause, TimerE).Timeout(TimerF, _timers.Patience, TimerF);
    }

    /// <summary>Of which dialog it is.</summary>
    protected override object? FormatStatus() => _callId;

    private Transition<StateFunction> Trying(Event item) => item.Content switch
    {
        Arrived { Message: SipResponse response } => Receive(response),
        TimerE => Resend(_timers.Next(_pause)),
        TimerF => GiveUp(),
        _ => Keep,
    };

    private Transition<StateFunction> Proceeding(Event item) => item.Content switch
    {
        Arrived { Message: SipResponse response } => Receive(response),
        TimerE => Resend(_timers.T2),
        TimerF => GiveUp(),
        _ => Keep,
    };

    private Transition<StateFunction> Completed(Event item) =>
        item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;

    private Transition<StateFunction> Receive(SipResponse response)
    {
        Tell(response);
        if (response.Status.IsProvisional())
        {
            return GoTo(Proceeding);
        }

        _bytes = null;
        return GoTo(Completed).CancelTimeout(TimerE).CancelTimeout(TimerF).StateTimeout(_timers.T4, "K").Hibernate();
    }

    private Transition<StateFunction> Resend(TimeSpan next)
    {
        Outgoing.Send(_bytes!, _destination);
        _pause = next;
        return Keep.Timeout(TimerE, _pause, TimerE);
    }

    private Transition<StateFunction> GiveUp()
    {
        Tell(null);
        return Stop(ExitReason.Normal);
    }

    private void Tell(SipResponse? response)
    {
        if (_user != default)
        {
            Process.Send(_user, new Responded(Process.Self, response));
        }
    }
}
