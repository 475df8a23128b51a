// Runs the selected cases of an image one after the other and reports each over the console as soon as it is known,
// so that the host can tell which case was running when a machine hangs or dies. The runner is the boundary of a case:
// it catches what the case throws, reports it and goes on. Where there are processes, the image hands in how to run a
// case in one of its own; it then has its own heap, and dies alone. Nothing is caught of a case that must bring the
// machine down: there, going unhandled is the point.
using System.Diagnostics;
using System.Text;

namespace Cosmos.Testing;

/// <summary>Runs cases inside the machine under test and reports them in the line protocol.</summary>
/// <param name="writeLine">Writes one line to the console, and has written it when it returns.</param>
/// <param name="runCase">
/// Runs a case somewhere and returns when it is over: null if it held, otherwise why not. Left out:
/// <see cref="Outcome"/>, here and now.
/// </param>
public sealed class CaseRunner(Action<string> writeLine, Func<TestCase, string?>? runCase = null)
{
    // A report travels over a serial line: enough of the stack to find the place, no more.
    private const int StackLines = 8;
    private const int LongestMessage = 4000;

    private readonly Func<TestCase, string?> _runCase = runCase ?? Outcome;

    /// <summary>Runs a case: null if it held, otherwise what it threw, in words.</summary>
    public static string? Outcome(TestCase item)
    {
        try
        {
            item.Run();
            return null;
        }
        catch (Exception exception)
        {
            return Describe(exception);
        }
    }

    /// <summary>
    /// Runs the cases of <paramref name="table"/> that <paramref name="selection"/> (the text of the boot option
    /// <c>run=</c>) selects. A selection that selects nothing is reported as a failure: otherwise a misspelt name
    /// would pass.
    /// </summary>
    public CaseTotals Run(IEnumerable<TestCase> table, string? selection)
    {
        List<TestCase> selected = new CaseSelection(selection).Of(table);
        int passed = 0;
        foreach (TestCase item in selected)
        {
            writeLine(CaseProtocol.Begin(item.Name));
            long start = Stopwatch.GetTimestamp();
            string? failure = item.IsCrash ? OutcomeOfCrash(item) : _runCase(item);
            long microseconds = (long)Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            writeLine(failure is null
                ? CaseProtocol.Pass(item.Name, microseconds)
                : CaseProtocol.Fail(item.Name, failure));
            passed += failure is null ? 1 : 0;
        }

        int failed = selected.Count - passed;
        if (selected.Count == 0 && !IsContinuation(selection))
        {
            writeLine($"no case is called {selection}");
            failed = 1;
        }

        writeLine(CaseProtocol.End(passed, failed));
        return new CaseTotals(passed, failed);
    }

    private static bool IsContinuation(string? selection) =>
        selection is not null && selection.Contains(",after:", StringComparison.Ordinal);

    private static string OutcomeOfCrash(TestCase item)
    {
        item.Run();
        return "the case returned, and the machine still runs";
    }

    private static string Describe(Exception exception)
    {
        var words = new StringBuilder();
        for (Exception? current = exception; current is not null; current = current.InnerException)
        {
            words.Append(words.Length == 0 ? string.Empty : "\ncaused by ");
            words.Append(current.GetType()).Append(": ").Append(current.Message);
            AppendStack(words, current.StackTrace);
        }

        return words.Length <= LongestMessage ? words.ToString() : words.ToString(0, LongestMessage) + "…";
    }

    private static void AppendStack(StringBuilder words, string? stack)
    {
        if (string.IsNullOrEmpty(stack))
        {
            return;
        }

        string[] lines = stack.Split('\n');
        for (int index = 0; index < lines.Length && index < StackLines; index++)
        {
            words.Append('\n').Append(lines[index].TrimEnd('\r'));
        }
    }
}
