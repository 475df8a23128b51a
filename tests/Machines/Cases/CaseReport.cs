// Follows the report of one machine as a state machine: no case, or one case begun. Only the case that has begun can
// pass or fail, so that a case which prints something like a report of another one changes nothing. Whatever does not
// fit is kept as an anomaly: a report with anomalies is shown as incomplete, because a lost line may hide a failure.
namespace Cosmos.Tests.Machines.Cases;

/// <summary>The report of one machine, followed line by line.</summary>
/// <param name="onResult">Takes the result of each case as soon as it is known.</param>
public sealed class CaseReport(Action<string, CaseResult> onResult)
{
    private readonly List<string> _anomalies = [];
    private readonly HashSet<string> _finished = [];
    private int _passed;
    private int _failed;

    /// <summary>The case that has begun and not ended; null: none.</summary>
    public string? Current { get; private set; }

    /// <summary>The case that ended last; null: none.</summary>
    public string? Last { get; private set; }

    /// <summary>Whether the machine has said that all selected cases are done.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>
    /// Whether a case began that cannot begin now: in the middle of another one, a second time, or after the end. The
    /// machine has started anew, and may do so for ever.
    /// </summary>
    public bool IsRestarted { get; private set; }

    /// <summary>How many cases of this machine have failed so far.</summary>
    public int Failed => _failed;

    /// <summary>What did not fit, in words.</summary>
    public IReadOnlyList<string> Anomalies => _anomalies;

    /// <summary>Takes the next line of the console, report or not.</summary>
    public void Take(string consoleLine)
    {
        if (!CaseReportLine.TryParse(consoleLine, out CaseReportLine line))
        {
            return;
        }

        switch (line.Kind)
        {
            case CaseReportKind.Begin when Current is null && !IsEnded && !_finished.Contains(line.Name):
                Current = line.Name;
                break;
            case CaseReportKind.Begin:
                IsRestarted = true;
                break;
            case CaseReportKind.Pass when line.Name == Current:
                Finish(new CaseResult(true, string.Empty, line.First));
                break;
            case CaseReportKind.Fail when line.Name == Current:
                Finish(new CaseResult(false, line.Message));
                break;
            case CaseReportKind.End when Current is null && !IsEnded:
                End(line);
                break;
            default:
                _anomalies.Add($"unexpected while {Current ?? "no case"} ran: {consoleLine}");
                break;
        }
    }

    private void Finish(CaseResult result)
    {
        _passed += result.Passed ? 1 : 0;
        _failed += result.Passed ? 0 : 1;
        Last = Current;
        Current = null;
        _finished.Add(Last!);
        onResult(Last!, result);
    }

    private void End(CaseReportLine line)
    {
        IsEnded = true;
        if (line.First != _passed || line.Second != _failed)
        {
            _anomalies.Add(
                $"the machine counts {line.First} + {line.Second} results; heard of were {_passed} + {_failed}");
        }
    }
}
