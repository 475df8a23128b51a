using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about a run: one bad case costs one machine, is blamed alone, and hides nothing.</summary>
public sealed class CaseRunTests
{
    /// <summary>The good path: one machine, every result, no anomaly.</summary>
    [Fact]
    public void A_sound_run_needs_one_machine()
    {
        (CaseRun run, List<string> selections) = Run(
            "echo booting; echo @test begin A; echo noise; echo @test pass A 12; echo @test begin B;"
            + "printf 'no line end '; printf '%s\\n' '@test fail B why\\nnot'; echo @test end 1 1; exit 1");
        Assert.Equal(["run=*"], selections);
        Assert.Equal(new CaseResult(true, string.Empty, 12), run["A"]);
        Assert.Equal(new CaseResult(false, "why\nnot"), run["B"]);
        Assert.Empty(run.Anomalies);
    }

    /// <summary>A case that hangs is found by silence; the cases after it go on in a fresh machine.</summary>
    [Fact]
    public void A_hung_case_fails_and_the_rest_go_on()
    {
        (CaseRun run, List<string> selections) = Run(
            "case $1 in 'run=*') echo @test begin A; echo last words; exec sleep 600;;"
            + "*) echo @test begin B; echo @test pass B 1; echo @test end 1 0;; esac");
        Assert.Equal(["run=*", "run=*,after:A"], selections);
        Assert.Contains("no sign of life", run["A"].Message, StringComparison.Ordinal);
        Assert.Contains("last words", run["A"].Message, StringComparison.Ordinal);
        Assert.True(run["B"].Passed);
        Assert.Empty(run.Anomalies);
    }

    /// <summary>A case whose machine ends under it fails with the end of the console; the rest go on.</summary>
    [Fact]
    public void A_case_that_dies_fails_and_the_rest_go_on()
    {
        (CaseRun run, List<string> selections) = Run(
            "case $1 in 'run=*') echo @test begin A; echo @test pass A 1; echo @test begin B; echo epitaph; exit 2;;"
            + "*) echo @test end 0 0;; esac");
        Assert.Equal(["run=*", "run=*,after:B"], selections);
        Assert.True(run["A"].Passed);
        Assert.Contains("exit code 2", run["B"].Message, StringComparison.Ordinal);
        Assert.Contains("epitaph", run["B"].Message, StringComparison.Ordinal);
    }

    /// <summary>A machine that dies between two cases is the doing of the one that ran last.</summary>
    [Fact]
    public void A_machine_that_dies_between_cases_is_blamed_on_the_last_one()
    {
        (CaseRun run, List<string> selections) = Run(
            "case $1 in 'run=*') echo @test begin A; echo @test pass A 1; exit 2;; *) echo @test end 0 0;; esac");
        Assert.Equal(2, selections.Count);
        Assert.False(run["A"].Passed);
        Assert.Contains("after this case", run["A"].Message, StringComparison.Ordinal);
    }

    /// <summary>A machine that starts again and again is never silent; its case is blamed all the same.</summary>
    [Theory]
    [InlineData("echo @test begin A;", "in this case")]
    [InlineData("echo @test begin A; echo @test pass A 1;", "after this case")]
    public void A_case_that_restarts_the_machine_fails_and_the_rest_go_on(string script, string place)
    {
        (CaseRun run, List<string> selections) = Run(
            $"case $1 in 'run=*') while true; do {script} sleep 0.1; done;; *) echo @test end 0 0;; esac");
        Assert.Equal(["run=*", "run=*,after:A"], selections);
        Assert.Contains(place, run["A"].Message, StringComparison.Ordinal);
        Assert.Contains("started anew", run["A"].Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// A machine that does not get to its first case fails every case, with the reason, and is not started again.
    /// </summary>
    [Fact]
    public void A_machine_that_does_not_boot_ends_the_run()
    {
        (CaseRun run, List<string> selections) = Run("echo no memory; exit 3");
        Assert.Single(selections);
        Assert.Contains("no memory", run["A"].Message, StringComparison.Ordinal);
        Assert.Single(run.Anomalies);
    }

    /// <summary>A machine in which every case dies is given up in the end.</summary>
    [Fact]
    public void A_run_does_not_start_machines_for_ever()
    {
        (CaseRun run, List<string> selections) = Run("echo @test begin ${1##*:}x | tr -d '=*'; exit 2");
        Assert.Equal(CaseRun.MostMachines, selections.Count);
        Assert.Contains("given up", run["NeverRun"].Message, StringComparison.Ordinal);
    }

    /// <summary>A case cannot report for another one, and a lost or doubled line does not go unnoticed.</summary>
    [Theory]
    [InlineData("echo @test begin A; echo @test pass B 1; echo @test pass A 1; echo @test end 1 0")]
    [InlineData("echo @test begin A; echo @test pass A 1; echo @test pass A 1; echo @test end 1 0")]
    [InlineData("echo @test begin A; echo @test pass A 1; echo @test end 2 0")]
    [InlineData("echo @test begin A; echo @test pass A 1; echo @test end 1 0; exit 1")]
    [InlineData("echo @test begin A; echo @test pass A 1; echo @test end 1 0; exec sleep 600")]
    public void A_report_that_does_not_fit_is_an_anomaly(string script)
    {
        (CaseRun run, _) = Run(script);
        Assert.True(run["A"].Passed);
        Assert.False(run["B"].Passed);
        Assert.NotEmpty(run.Anomalies);
    }

    private static (CaseRun Run, List<string> Selections) Run(string script)
    {
        var selections = new List<string>();
        var run = new CaseRun(
            (selection, _) =>
            {
                selections.Add($"run={selection}");
                return Shell.Machine(script, $"run={selection}");
            },
            Shell.Silence);
        run.Run();
        return (run, selections);
    }
}
