using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Cases;

/// <summary>Claims about the catalogue itself: a gap in it would hide cases from every other test.</summary>
public sealed class CaseCatalogTests
{
    /// <summary>A misplaced or unbuilt image would silently leave out the cases of the kernel.</summary>
    [Fact]
    public void The_image_s_assembly_is_where_the_catalogue_looks_for_it() =>
        Assert.True(File.Exists(CaseCatalog.ImageAssembly), $"{CaseCatalog.ImageAssembly} is missing");

    /// <summary>Two cases of one name, in the two tables of the image, could not be told apart in a report.</summary>
    [Fact]
    public void No_two_cases_of_the_image_have_the_same_name()
    {
        IEnumerable<string> twice = CaseCatalog.All
            .GroupBy(static item => item.Name)
            .Where(static group => group.Count() > 1)
            .Select(static group => group.Key);
        Assert.Empty(twice);
    }

    /// <summary>
    /// The cases of OTP's suites that the runtime is measured by, under OTP's names (docs/design/oracle.md numbers
    /// them): none was lost or renamed. busy_dist_port_link (20) and mon_2 (22) need a second node.
    /// </summary>
    [Theory]
    [InlineData("ProcessSuite", "t_exit_1 t_exit_2_other_normal self_exit t_exit_2_catch exit_and_timeout exit_twice "
        + "abnormal_suicide_exit normal_suicide_exit process_info_status_handled_signal low_prio "
        + "spawn_opt_max_heap_size no_priority_inversion no_priority_inversion2 system_task_blast garb_other_running "
        + "spawn_request_monitor_demonitor otp_7738_waiting")]
    [InlineData("SignalSuite", "xm_sig_order kill2killed")]
    [InlineData("LinkSuite", "links otp_5772_link")]
    [InlineData("MonitorSuite", "mon_1 demonitor_flush local_remove_monitor named_down list_cleanup mixer")]
    [InlineData("RegisterSuite", "otp_8099")]
    [InlineData("ReceiveSuite", "call_with_huge_message_queue receive_in_between receive_opt_exception")]
    [InlineData("AfterSuite", "receive_after_blast multi_timeout receive_after_32bit receive_zero")]
    [InlineData("TimerSuite", "cleanup evil_timers registered_process auto_cancel_yielding "
        + "same_time_yielding_with_cancel_other suspended_scheduler_timeout read_timer_async")]
    [InlineData("SchedulerSuite", "equal few_low many_low equal_with_part_time_max")]
    [InlineData("ManyCores", "bound_process")]
    [InlineData("GcSuite", "grow_stack_heap max_heap_size")]
    [InlineData("HibernateSuite", "basic messages_in_queue no_heap")]
    public void OTP_s_cases_are_there(string suite, string cases) => Assert.All(
        cases.Split(' '),
        name => Assert.Contains(
            CaseCatalog.All, item => item.Name == $"Processes.{suite}.{char.ToUpperInvariant(name[0])}{name[1..]}"));

    /// <summary>The generator writes the table and the metadata; the host trusts that they say the same.</summary>
    [Fact]
    public void The_metadata_declares_exactly_the_cases_of_the_table()
    {
        IEnumerable<DeclaredCase> table = Tests.Cases.CaseTable.Cases()
            .Select(static item => new DeclaredCase(item.Name, item.EpitaphText));
        Assert.Equal(table, DeclaredCases.Of(typeof(Tests.Cases.CaseTable).Assembly.Location));
    }
}
