// What an image's first process becomes: it starts the applications in order, knows which of them run, and ends the
// system when it cannot be without one that ended. It runs no code of an application's own, waits for nobody while it
// knows something to do, and holds no stack while it does not; so it is the one process whose end is the machine's.
// OTP: application_controller, and the part of init that stops a system.
using System.Collections.Immutable;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Applications;

/// <summary>The applications of a system.</summary>
/// <param name="shutdownTimeout">How long all of them together may take to stop.</param>
internal sealed partial class ApplicationController(TimeSpan shutdownTimeout) : GenServer,
    IHandleCall<ApplicationController.Which, ImmutableArray<ApplicationInfo>>,
    IHandleCall<ApplicationController.StartRequest, ExitReason?>,
    IHandleCall<ApplicationController.StopRequest, ExitReason?>,
    IHandleCast<ApplicationController.EndSystem>
{
    private readonly List<ApplicationEntry> _entries = [];
    private EndSystem? _end;

    /// <summary>The name that it is registered by.</summary>
    public static Atom Name => "application_controller";

    /// <summary>The applications that it starts, in order; set before it is started.</summary>
    public IEnumerable<Application> Applications
    {
        init => _entries.AddRange(value.Select(static application => new ApplicationEntry(application)));
    }

    /// <inheritdoc/>
    public CallResult<ImmutableArray<ApplicationInfo>> HandleCall(
        Which request, From<ImmutableArray<ApplicationInfo>> from) =>
        (ImmutableArray<ApplicationInfo>)[.. _entries.Select(static entry => entry.Info)];

    /// <inheritdoc/>
    public CallResult<ExitReason?> HandleCall(StartRequest request, From<ExitReason?> from)
    {
        string name = request.Application.Name;
        if (_end is not null)
        {
            return ExitReason.Of("stopping");
        }

        if (Find(name) is { Info.Status: not ApplicationStatus.Ended } present)
        {
            return present.Info.Status == ApplicationStatus.Running
                ? new ExitReason(Atom.AlreadyStarted)
                : ExitReason.Of("busy", present.Info.Status.ToString());
        }

        if (StartOrder.TrySort([.. _entries.Where(entry => entry.Name != name).Select(entry => entry.Application),
            request.Application], out _) is { } mistake)
        {
            return ExitReason.Of("bad_application", mistake);
        }

        // Behind all others, so that it is stopped before what it needs.
        _entries.RemoveAll(entry => entry.Name == name);
        var fresh = new ApplicationEntry(request.Application) { Waiter = from };
        _entries.Add(fresh);
        Begin(fresh);
        return CallResult.NoReply;
    }

    /// <inheritdoc/>
    public CallResult<ExitReason?> HandleCall(StopRequest request, From<ExitReason?> from)
    {
        if (Find(request.Name) is not { Info.Status: ApplicationStatus.Running } entry)
        {
            return ExitReason.Of("not_started", request.Name);
        }

        entry.Waiter = from;
        entry.Status = ApplicationStatus.Stopping;
        Process.Exit(entry.Master, ExitReason.Shutdown);
        return CallResult.NoReply;
    }

    /// <inheritdoc/>
    public Next HandleCast(EndSystem message)
    {
        BeginEnd(message);
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Process.TrapExit = true;
        return Next.Continue();
    }

    /// <inheritdoc/>
    protected override Next HandleContinue(object? argument)
    {
        BeginNext();
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        switch (message)
        {
            case ApplicationMaster.Started started when FindByMaster(started.Master) is { } entry:
                OnStarted(entry, started.Result);
                break;
            case ApplicationMaster.Ended ended when FindByMaster(ended.Master) is { } entry:
                OnEnded(entry, ended.Reason);
                break;
            case ExitMessage exit when FindByMaster(exit.From) is { } entry:
                OnMasterEnded(entry, exit.Reason);
                break;
            case TimeIsUp:
                FinishEnd("the applications did not stop in time");
                break;
        }

        return Next.Wait;
    }

    private ApplicationEntry? Find(string name) => _entries.Find(entry => entry.Name == name);

    private ApplicationEntry? FindByMaster(Pid master) => _entries.Find(entry => entry.Master == master);

    private static void Report(string text) => Reports.Write($"=APPLICATION REPORT==== {text}");

    /// <summary>Asks for all applications.</summary>
    public readonly record struct Which : ICall<ApplicationController, Which, ImmutableArray<ApplicationInfo>>;

    /// <summary>Asks to start one; null: it runs.</summary>
    public sealed record StartRequest(Application Application)
        : ICall<ApplicationController, StartRequest, ExitReason?>;

    /// <summary>Asks to stop one; null: it is stopped.</summary>
    public sealed record StopRequest(string Name) : ICall<ApplicationController, StopRequest, ExitReason?>;

    /// <summary>Asks to stop all, and then the machine.</summary>
    /// <param name="ExitCode">What the machine reports when it is switched off.</param>
    /// <param name="IsRestart">It starts anew instead.</param>
    /// <param name="Failure">It starts anew because of this, which the next start is told of; or null.</param>
    public sealed record EndSystem(int ExitCode, bool IsRestart, string? Failure)
        : ICast<ApplicationController, EndSystem>;

    private sealed record TimeIsUp;
}
