// How applications are started, one after the other, and what their ends mean. Nothing here waits: each step is made
// when a message says that the one before is done, so one that hangs in its start is only itself not running.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Applications;

internal sealed partial class ApplicationController
{
    private long _startNs = Clock.Now;
    private bool _isUp;

    // The next application of the image that waits for its turn.
    private void BeginNext()
    {
        if (_end is not null || _isUp || _entries.Exists(entry => entry.Status == ApplicationStatus.Starting))
        {
            return;
        }

        if (_entries.Find(static entry => entry.Status == ApplicationStatus.Waiting) is { } next)
        {
            Begin(next);
            return;
        }

        _isUp = true;
        IEnumerable<string> running =
            from entry in _entries where entry.Status == ApplicationStatus.Running select entry.Name;
        Console.WriteLine($"Running: {string.Join(", ", running)}, after {(Clock.Now - _startNs) / 1_000_000} ms.");
    }

    private void Begin(ApplicationEntry entry)
    {
        foreach (string name in entry.Application.Dependencies)
        {
            if (Find(name) is not { Status: ApplicationStatus.Running })
            {
                OnFailed(entry, ExitReason.Of("not_started", name));
                return;
            }
        }

        entry.Status = ApplicationStatus.Starting;
        StartResult<ApplicationMaster> master = GenServer.StartLink(
            new ApplicationMaster(entry.Application, Process.Self));
        if (master.IsOk)
        {
            entry.Master = master.Pid;
        }
        else
        {
            OnFailed(entry, master.Reason!);
        }
    }

    private void OnStarted(ApplicationEntry entry, StartResult result)
    {
        if (!result.IsOk)
        {
            entry.Master = default;
            OnFailed(entry, result.Reason ?? new ExitReason(Atom.Ignore));
            return;
        }

        entry.Status = ApplicationStatus.Running;
        entry.Top = result.Pid;
        entry.Answer(null);
        if (_end is null)
        {
            BeginNext();
        }
        else
        {
            StopNext();
        }
    }

    // It could not be started. OTP: what type it has decides, as if it had ended abnormally.
    private void OnFailed(ApplicationEntry entry, ExitReason reason)
    {
        bool isAsked = entry.Waiter is not null;
        Leave(entry, reason);
        Report($"the application {entry.Name} could not be started: {reason}");
        if (_end is not null)
        {
            StopNext();
        }
        else if (!isAsked && entry.Application.Type != ApplicationType.Temporary)
        {
            EndBecauseOf(entry, $"could not be started: {reason}");
        }
        else
        {
            BeginNext();
        }
    }

    // Its top supervisor ended by itself.
    private void OnEnded(ApplicationEntry entry, ExitReason reason)
    {
        bool isMeant = entry.Status == ApplicationStatus.Stopping;
        Leave(entry, reason);
        Report($"the application {entry.Name}, which is {TypeOf(entry)}, ended: {reason}");
        bool isHarmless = isMeant || entry.Application.Type switch
        {
            ApplicationType.Permanent => false,
            ApplicationType.Transient => reason.IsNormal,
            _ => true,
        };
        if (_end is not null)
        {
            StopNext();
        }
        else if (!isHarmless)
        {
            EndBecauseOf(entry, $"ended: {reason}");
        }
    }

    // After an orderly end its entry has forgotten the master already; this is the answer to an order, or a failure.
    private void OnMasterEnded(ApplicationEntry entry, ExitReason reason)
    {
        switch (entry.Status)
        {
            case ApplicationStatus.Stopping:
                Leave(entry, reason);
                StopNext();
                break;
            case ApplicationStatus.Starting:
                entry.Master = default;
                OnFailed(entry, reason);
                break;
            default:
                OnEnded(entry, reason);
                break;
        }
    }

    private static void Leave(ApplicationEntry entry, ExitReason reason)
    {
        bool isStopped = entry.Status == ApplicationStatus.Stopping;
        entry.Status = ApplicationStatus.Ended;
        entry.Master = default;
        entry.Top = default;
        entry.Reason = reason;
        entry.Answer(isStopped ? null : reason);
    }

    private static string TypeOf(ApplicationEntry entry) => entry.Application.Type.ToString().ToLowerInvariant();
}
