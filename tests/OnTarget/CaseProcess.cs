// A case runs in a process of its own: with a fresh heap that nothing else has filled, collected like any other, and
// dead at the end with all that it held. What a case throws comes back as text, as everywhere; when the process ends
// without having reported, its reason is the failure. The text travels as a message before the end is told, so the
// order of signals makes sure that a report is never missed.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget;

/// <summary>Runs cases in processes.</summary>
internal static class CaseProcess
{
    /// <summary>Runs a case and waits for its end: null when it held, otherwise why it did not.</summary>
    public static string? Run(TestCase item)
    {
        Pid runner = Process.Self;
        Ref id = Process.MakeRef();
        (_, Ref monitor) = Process.SpawnMonitor(() => Process.Send(runner, new Report(id, CaseRunner.Outcome(item))));
        DownMessage down = Process.Receive<DownMessage>(monitor, message => message.Monitor == monitor);
        string? failure = Process.TryReceive<Report>(TimeSpan.Zero, out Report? report, message => message.Id == id)
            ? report.Failure
            : $"the process of the case ended: {down.Reason}";
        while (Process.TryReceive(TimeSpan.Zero, out _))
        {
            // What a case sent here by mistake is not the next one's business.
        }

        return failure;
    }

    private sealed record Report(Ref Id, string? Failure);
}
