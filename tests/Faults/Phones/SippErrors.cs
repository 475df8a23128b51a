// What sipp writes into its error file, as far as it says which calls it gave up. A dead call is none: it ended before,
// and is told of a message that came late.
using System.Text.RegularExpressions;

namespace Cosmos.Tests.Faults.Phones;

/// <summary>Reads sipp's error files.</summary>
internal static partial class SippErrors
{
    /// <summary>
    /// Names of calls that were given up: of the laboratory's own in full, of the exchange's up to the @.
    /// </summary>
    /// <remarks>
    /// Not a callee's that got the ACK of its answer in the moment in which it was about to repeat it, because the
    /// INVITE had come again: sipp cannot take that, and every telephone can.
    /// </remarks>
    public static HashSet<string> GivenUp(string text) =>
        [.. Names(GivingUp().Matches(text)).Except(Names(AcknowledgedEarly().Matches(text)))];

    private static IEnumerable<string> Names(MatchCollection matches) =>
        matches.Select(static match => match.Groups[1].Value);

    // Several stand in a line, and the next one follows a name without a space: so a name is known by its form.
    [GeneratedRegex(@"Aborting call on [^\n]*?(\d+-\d+@lab|[0-9a-f]{32})")]
    private static partial Regex GivingUp();

    [GeneratedRegex(@"Aborting call on unexpected [^\n]*'([0-9a-f]{32})[^\n']*': while sending[^\n]*received 'ACK")]
    private static partial Regex AcknowledgedEarly();
}
