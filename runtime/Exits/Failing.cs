// What is said of a process that ends by an error: the reason that others learn, and the report on the log. Both are
// text by then; the exception itself stays in the heap that goes.
using System.Text;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Servers;

namespace Cosmos.Runtime.Exits;

/// <summary>Reasons and reports of failures.</summary>
internal static class Failing
{
    /// <summary>The reason that an exception nobody caught becomes.</summary>
    public static ExitReason ReasonOf(Exception exception)
    {
        CrashText text = CrashText.Describe(exception);
        return new ExitReason(Atom.Error, new ErrorDetail(text.Type, text.Message, text.StackTrace));
    }

    /// <summary>
    /// Enters the reason of a failure that was no exception into the record, and reports it. Preemption off once, on an
    /// empty stack; the heap may be full, so its limit is lifted first.
    /// </summary>
    public static void Note(ref ProcessRecord self, in ProcessFailure failure)
    {
        if (self.Has(ProcessFlags.Exiting))
        {
            return; // it ends already, and has a reason; if the report of that failed, the short one must do
        }

        self.Set(ProcessFlags.Exiting);
        self.Reason = NodeState.Current.Killed;

        if (failure.Kind == FailureKind.OutOfMemory)
        {
            self.Reason = NodeState.Current.SystemLimit;
            return; // there is no memory for words, and nothing of this process may be asked for more
        }

        self.Set(ProcessFlags.Reporting);
        ProcessContexts.SetLimit(0, HeapLimitAction.Report);
        Pid pid = ProcessTable.PidOf(ProcessContexts.CurrentNumber);
        ProcessFailure what = failure;
        Preemption.Enable();
        ExitReason reason = ReasonOf(what);
        if (what.Kind != FailureKind.HeapLimit)
        {
            Write(ref self, pid, reason, Describe(what)); // that one has been reported if it was to be
        }

        Parcel packed = Termination.Repack(what.Kind == FailureKind.HeapLimit ? ExitReason.Killed : reason);
        Preemption.Disable();
        self.Reason = packed;
        packed.Detach();
    }

    /// <summary>
    /// Reports an end by an error; others are nobody's concern. Of a process that knows where it comes from
    /// (<c>ProcLib</c>) every abnormal end is one, and more is told.
    /// </summary>
    public static void Report(ref ProcessRecord self, Pid pid, in Ending ending)
    {
        ExitReason reason = ending.Reason;
        bool isError = reason is { Detail: ErrorDetail };
        Birth? birth = Locals.Birth;
        if (birth is null ? !isError : reason.IsOrderly)
        {
            return;
        }

        self.Set(ProcessFlags.Reporting);
        string? where = (reason.Detail as ErrorDetail)?.StackTrace;
        if (birth is null)
        {
            Write(ref self, pid, reason, where);
            return;
        }

        Interlocked.Increment(ref NodeState.Current.Crashed);
        CrashReport report = Inquest.Of(birth, ending, where);
        Reports.Write(report.ToString(), report);
    }

    private static ExitReason ReasonOf(in ProcessFailure failure) => failure.Kind switch
    {
        FailureKind.StackOverflow => new ExitReason(Atom.StackOverflow),
        FailureKind.HeapLimit => new ExitReason(Atom.MaxHeapSize),
        FailureKind.OutOfMemory => new ExitReason(Atom.SystemLimit),
        FailureKind.IsolationViolation => new ExitReason(Atom.IsolationViolation),
        FailureKind.FailFast => ExitReason.Of("fail_fast"),
        FailureKind.Exit => failure.Address == 0 ? ExitReason.Normal : ExitReason.Of("exit", (int)failure.Address),
        FailureKind.HardwareFault => new ExitReason(
            Atom.HardwareFault,
            new HardwareFault(
                (int)failure.Vector, failure.Error, failure.Address,
                ProcessContexts.NameOf(failure.InstructionPointer))),
        _ => new ExitReason(Atom.Killed),
    };

    private static string? Describe(in ProcessFailure failure) =>
        failure.InstructionPointer == 0 ? null : "   at " + ProcessContexts.NameOf(failure.InstructionPointer);

    private static void Write(ref ProcessRecord self, Pid pid, ExitReason reason, string? where)
    {
        var text = new StringBuilder();
        CrashReport.AppendHead(text, pid, self.Name, reason, where);
        Interlocked.Increment(ref NodeState.Current.Crashed);
        Reports.Write(text.ToString());
    }
}
