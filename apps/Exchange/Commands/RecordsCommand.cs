// cdr: the latest call detail records, as they are: a line of JSON for each. What is older than the table is large
// (SwitchLimits.Records) is not there any more.
using System.Collections.Immutable;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Apps.Switch;

namespace Exchange.Commands;

/// <summary>Call detail records.</summary>
internal sealed class RecordsCommand : ShellCommand
{
    private const int DefaultRows = 10;
    private const int MostRows = 100_000;

    public override string Name => "cdr";

    public override string Usage => "[ROWS]";

    public override string Summary => "call detail records, the latest last";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 1);
        foreach (string line in SwitchStatus.Records(Number(arguments, 0, DefaultRows, MostRows)))
        {
            Console.WriteLine(line);
        }
    }
}
