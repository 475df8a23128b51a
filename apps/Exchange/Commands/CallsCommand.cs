// calls: what is going on in the exchange now, a line for each call. Of many calls the latest are shown: those are the
// ones that somebody asks for.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Apps.Switch;

namespace Exchange.Commands;

/// <summary>The calls that there are.</summary>
internal sealed class CallsCommand : ShellCommand
{
    private const int DefaultRows = 20;
    private const int MostRows = 10_000;

    public override string Name => "calls";

    public override string Usage => "[ROWS]";

    public override string Summary => "calls that are set up or up, the latest last";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        int rows = Number(arguments, 0, DefaultRows, MostRows);
        IReadOnlyList<CallRow> calls = SwitchStatus.Calls();
        for (int at = Math.Max(0, calls.Count - rows); at < calls.Count; at++)
        {
            CallRow call = calls[at];
            string kind = call.IsEmergency ? "  emergency" : "";
            Console.WriteLine(
                $"  {call.Number,-8} {call.Process,-14} {call.Phase,-9} {call.From} -> {call.To}  {call.Target}{kind}");
        }

        Console.WriteLine($"{calls.Count} calls.");
    }
}
