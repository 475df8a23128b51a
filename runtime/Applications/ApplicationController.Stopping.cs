// How a system ends: the applications are stopped one after the other, the latest first, and then the machine. Not for
// ever: after a time the machine ends with whatever still runs.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Applications;

internal sealed partial class ApplicationController
{
    private void EndBecauseOf(ApplicationEntry entry, string what) =>
        BeginEnd(new EndSystem(0, IsRestart: true, $"the application {entry.Name}, which is {TypeOf(entry)}, {what}"));

    private void BeginEnd(EndSystem end)
    {
        if (_end is not null)
        {
            return;
        }

        _end = end;
        Report(end.Failure is null ? "the system stops" : $"the system starts anew: {end.Failure}");
        Process.SendAfter(shutdownTimeout, Process.Self, new TimeIsUp());
        StopNext();
    }

    private void StopNext()
    {
        if (_end is null || _entries.Exists(static entry => entry.Status == ApplicationStatus.Stopping))
        {
            return;
        }

        ApplicationEntry? last = _entries.FindLast(
            static entry => entry.Status is ApplicationStatus.Running or ApplicationStatus.Starting);
        if (last is null)
        {
            FinishEnd(null);
            return;
        }

        last.Status = ApplicationStatus.Stopping;
        Process.Exit(last.Master, ExitReason.Shutdown);
    }

    private void FinishEnd(string? complaint)
    {
        if (complaint is not null)
        {
            string names = string.Join(", ", _entries.Where(
                static entry => entry.Status is not (ApplicationStatus.Ended or ApplicationStatus.Waiting))
                .Select(static entry => entry.Name));
            Report($"{complaint}: {names}");
        }

        if (_end!.Failure is not null)
        {
            Machine.Fail(_end.Failure);
        }

        if (_end.IsRestart)
        {
            Machine.Reboot();
        }

        Machine.PowerOff(_end.ExitCode);
    }
}
