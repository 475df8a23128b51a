// Writes the record of each call when its process ends, however it ends: a call does not write its own, so a call that
// is killed has one, too. What is written comes from the call's row, which is there until the record is. Insert the
// record, then delete the row: a recorder that is killed between the two writes the same record again under the same
// number. A recorder that begins anew finds all rows and watches their calls; whose process is not there any more ended
// meanwhile, and the monitor says so at once.
//
// A call that did not end the conversation itself leaves two phones that believe in it: the recorder hangs up on both.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Apps.Switch;

/// <summary>Writes call detail records.</summary>
internal sealed class Recorder : GenServer, IHandleCast<Recorder.Began>
{
    /// <summary>Its name.</summary>
    public static readonly Atom Name = "switch_recorder";

    // Numbers that a dead call may have used in a dialog since it wrote its row: none is used twice.
    private const uint UnknownRequests = 1000;

    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Pid, long> _calls = [];
    private readonly Telling _begins = new();
    private readonly Telling _ends = new(); // the former must not take its lines away
    private Table<long, CallRow> _rows;
    private Table<long, string> _records;

    /// <summary>The calling process is a call, and has entered its row.</summary>
    public static void Watch(long number, Pid process) =>
        ((ServerRef<Recorder>)Name).Cast(new Began(number, process));

    /// <inheritdoc/>
    public Next HandleCast(Began message)
    {
        Watch(message.Process, message.Number);
        if (_begins.IsHeard && _rows.TryLookup(message.Number, out CallRow? row))
        {
            _begins.Tell($"call {row.Number} begins: {row.From} to {row.To}");
        }

        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        TableHeir.Own(SwitchTables.RecordsName,
            static options => Table<long, string>.Create(options with { Ordered = true }));
        _records = SwitchTables.Records;
        _rows = SwitchTables.Calls;
        return Next.Continue();
    }

    /// <inheritdoc/>
    /// <remarks>Not in Init: with thousands of calls its supervisor would wait.</remarks>
    protected override Next HandleContinue(object? argument)
    {
        WatchAll();
        Process.SendAfter(s_round, Process.Self, Atom.Timeout);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case DownMessage down when _calls.Remove(down.Object.Pid, out long number):
                Close(number, down.Reason);
                break;
            case HeirBegan heir:
                TableHeir.Renew(heir, SwitchTables.RecordsName);
                break;
            case Atom:
                WatchAll(); // a call that was killed between its row and its message to the recorder
                Process.SendAfter(s_round, Process.Self, Atom.Timeout);
                break;
        }

        return Next.Wait;
    }

    private void WatchAll()
    {
        foreach ((long number, CallRow row) in _rows.Rows())
        {
            Watch(row.Process, number);
        }
    }

    private void Watch(Pid process, long number)
    {
        if (_calls.TryAdd(process, number))
        {
            Process.Monitor(process);
        }
    }

    private void Close(long number, ExitReason reason)
    {
        if (!_rows.TryLookup(number, out CallRow? row))
        {
            return; // its record was written before
        }

        bool isReleased = row.Phase == CallPhase.Released;
        long endNs = isReleased ? row.ReleaseNs : Clock.UnixNanoseconds;
        string record = CallRecord.Write(row, isReleased ? null : reason, endNs);
        _records.Insert(number, record);
        if (_ends.IsHeard)
        {
            _ends.Tell($"call {number} is over: {record}");
        }

        if (!isReleased)
        {
            HangUp(row.Caller);
            HangUp(row.Callee);
        }

        _rows.Delete(number);
        if (_records.Size > SwitchConfiguration.Current.Limits.Records && _records.TryFirst(out long oldest))
        {
            _records.Delete(oldest);
        }
    }

    private static void HangUp(DialogState? dialog)
    {
        if (dialog is not null)
        {
            UnwantedAnswer.HangUp(dialog, UnknownRequests);
        }
    }

    /// <summary>A call has begun.</summary>
    /// <param name="Number">Its number.</param>
    /// <param name="Process">Its process.</param>
    public sealed record Began(long Number, Pid Process) : ICast<Recorder, Began>;
}
