// Runs all ordinary cases of an image on as few machines as possible: one, if nothing goes wrong. When a machine
// hangs or dies in the middle of a case, that case has failed and the cases after it go on in a fresh machine; so one
// bad case costs one machine and hides nothing. What cannot be blamed on a case (a machine that dies before its first
// case) ends the run, and every case without a result fails with the reason.
namespace Cosmos.Tests.Machines.Cases;

/// <summary>One run of the ordinary cases of an image.</summary>
/// <param name="start">
/// Starts a machine: the text of its <c>run=</c> option, and its number in this run from 1 on.
/// </param>
/// <param name="silence">How long a machine may be silent.</param>
public sealed class CaseRun(Func<string, int, Machine> start, TimeSpan silence)
{
    /// <summary>A run that needs more machines than this is given up: the image is broken, not a case.</summary>
    public const int MostMachines = 25;

    private readonly Dictionary<string, CaseResult> _results = [];
    private readonly List<string> _anomalies = [];
    private string _end = "the run has not been started";

    /// <summary>
    /// What did not fit in the reports of the machines, and machines that did not end as they should.
    /// </summary>
    public IReadOnlyList<string> Anomalies => _anomalies;

    /// <summary>The results by name, as far as they were reported.</summary>
    public IReadOnlyDictionary<string, CaseResult> Results => _results;

    /// <summary>The result of <paramref name="name"/>; a failure that says why, if the run did not get to it.</summary>
    public CaseResult this[string name] => _results.GetValueOrDefault(name)
        ?? new CaseResult(false, $"The case was not run or not reported: {_end}");

    /// <summary>Runs the cases that <paramref name="selection"/> selects.</summary>
    public void Run(string selection = "*")
    {
        string? rest = selection;
        for (int number = 1; rest is not null; number++)
        {
            if (number > MostMachines)
            {
                _end = $"the run was given up after {MostMachines} machines had hung or died";
                _anomalies.Add(_end);
                return;
            }

            rest = RunMachine(rest, number);
        }
    }

    /// <summary>Runs one machine; returns what is left to run in a fresh one, or null.</summary>
    private string? RunMachine(string selection, int number)
    {
        using Machine machine = start(selection, number);
        var report = new CaseReport(Keep);
        ConsoleEventKind how = Follow(machine, report);
        string ending = Words(machine, how);
        _anomalies.AddRange(report.Anomalies.Select(anomaly => $"machine {number}: {anomaly}"));
        if (report.IsEnded)
        {
            _end = "the machine reported the end without it; is the image older than the tests?";
            JudgeEnding(machine, how, report, ending);
            return null;
        }

        string? blamed = report.Current ?? report.Last;
        if (blamed is null)
        {
            _end = ending;
            _anomalies.Add(ending);
            return null;
        }

        string place = report.Current is null ? "after this case" : "in this case";
        _results[blamed] = new CaseResult(false, $"The machine ended or hung {place}: {ending}");
        return Testing.CaseSelection.After(selection, blamed);
    }

    private void Keep(string name, CaseResult result)
    {
        if (!_results.TryAdd(name, result))
        {
            _anomalies.Add($"{name} was reported twice");
        }
    }

    private ConsoleEventKind Follow(Machine machine, CaseReport report)
    {
        ConsoleEvent next;
        do
        {
            next = machine.Read(silence);
            report.Take(next.Text);
        }
        while (next.Kind == ConsoleEventKind.Line && !report.IsRestarted);
        if (next.Kind != ConsoleEventKind.End)
        {
            machine.Kill();
        }

        return next.Kind;
    }

    // Exit code 0 is a promise that all cases passed, so that the image is of use without this harness too.
    private void JudgeEnding(Machine machine, ConsoleEventKind how, CaseReport report, string ending)
    {
        int expected = report.Failed == 0 ? 0 : 1;
        if (how != ConsoleEventKind.End || machine.Exit.GuestCode != expected)
        {
            _anomalies.Add($"the machine ought to power off with exit code {expected} after its report, but {ending}");
        }
    }

    private string Words(Machine machine, ConsoleEventKind how)
    {
        string what = how switch
        {
            ConsoleEventKind.Line => "the machine started anew",
            ConsoleEventKind.Silence => $"no sign of life on the console for {silence.TotalSeconds:0} s",
            ConsoleEventKind.Flood => $"more than {Machine.MostBytes} bytes on the console",
            _ => $"the machine ended with {machine.Exit}",
        };
        return $"{what}. The end of the console:\n{machine.ConsoleTail}";
    }
}
