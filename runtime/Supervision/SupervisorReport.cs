// What a supervisor reports of its children. A report is data until somebody reads it; its text is made for whoever is
// called at night and has to know in two lines who ended, why, and what becomes of it.
using System.Text;

namespace Cosmos.Runtime.Supervision;

/// <summary>What a report is about. OTP: errorContext.</summary>
public enum SupervisorContext
{
    /// <summary>A child ended. OTP: child_terminated.</summary>
    ChildTerminated,

    /// <summary>A child could not be started. OTP: start_error.</summary>
    StartError,

    /// <summary>A child that was stopped ended otherwise than told. OTP: shutdown_error.</summary>
    ShutdownError,

    /// <summary>Children had to be started again too often; the supervisor ends. OTP: shutdown.</summary>
    Shutdown,
}

/// <summary>What becomes of the child.</summary>
public enum SupervisorAction
{
    /// <summary>Nothing: it is not started again.</summary>
    None,

    /// <summary>It is started again, and the siblings that its strategy takes along.</summary>
    Restart,

    /// <summary>The supervisor stops its children and ends.</summary>
    Escalate,
}

/// <summary>A supervisor's report. OTP: supervisor_report.</summary>
/// <param name="Supervisor">Who reports.</param>
/// <param name="Context">What it is about.</param>
/// <param name="Reason">Why: of the end, or of the start that failed.</param>
/// <param name="Child">The child's id, as text.</param>
/// <param name="Pid">Its process; none if there is none.</param>
/// <param name="Count">How many children it is about: more than one only when many were stopped at once.</param>
/// <param name="Restart">When the child is started again.</param>
/// <param name="Type">What it is.</param>
/// <param name="Action">What becomes of it.</param>
/// <param name="Restarts">Restarts that the supervisor counts now.</param>
/// <param name="Intensity">How many there may be.</param>
/// <param name="Period">In which time.</param>
public sealed record SupervisorReport(
    ServerRef Supervisor,
    SupervisorContext Context,
    ExitReason Reason,
    string Child,
    Pid Pid,
    int Count,
    Restart Restart,
    ChildType Type,
    SupervisorAction Action,
    int Restarts,
    int Intensity,
    TimeSpan Period)
{
    /// <summary>As people read it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("=SUPERVISOR REPORT==== ").Append(Supervisor).Append(": ").Append(Who()).Append(Context switch
        {
            SupervisorContext.ChildTerminated => " ended: ",
            SupervisorContext.StartError => " could not be started: ",
            SupervisorContext.ShutdownError => " did not stop as told: ",
            _ => " ended once too often: ",
        }).Append(Reason).Append('\n');
        text.Append("    it is ").Append(Restart.ToString().ToLowerInvariant());
        text.Append(Type == ChildType.Supervisor ? ", a supervisor; " : "; ").Append(Action switch
        {
            SupervisorAction.Restart => $"it is started again, restart {Restarts} of {Intensity} in {Seconds()} s",
            SupervisorAction.Escalate when Context == SupervisorContext.Shutdown =>
                $"more than {Intensity} restarts in {Seconds()} s: the supervisor stops its children and ends",
            SupervisorAction.Escalate => "the supervisor stops its children and ends",
            _ when Context == SupervisorContext.ShutdownError => "its supervisor had to stop it",
            _ => "it is not started again",
        }).Append('\n');
        return text.ToString();
    }

    private string Who() => Count > 1 ? $"{Count} children {Child}"
        : Pid.IsNone ? $"child {Child}" : $"child {Child} {Pid}";

    private string Seconds() => Period.TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A child was started. OTP: the progress report.</summary>
/// <param name="Supervisor">Who started it.</param>
/// <param name="Child">The child's id, as text.</param>
/// <param name="Pid">Its process.</param>
/// <param name="Restart">When it is started again.</param>
/// <param name="Type">What it is.</param>
public sealed record ProgressReport(ServerRef Supervisor, string Child, Pid Pid, Restart Restart, ChildType Type)
{
    /// <summary>As people read it.</summary>
    public override string ToString() =>
        $"=PROGRESS REPORT==== {Supervisor}: child {Child} {Pid} started; it is "
        + Restart.ToString().ToLowerInvariant() + (Type == ChildType.Supervisor ? ", a supervisor\n" : "\n");
}
