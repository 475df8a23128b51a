// A call detail record: one line of JSON for each call that there was, successful or not, with the names that bills and
// statistics are made by. Times are UTC with milliseconds; what did not happen is null.
using System.Globalization;
using System.Text;
using Cosmos.Runtime;

namespace Cosmos.Apps.Switch;

/// <summary>Writes call detail records.</summary>
internal static class CallRecord
{
    private const string TimeFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";

    /// <summary>The record of a call.</summary>
    /// <param name="row">What is known of it.</param>
    /// <param name="reason">Why its process ended, if it did not end the call itself; null: it did.</param>
    /// <param name="endNs">When it was over.</param>
    public static string Write(CallRow row, ExitReason? reason, long endNs)
    {
        string endedBy = reason is null ? row.EndedBy.ToString().ToLowerInvariant() : "fault";
        string status = reason is null ? row.Status.ToString(CultureInfo.InvariantCulture) : "null";
        long talkMs = row.AnswerNs == 0 ? 0 : Math.Max(0, endNs - row.AnswerNs) / 1_000_000;
        var line = new StringBuilder(400);
        line.Append(CultureInfo.InvariantCulture, $"{{\"call\":{row.Number},\"callId\":").Append(Text(row.CallId));
        line.Append(",\"targetCallId\":").Append(Text(row.TargetCallId));
        line.Append(",\"from\":").Append(Text(row.From)).Append(",\"to\":").Append(Text(row.To));
        line.Append(",\"target\":").Append(Text(row.Target));
        line.Append(row.IsEmergency ? ",\"class\":\"emergency\"" : ",\"class\":\"normal\"");
        line.Append(",\"setup\":").Append(Time(row.SetupNs)).Append(",\"answer\":").Append(Time(row.AnswerNs));
        line.Append(",\"release\":").Append(Time(endNs));
        line.Append(CultureInfo.InvariantCulture, $",\"talkMs\":{talkMs},\"status\":{status}");
        line.Append(CultureInfo.InvariantCulture, $",\"endedBy\":\"{endedBy}\",\"fault\":");
        return line.Append(Text(reason?.Kind.ToString())).Append('}').ToString();
    }

    private static string Time(long unixNs) =>
        unixNs == 0
            ? "null"
            : $"\"{DateTime.UnixEpoch.AddTicks(unixNs / 100).ToString(TimeFormat, CultureInfo.InvariantCulture)}\"";

    // RFC 8259 §7: quotation mark, backslash and control characters are escaped; the rest may stand as it is.
    private static string Text(string? value)
    {
        if (value is null)
        {
            return "null";
        }

        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char character in value)
        {
            if (character is '"' or '\\')
            {
                text.Append('\\').Append(character);
            }
            else if (character < ' ' || char.IsSurrogate(character))
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                text.Append(character);
            }
        }

        return text.Append('"').ToString();
    }
}
