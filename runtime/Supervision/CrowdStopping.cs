// The stop of very many children at once, when their supervisor ends: all are told, then all are waited for, in
// parallel. Nothing that comes in meanwhile is for anybody any more, because the supervisor ends with its last child;
// so messages are taken as they come, each once, and the cost is the same for each child however many there are.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// Stops all children of the running process, which ends after it. OTP: terminate_dynamic_children/1.
/// </summary>
internal static class CrowdStopping
{
    /// <summary>Stops them and waits for their ends.</summary>
    /// <param name="children">The children.</param>
    /// <param name="how">How; not the default. The time is for all of them together.</param>
    /// <param name="isPermanent">Whether they are not to end by themselves at all.</param>
    /// <returns>How many ended against the order, by reason.</returns>
    public static Dictionary<ExitReason, int> Stop(IEnumerable<Pid> children, Shutdown how, bool isPermanent)
    {
        var waiting = new Dictionary<Pid, ExitReason?>();
        var failures = new Dictionary<ExitReason, int>();
        ExitReason order = how.IsBrutal ? ExitReason.Kill : ExitReason.Shutdown;
        foreach (Pid child in children)
        {
            waiting.Add(child, null);
            Process.Monitor(child);
            Process.Exit(child, order);
        }

        long deadline = how.IsBrutal || how.Nanoseconds == long.MaxValue ? long.MaxValue : Clock.Now + how.Nanoseconds;
        while (waiting.Count != 0)
        {
            if (!TryReceive(deadline, out object? message))
            {
                deadline = long.MaxValue;
                foreach (Pid child in waiting.Keys)
                {
                    Process.Exit(child, ExitReason.Kill);
                }
            }
            else if (message is ExitMessage exit && waiting.ContainsKey(exit.From))
            {
                waiting[exit.From] = exit.Reason; // better than what the monitor says, which may be noproc
            }
            else if (message is DownMessage down && waiting.Remove(down.Object.Pid, out ExitReason? reason))
            {
                reason ??= down.Reason;
                if (!ChildStopping.IsExpected(reason, how, isPermanent))
                {
                    failures[reason] = failures.GetValueOrDefault(reason) + 1;
                }
            }
        }

        return failures;
    }

    private static bool TryReceive(long deadline, out object? message)
    {
        TimeSpan patience = deadline == long.MaxValue
            ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromTicks((Math.Max(0, deadline - Clock.Now) + 99) / 100);
        return Process.TryReceive(patience, out message);
    }
}
