// How a call ends: each side that has a dialog and did not hang up itself gets a BYE, the row says why, and the process
// is over. The BYEs are transactions of their own and are repeated without it; so are CANCELs of what still rings.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

internal sealed partial class Call
{
    private Transition<StateFunction> HangUp(StatusCode status, CallSide endedBy)
    {
        if (_invite is { } invite)
        {
            if (invite.Accepted is null)
            {
                invite.Answer(invite.Request.Respond(StatusCode.RequestTerminated, invite.From.Dialog!.LocalTag));
            }
            else
            {
                // §13.2.2.4: a 2xx is acknowledged, whatever comes after.
                invite.To.Acknowledge(invite.Client, invite.Sent!.Fields.CSeq.Number, null);
            }
        }

        foreach (PassedRequest passed in _passed.Values)
        {
            if (passed.Server != default)
            {
                Process.Send(passed.Server,
                    new Answer(RequestRouter.Refuse(passed.Request, StatusCode.RequestTerminated)));
            }
        }

        foreach (CallLeg leg in (ReadOnlySpan<CallLeg>)[_caller, _callee])
        {
            if (leg.Side != endedBy)
            {
                UnwantedAnswer.HangUp(leg.Dialog!);
            }
        }

        return End(status, endedBy);
    }

    private Transition<StateFunction> End(StatusCode status, CallSide endedBy)
    {
        Row = Row with
        {
            Phase = CallPhase.Released,
            ReleaseNs = Clock.UnixNanoseconds,
            Status = (int)status,
            EndedBy = endedBy,
        };
        return Stop(ExitReason.Normal);
    }
}
