// A phone that acts by itself, for tests with many calls: it calls or is called, repeats what is not answered, talks
// for some time, hangs up, and tells the test how it ended. It keeps the rules of RFC 3261 that an exchange relies on,
// and is written apart from the exchange's own transactions.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Switch.Tests.Phones;

/// <summary>How a call ended, as its caller saw it.</summary>
/// <param name="Caller">Which robot.</param>
/// <param name="Outcome">"ended", "hung up on", or the status that refused it; "lost": nobody answered.</param>
internal sealed record RobotReport(string Caller, string Outcome);

/// <summary>A caller.</summary>
internal sealed class RobotCaller(Pid test, string user, string address, string number, TimeSpan begin, TimeSpan talk)
    : GenServer
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(32);

    private readonly Endpoint _place = new(address, 5060);
    private Phone? _phone;
    private SipRequest? _invite;
    private SipRequest? _open;
    private PhoneDialog? _dialog;
    private TimeSpan _pause = TimeSpan.FromMilliseconds(500);
    private long _openedNs;

    protected override InitResult Init()
    {
        var network = (ServerRef<FakeNetwork>)DatagramPort.Name;
        network.Call(new FakeNetwork.Plug(_place, Process.Self));
        _phone = new Phone(network, user, address);
        Process.SendAfter(begin, Process.Self, "call");
        return InitResult.Ok;
    }

    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case "call":
                _invite = _phone!.Make(SipMethod.Invite, number, Phone.Sdp("offer"));
                return Open(_invite);
            case "bye":
                return Open(_dialog!.Make(SipMethod.Bye));
            case SipRequest again when again.Equals(_open):
                return Repeat();
            case Delivered delivered:
                return Take(SipParser.Parse(delivered.Bytes.Span).Message);
            default:
                return Next.Wait;
        }
    }

    private Next Open(SipRequest request)
    {
        _open = request;
        _openedNs = Clock.Now;
        _pause = TimeSpan.FromMilliseconds(500);
        _phone!.Send(request);
        Process.SendAfter(_pause, Process.Self, request);
        return Next.Wait;
    }

    private Next Repeat()
    {
        if (Clock.Now - _openedNs > s_patience.Ticks * 100)
        {
            return Report(_open!.Method == SipMethod.Bye ? "ended" : "lost");
        }

        _phone!.Send(_open!);
        _pause = TimeSpan.FromSeconds(Math.Min(4, _pause.TotalSeconds * 2));
        Process.SendAfter(_pause, Process.Self, _open);
        return Next.Wait;
    }

    private Next Take(SipMessage? message)
    {
        switch (message)
        {
            case SipRequest request when request.Method == SipMethod.Bye:
                _phone!.Answer(request, StatusCode.Ok);
                return Report("hung up on");
            case SipRequest request when request.Method != SipMethod.Ack:
                _phone!.Answer(request, StatusCode.Ok);
                return Next.Wait;
            case SipResponse response when response.Fields.CSeq.Method == SipMethod.Invite:
                return TakeAnswer(response);
            case SipResponse response when response.Fields.CSeq.Method == SipMethod.Bye && _open is not null:
                return response.Status.IsProvisional() ? Next.Wait : Report("ended");
            default:
                return Next.Wait;
        }
    }

    private Next TakeAnswer(SipResponse response)
    {
        if (response.Status.IsProvisional())
        {
            _open = _open?.Method == SipMethod.Invite ? null : _open;
            return Next.Wait;
        }

        if (!response.Status.IsSuccess())
        {
            _phone!.Send(_invite!.Acknowledge(response));
            return _dialog is null ? Report($"{(int)response.Status}") : Next.Wait;
        }

        if (_dialog is null)
        {
            _open = null;
            _dialog = PhoneDialog.OfCaller(_phone!, _invite!, response);
            Process.SendAfter(talk, Process.Self, "bye");
            _dialog.Send(SipMethod.Ack);
        }
        else if (_open is null)
        {
            _dialog.Send(SipMethod.Ack);
        }

        return Next.Wait;
    }

    private Next Report(string outcome)
    {
        Process.Send(test, new RobotReport(user, outcome));
        return Next.Stop(ExitReason.Normal);
    }
}

/// <summary>A callee for any number of calls: it rings, answers, and repeats its answer until the ACK.</summary>
internal sealed class RobotCallee(string address) : GenServer
{
    private readonly Endpoint _place = new(address, 5060);
    private readonly Dictionary<string, SipRequest> _unacknowledged = [];
    private readonly Dictionary<string, PhoneDialog> _dialogs = [];
    private Phone? _phone;

    protected override InitResult Init()
    {
        var network = (ServerRef<FakeNetwork>)DatagramPort.Name;
        network.Call(new FakeNetwork.Plug(_place, Process.Self));
        _phone = new Phone(network, "robot", address);
        return InitResult.Ok;
    }

    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case Delivered delivered when SipParser.Parse(delivered.Bytes.Span).Message is SipRequest request:
                Take(request);
                break;
            case RepeatAnswer again when _unacknowledged.TryGetValue(again.CallId, out SipRequest? invite):
                Answer(invite, again.Pause);
                break;
        }

        return Next.Wait;
    }

    private void Take(SipRequest request)
    {
        string call = request.Fields.CallId;
        if (request.Method == SipMethod.Ack)
        {
            _unacknowledged.Remove(call);
        }
        else if (request.Method != SipMethod.Invite)
        {
            bool isKnown = _dialogs.ContainsKey(call);
            _phone!.Answer(request, isKnown ? StatusCode.Ok : StatusCode.CallDoesNotExist);
        }
        else if (_dialogs.TryAdd(call, PhoneDialog.OfCallee(_phone!, request)))
        {
            _unacknowledged[call] = request;
            _phone!.Answer(request, StatusCode.Ringing);
            Answer(request, TimeSpan.FromMilliseconds(500));
        }
    }

    private void Answer(SipRequest invite, TimeSpan pause)
    {
        if (pause < TimeSpan.FromSeconds(30))
        {
            _phone!.Answer(invite, StatusCode.Ok, Phone.Sdp("answer"));
            Process.SendAfter(pause, Process.Self, new RepeatAnswer(invite.Fields.CallId, 2 * pause));
        }
    }

    private sealed record RepeatAnswer(string CallId, TimeSpan Pause);
}
