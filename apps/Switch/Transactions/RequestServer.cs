// The server transaction of any request but INVITE (RFC 3261 §17.2.2). It finds who answers - a call, the registrar, or
// itself - and repeats the final answer for what the client sends again, for 64*T1. If its user ends before it
// answered, the client learns that: the call is not there any more (481), or it may ask again soon (503).
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>A request that came.</summary>
/// <param name="start">The request.</param>
internal sealed class RequestServer(ServerStart start) : GenStatem
{
    private readonly SipTimers _timers = SwitchConfiguration.Current.Timers;
    private readonly Endpoint? _destination = Outgoing.DestinationOf(start.Request.TopVia);
    private ServerStart? _start = start;
    private Binary? _last;

    private SipRequest Request => _start!.Request;

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init() =>
        TableSteward.EnterTransaction(_start!.Key) ? GoTo(Trying).Insert("begin") : InitResult.Ignore;

    // §17.2.2 Trying and Proceeding: the difference is whether there is something to send again.
    private Transition<StateFunction> Trying(Event item) => item.Content switch
    {
        "begin" => Begin(),
        Arrived => Resend(),
        Answer answer => Send(answer.Response),
        DownMessage => Send(RequestRouter.UserEnded(Request)),
        "user" => Send(RequestRouter.UserEnded(Request)),
        _ => Keep,
    };

    private Transition<StateFunction> Completed(Event item)
    {
        if (item.Content is Arrived)
        {
            return Resend();
        }

        return item.Kind == EventKind.StateTimeout ? Stop(ExitReason.Normal) : Keep;
    }

    private Transition<StateFunction> Begin()
    {
        if (RequestRouter.Refusal(Request) is { } refusal)
        {
            return Send(refusal);
        }

        if (RequestRouter.AnswerAlone(Request) is { } response)
        {
            return Send(response);
        }

        Pid user = RequestRouter.FindUser(Request);
        if (user == default)
        {
            return Send(RequestRouter.UserEnded(Request));
        }

        Process.Monitor(user);
        Process.Send(user, new Requested(Process.Self, Request, _start!.Source));

        // A user that lives and does not answer is one that hangs. It may itself wait for somebody as long as that
        // one's transaction does, so it has twice the time.
        return Keep.StateTimeout(2 * _timers.Patience, "user");
    }

    private Transition<StateFunction> Send(SipResponse response)
    {
        _last = Outgoing.Write(response);
        Outgoing.Send(_last, _destination);
        if (response.Status.IsProvisional())
        {
            return Keep;
        }

        _start = null;
        return GoTo(Completed).StateTimeout(_timers.Patience, "J").Hibernate();
    }

    private Transition<StateFunction> Resend()
    {
        if (_last is not null)
        {
            Outgoing.Send(_last, _destination);
        }

        return Keep;
    }
}
