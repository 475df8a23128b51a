// A call: a back-to-back user agent (RFC 3261 §6) between two phones. To the caller it is the callee and to the callee
// the caller, so each side has a dialog with the exchange, and what passes between the phones passes through this
// process: offers and answers as they are, their media not at all. Three states: somebody is looked for and called
// (Setup), both talk (Talking), and it is over, which is the end of the process.
//
// What the outside must know of a call stands in its row, written at each step. The process tidies nothing up: its row
// is the recorder's to close, its dialogs' keys are the steward's, and the transactions it began end what it began.
//
// Parts: Call.Setup, Call.Talking, Call.Passing (requests that go through), Call.Ending.
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>A call.</summary>
/// <param name="start">The caller's INVITE.</param>
internal sealed partial class Call(Requested start) : GenStatem
{
    private const string NoAnswer = "no_answer";
    private const string RepeatAnswer = "repeat_answer";
    private const string Unacknowledged = "unacknowledged";
    private const string SessionOver = "session_over";
    private const string Audit = "audit";
    private const string RepairAgain = "repair_again";

    // The supervisor of transactions is there again by then, if it was killed with all of them.
    private static readonly TimeSpan s_repairPause = TimeSpan.FromMilliseconds(100);

    private readonly SwitchConfiguration _configuration = SwitchConfiguration.Current;
    private readonly CallLeg _caller = new(CallSide.Caller);
    private readonly CallLeg _callee = new(CallSide.Callee);
    private readonly Dictionary<Pid, PassedRequest> _passed = [];
    private Requested? _start = start;
    private PendingInvite? _invite;
    private CallRow? _row;

    private CallRow Row
    {
        get => _row!;
        set
        {
            _row = value;
            SwitchTables.Calls.Insert(value.Number, value);
        }
    }

    /// <inheritdoc/>
    protected override MachineInit<StateFunction> Init()
    {
        SipRequest request = _start!.Request;
        long number = SwitchTables.Counters.UpdateCounter(SwitchTables.CallCounter, 1, 0);
        _caller.Dialog = DialogState.OfServer(request, FreshIdentifiers.Tag(), _start.Source);

        // The row first, and then who watches it: a recorder that begins anew in between finds the row.
        Row = new CallRow(number, Process.Self, request.Fields.CallId, $"{request.Fields.From.Uri}", $"{request.Uri}",
            Clock.UnixNanoseconds)
        {
            IsEmergency = _configuration.IsEmergency(request.Uri),
        };
        Recorder.Watch(number, Process.Self);
        if (!TableSteward.EnterDialog(_caller.Dialog.Key))
        {
            return InitResult.Ignore; // a Call-ID that is longer than a key
        }

        Process.Monitor(_start.Transaction);
        return GoTo(Setup).Insert("begin");
    }

    /// <summary>Begins what is missing of the INVITE under way, now or soon.</summary>
    private Transition<StateFunction> Repair(Transition<StateFunction> next)
    {
        _invite!.Repair();
        return _invite.IsWhole ? next : next.Timeout(RepairAgain, s_repairPause, RepairAgain);
    }

    private static void Answer(Requested request, StatusCode status) =>
        Process.Send(request.Transaction, new Answer(RequestRouter.Refuse(request.Request, status)));

    /// <summary>The side whose phone sent a request; null: it is of neither dialog.</summary>
    private CallLeg? SideOf(SipRequest request)
    {
        string? tag = request.Fields.To.Tag;
        return tag == _caller.Dialog?.LocalTag ? _caller
            : tag == _callee.Dialog?.LocalTag ? _callee
            : null;
    }

    private CallLeg OtherSide(CallLeg leg) => ReferenceEquals(leg, _caller) ? _callee : _caller;
}
