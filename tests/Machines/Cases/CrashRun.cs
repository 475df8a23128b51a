// A case that must bring its machine down, in a machine of its own. It passes when all of this is true: the case
// began, it did not return, the machine ended by itself with a failure code of the kernel, and the console from the
// case's beginning on holds the text that the case names. A machine that resets (triple fault) ends without an exit
// code and fails.
using Cosmos.Testing;

namespace Cosmos.Tests.Machines.Cases;

/// <summary>The judgement on a machine that was to be brought down.</summary>
public static class CrashRun
{
    // 0 and 1 are the image's own words, success and failure of its work; a kernel that gives up says more.
    private const int FirstFailureCode = 2;

    /// <summary>Follows <paramref name="machine"/>, which runs <paramref name="item"/> alone, to its end.</summary>
    public static CaseResult Judge(Machine machine, DeclaredCase item, TimeSpan silence)
    {
        string begin = CaseProtocol.Begin(item.Name);
        var epitaph = new List<string>();
        bool hasBegun = false;
        ConsoleEventKind how = machine.ReadToEnd(silence, line =>
        {
            if (hasBegun)
            {
                epitaph.Add(line);
            }

            hasBegun |= line.EndsWith(begin, StringComparison.Ordinal);
        });
        if (how != ConsoleEventKind.End)
        {
            machine.Kill();
        }

        string? fault = Fault(machine, item, how, hasBegun, epitaph);
        return fault is null
            ? new CaseResult(true, string.Empty)
            : new CaseResult(false, $"{fault}. The end of the console:\n{machine.ConsoleTail}");
    }

    private static string? Fault(
        Machine machine,
        DeclaredCase item,
        ConsoleEventKind how,
        bool hasBegun,
        List<string> epitaph) =>
        !hasBegun ? "The case did not begin"
        : how != ConsoleEventKind.End ? "The machine did not end, and fell silent"
        : epitaph.Any(IsResult) ? "The case returned, or threw where a runner could catch it"
        : machine.Exit.GuestCode is null or < FirstFailureCode
            ? $"The machine ought to end with a failure exit code; it ended with {machine.Exit}"
        : !string.Join('\n', epitaph).Contains(item.EpitaphText ?? string.Empty, StringComparison.Ordinal)
            ? $"The epitaph ought to contain \"{item.EpitaphText}\""
        : null;

    private static bool IsResult(string line) => CaseReportLine.TryParse(line, out _);
}
