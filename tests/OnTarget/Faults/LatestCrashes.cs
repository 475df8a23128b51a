// What a machine that gives up can still say: which process crashed last, and how.
using System.Text;
using Cosmos.Core.Faults;
using Cosmos.Runtime;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Faults;

/// <summary>Claims about the report that is kept for an epitaph.</summary>
public sealed class LatestCrashes
{
    /// <summary>The report of a crash is kept, with or without a log.</summary>
    [Fact]
    public void The_report_of_a_crash_is_kept()
    {
        (Pid pid, Ref monitor) = Process.SpawnMonitor(static () => throw new InvalidOperationException("words"));
        Expect.Down(monitor);
        string text = Encoding.UTF8.GetString(LatestCrash.Text);
        Assert.Contains($"{pid} ended: error (System.InvalidOperationException: words)", text);
    }

    /// <summary>Of a long report the beginning is kept, in whole characters.</summary>
    [Fact]
    public void A_long_report_is_cut()
    {
        string message = new('ü', LatestCrash.Capacity);
        (_, Ref monitor) = Process.SpawnMonitor(() => throw new InvalidOperationException(message));
        Expect.Down(monitor);
        string text = Encoding.UTF8.GetString(LatestCrash.Text);
        Assert.True(LatestCrash.Text.Length > LatestCrash.Capacity - 2, "as much as there is room for");
        Assert.Contains("InvalidOperationException: üü", text);
        Assert.True(text.EndsWith('ü'), "the last character is whole");
    }
}
