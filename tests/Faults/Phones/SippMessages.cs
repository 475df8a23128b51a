// What sipp sent and received, as it keeps it (-trace_msg): the witness when phones and exchange do not agree.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Faults.Phones;

/// <summary>Reads sipp's message files.</summary>
internal static partial class SippMessages
{
    /// <summary>Call-IDs of the requests of a method that were sent.</summary>
    public static IEnumerable<string> Sent(string text, string method) =>
        SentRequest().Matches(text)
            .Where(match => match.Groups[1].Value == method)
            .Select(static match => match.Groups[2].Value);

    [GeneratedRegex(@"message sent[^\n]*\n\s*([A-Z]+) sip:[^\n]*\n(?:[^\n]+\n)*?Call-ID: ([^\s]+)")]
    private static partial Regex SentRequest();
}
