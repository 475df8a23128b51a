// One kind of machine, all cases. The ordinary cases are run once, on first demand, in one machine (CaseRun); a row
// of the theory then only looks up its result. A case that brings its machine down gets a machine of its own.
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The cases of the test image on one kind of machine; shared by the rows of a test class.</summary>
public abstract class ImageCases
{
    private readonly Lazy<CaseRun> _run;
    private readonly TimeSpan _silence;

    /// <summary>Prepares; nothing is started yet.</summary>
    /// <param name="silence">How long a machine of this kind may be silent.</param>
    protected ImageCases(TimeSpan silence)
    {
        _silence = silence;
        _run = new Lazy<CaseRun>(RunOrdinary);
    }

    /// <summary>The name of the kind of machine, part of the names of its log files.</summary>
    protected abstract string Kind { get; }

    /// <summary>Fails unless the ordinary case <paramref name="name"/> held.</summary>
    public void AssertHolds(string name)
    {
        CaseResult result = _run.Value[name];
        Assert.True(result.Passed, result.Message);
    }

    /// <summary>Fails if a report was damaged, or a machine did not end as it should.</summary>
    public void AssertComplete() => Assert.Empty(_run.Value.Anomalies);

    /// <summary>Fails unless the case <paramref name="name"/> brings its machine down as it says.</summary>
    public void AssertCrashes(string name)
    {
        using Machine machine = Start(name, Repository.LogFile($"{Kind}-{name}"));
        CaseResult result = CrashRun.Judge(machine, CaseCatalog.Find(name), _silence);
        Assert.True(result.Passed, result.Message);
    }

    /// <summary>Starts a machine with the boot option <c>run=</c><paramref name="selection"/>.</summary>
    protected abstract Machine Start(string selection, string logFile);

    private CaseRun RunOrdinary()
    {
        var run = new CaseRun((selection, number) => Start(selection, Repository.LogFile(LogName(number))), _silence);
        run.Run();
        return run;
    }

    private string LogName(int number) => number == 1 ? Kind : $"{Kind}-again-{number}";
}
