// Where reports go: to the process that is registered as logger, or, while there is none, to the console.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Exits;

/// <summary>A report of the runtime, for the process that is registered as <c>logger</c>.</summary>
/// <param name="Text">What there is to read; lines end with LF.</param>
/// <param name="Crash">The end that it is about, or null.</param>
public sealed record ReportMessage(string Text, CrashReport? Crash);

/// <summary>Writing of reports by the running process.</summary>
internal static class Reports
{
    /// <summary>
    /// Whether reports of what goes well are read by anybody: a console alone is for what does not.
    /// </summary>
    public static bool IsProgressWanted => Process.WhereIs(Atom.Logger) is not null;

    /// <summary>Writes a report.</summary>
    public static void Write(string text, CrashReport? crash = null)
    {
        if (!text.EndsWith('\n'))
        {
            text += "\n";
        }

        if (Process.WhereIs(Atom.Logger) is { } logger && logger != Process.Self)
        {
            Process.Send(logger, new ReportMessage(text, crash));
            return;
        }

        Console.Write(text);
    }
}
