// An event as text, for somebody who is called at night: one line says when, how bad, who and what; what more there is
// stands below it, indented, so that a line that begins at the margin is always another event.
//
//   2026-11-29 01:34:52.123 error     <0.42.0> call_17 sip: the peer sent no contact (Call.OnInvite:42) leg=2
//   2026-11-29 01:34:52.124 error     CRASH <0.42.0> call_17 ended: error (System.InvalidOperationException: oh)
//       at Switch.Call.OnInvite(Invite invite)
//       links: <0.7.0>
using System.Globalization;
using System.Text;

namespace Cosmos.Runtime.Logging;

/// <summary>Makes texts of events.</summary>
public sealed record LogFormatter
{
    private const int LevelWidth = 10;
    private const string Indent = "    ";
    private const string HeadOfReport = "=";
    private const string EndOfHead = " REPORT==== ";

    /// <summary>As handlers without wishes of their own have it.</summary>
    public static LogFormatter Default { get; } = new();

    /// <summary>How the time is written.</summary>
    public string TimeFormat { get; init; } = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>Whether the member is named that said it.</summary>
    public bool ShowsMember { get; init; } = true;

    /// <summary>The most lines of one event; the rest is counted.</summary>
    public int MostLines { get; init; } = 100;

    /// <summary>The text of an event: one line or more, each with its LF.</summary>
    public string Format(LogEvent item)
    {
        ArgumentNullException.ThrowIfNull(item);
        var text = new StringBuilder(128 + item.Text.Length);
        text.Append(item.Time.ToString(TimeFormat, CultureInfo.InvariantCulture)).Append(' ');
        text.Append(NameOf(item.Level).PadRight(LevelWidth));
        string[] lines = item.Text.TrimEnd('\n').Split('\n');
        if (!TryAppendHeadOfReport(text, lines[0]))
        {
            AppendWho(text, item);
            text.Append(lines[0].TrimEnd('\r'));
            AppendRest(text, item);
        }

        text.Append('\n');
        AppendDetails(text, lines);
        return text.ToString();
    }

    /// <summary>A level as it is written.</summary>
    public static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Emergency => "emergency",
        LogLevel.Alert => "alert",
        LogLevel.Critical => "critical",
        LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Notice => "notice",
        LogLevel.Info => "info",
        _ => "debug",
    };

    // The reports of the runtime say themselves who it was: =CRASH REPORT==== <0.42.0> call_17 ended: …
    private static bool TryAppendHeadOfReport(StringBuilder text, string line)
    {
        int end = line.StartsWith(HeadOfReport, StringComparison.Ordinal)
            ? line.IndexOf(EndOfHead, StringComparison.Ordinal)
            : -1;
        if (end < 0)
            return false;

        text.Append(line.AsSpan(HeadOfReport.Length, end - HeadOfReport.Length)).Append(' ');
        text.Append(line.AsSpan(end + EndOfHead.Length));
        return true;
    }

    private static void AppendWho(StringBuilder text, LogEvent item)
    {
        if (!item.Process.IsNone)
            text.Append(item.Process).Append(' ');
        if (!item.Name.IsNone)
            text.Append(item.Name).Append(' ');
        if (!item.Component.IsNone)
            text.Append(item.Component).Append(": ");
    }

    private void AppendRest(StringBuilder text, LogEvent item)
    {
        if (ShowsMember && item.Member.Length != 0)
        {
            // The file's name stands for the type's.
            string place = item.File[(item.File.LastIndexOf('/') + 1)..];
            int end = place.IndexOf('.', StringComparison.Ordinal);
            text.Append(" (").Append(end < 0 ? place : place[..end]).Append('.').Append(item.Member);
            text.Append(':').Append(item.Line).Append(')');
        }

        foreach (LogField field in item.Fields)
        {
            text.Append(' ').Append(field.Key).Append('=').Append(Exits.Wording.Of(field.Value));
        }
    }

    private void AppendDetails(StringBuilder text, string[] lines)
    {
        for (int index = 1; index < lines.Length; index++)
        {
            if (index == MostLines)
            {
                text.Append(Indent).Append(CultureInfo.InvariantCulture, $"… and {lines.Length - index} lines more\n");
                return;
            }

            string line = lines[index].TrimEnd('\r');
            text.Append(Indent).Append(line.AsSpan().TrimStart(' ')).Append('\n');
        }
    }
}
