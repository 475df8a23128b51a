// One line of the protocol (CaseProtocol), read by somebody who does not trust it. The console carries the kernel's
// own messages, the output of the cases, garbage of a dying machine: whatever is not exactly a line of the protocol
// is not one. The mark may stand behind other text, because a case may have printed something without a line end
// before its result.
using System.Globalization;
using Cosmos.Testing;

namespace Cosmos.Tests.Machines.Cases;

/// <summary>A well-formed line of a case report.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Name">The case; empty for <see cref="CaseReportKind.End"/>.</param>
/// <param name="Message">Why the case failed, unescaped; empty for all others.</param>
/// <param name="First">Microseconds of a passed case, number of passed cases at the end; else 0.</param>
/// <param name="Second">Number of failed cases at the end; else 0.</param>
public readonly record struct CaseReportLine(
    CaseReportKind Kind,
    string Name,
    string Message = "",
    long First = 0,
    long Second = 0)
{
    /// <summary>Reads the last report in a console line; false if there is none, or if it is not well-formed.</summary>
    public static bool TryParse(string consoleLine, out CaseReportLine line)
    {
        line = default;
        int start = consoleLine.IndexOf(CaseProtocol.Mark, StringComparison.Ordinal);
        if (start < 0)
        {
            return false;
        }

        string[] words = consoleLine[(start + CaseProtocol.Mark.Length)..].Split(' ', 3);
        CaseReportLine? read = words switch
        {
            ["begin", var name] when IsName(name) => new(CaseReportKind.Begin, name),
            ["pass", var name, var time] when IsName(name) && TryNumber(time, out long number) =>
                new(CaseReportKind.Pass, name, First: number),
            ["fail", var name, var message] when IsName(name) =>
                new(CaseReportKind.Fail, name, CaseProtocol.Unescape(message)),
            ["end", var first, var second]
                when TryNumber(first, out long passed) && TryNumber(second, out long failed) =>
                new(CaseReportKind.End, string.Empty, First: passed, Second: failed),
            _ => null,
        };
        line = read.GetValueOrDefault();
        return read is not null;
    }

    // A name is dotted identifiers; anything else is a line that was damaged on its way.
    private static bool IsName(string name) =>
        name.Length > 0 && name.All(static character => char.IsLetterOrDigit(character) || character is '.' or '_');

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
