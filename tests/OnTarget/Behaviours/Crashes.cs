// Crash reports as a case sees them: while it is registered as the logger, they are messages to it.
using Cosmos.Runtime;
using Cosmos.Runtime.Exits;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>The running process as the logger.</summary>
internal static class Crashes
{
    /// <summary>From here on reports come here.</summary>
    public static void Watch() => Process.Register(Atom.Logger, Process.Self);

    /// <summary>The report of an end, which must have come before the end was told.</summary>
    public static CrashReport Of(Pid pid) => Expect.Message<ReportMessage>(report => report.Crash?.Pid == pid).Crash!;

    /// <summary>There must be no report of an end that was told.</summary>
    public static void NoneOf(Pid pid) => Assert.False(
        Process.TryReceive<ReportMessage>(TimeSpan.Zero, out _, report => report.Crash?.Pid == pid),
        $"there is a crash report of {pid}");
}
