// OTP's suites for processes (tests/OnTarget/Processes, the same sources), each case on nodes of several seeds: what
// holds on the machine holds under every interleaving, on one core and on several.
using Cosmos.Simulation;
using TestCase = Cosmos.Testing.TestCase;

namespace Cosmos.Tests.Simulated.Suites;

public sealed class OtpSuites
{
    private const int SeedsOfCase = 6;

    /// <summary>
    /// Cases about real time, real memory, one core's order of work, or so much of it that seeds take minutes.
    /// </summary>
    private static readonly string[] s_leftOut =
    [
        "AfterSuite.Receive_after", "AfterSuite.Receive_after_blast", "AfterSuite.T_after",
        "AfterSuite.Receive_after_32bit", "HibernateSuite.Min_heap_size",
        "ProcessSuite.T_process_info", "ProcessSuite.Low_prio", "SchedulerSuite.", "TimerSuite.Auto_cancel_yielding",
        "TimerSuite.Cleanup", "MonitorSuite.Local_remove_monitor", "RegisterSuite.Otp_8099", "ManyCores.",
        "TimersInCrowds.A_crowd_leaves_time_to_who_runs", "TimersInCrowds.An_important_timeout_waits_for_no_crowd",
        "TimersInCrowds.An_important_message_waits_for_no_crowd", "ManyChildren.", "MemoryBudgets.",
        "SupervisorSuite.Do_not_save_start_parameters_for_temporary_children",
    ];

    public static TheoryData<string> Cases() =>
        new(OnTarget.CaseTable.Cases().Select(item => item.Name).Where(name => !IsLeftOut(name)));

    /// <summary>The case holds, whatever the seed.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Hold(string name)
    {
        TestCase found = OnTarget.CaseTable.Cases().Single(item => item.Name == name);
        Seeds.Check(SeedsOfCase, node => node.Run(found.Run));
    }

    private static bool IsLeftOut(string name) => s_leftOut.Any(left =>
        left.EndsWith('.') ? name.Contains($".{left}", StringComparison.Ordinal)
            : name.EndsWith($".{left}", StringComparison.Ordinal));
}
