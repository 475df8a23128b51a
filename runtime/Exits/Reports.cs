// Where reports of the runtime go: to the log, if that runs; else to the process that is registered as logger; else to
// the console. A report is text that begins with its kind, =CRASH REPORT==== for one, and may be data besides.
using System.Text.Unicode;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Logging;

namespace Cosmos.Runtime.Exits;

/// <summary>
/// A report of the runtime, for the process that is registered as <c>logger</c> and is not the runtime's log.
/// </summary>
/// <param name="Text">What there is to read; lines end with LF.</param>
/// <param name="Crash">The end that it is about, or null.</param>
public sealed record ReportMessage(string Text, CrashReport? Crash);

/// <summary>Writing of reports by the running process.</summary>
internal static class Reports
{
    private const int MostBytesForEpitaph = 1024;

    /// <summary>
    /// Whether reports of what goes well are read by anybody: a console alone is for what does not.
    /// </summary>
    public static bool IsProgressWanted =>
        Dispatch.IsUp ? LogLevels.IsOn(default, LogLevel.Info) : Process.WhereIs(Atom.Logger) is not null;

    /// <summary>Writes a report. Preemption on.</summary>
    /// <param name="text">What there is to read.</param>
    /// <param name="report">The same as data, or null.</param>
    public static void Write(string text, object? report = null)
    {
        if (!text.EndsWith('\n'))
        {
            text += "\n";
        }

        if (text.StartsWith("=CRASH", StringComparison.Ordinal))
        {
            NoteForEpitaph(text);
        }

        if (Dispatch.IsUp)
        {
            LogLevel level = LevelOf(text);
            if (LogLevels.IsOn(default, level))
            {
                Dispatch.Write(default, level, text, report, [], "", "", 0);
            }

            return;
        }

        if (Process.WhereIs(Atom.Logger) is { } logger && logger != Process.Self)
        {
            Process.Send(logger, new ReportMessage(text, report as CrashReport));
            return;
        }

        Console.Write(text);
    }

    /// <summary>Writes a report that is data: its text is what it says of itself. Preemption on.</summary>
    public static void WriteData(object report) => Write(report.ToString()!, report);

    // Should the machine give up, the next start tells what crashed last.
    private static void NoteForEpitaph(string text)
    {
        Span<byte> words = stackalloc byte[MostBytesForEpitaph];
        Utf8.FromUtf16(text.AsSpan().TrimEnd('\n'), words, out _, out int length);
        Preemption.Disable();
        Machine.NoteCrash(words[..length]);
        Preemption.Enable();
    }

    private static LogLevel LevelOf(string text) =>
        text.StartsWith("=WARNING", StringComparison.Ordinal) ? LogLevel.Warning
        : text.StartsWith("=PROGRESS", StringComparison.Ordinal) ? LogLevel.Info
        : text.StartsWith("=INFO", StringComparison.Ordinal) ? LogLevel.Info
        : LogLevel.Error;
}
