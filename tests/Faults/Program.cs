// The fault laboratory: `make faults`. The exit code is 0 when every fault was masked or recovered from, no call that
// had nothing to do with a fault came to harm, and every record was written.
using System.Globalization;
using Cosmos.Tests.Faults;
using Cosmos.Tests.Faults.Exchanges;
using Cosmos.Tests.Faults.Faults;
using Cosmos.Tests.Machines;

var options = new LaboratoryOptions();
string folder = Path.Combine(Repository.Root, "out", "faults");
Directory.CreateDirectory(folder);
string log = Path.Combine(folder, "console.log");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"{options.Count} faults from seed {options.Seed}, {options.Calls} calls; files: out/faults"));
using IExchange exchange = options.Board.Length > 0
    ? new BoardExchange(options.Board, options.Address, options.Here, log)
    : new EmulatedExchange(options.Card, options.Cores, options.MemoryMib, log);
if (options.Board.Length == 0
    && exchange.Console.Await(
        static line => line.Contains("calls are taken at", StringComparison.Ordinal), 0, Patience.Emulated) is null)
{
    Console.WriteLine($"The exchange did not begin:\n{exchange.Console.Tail(30)}");
    return 1;
}

IReadOnlyList<FaultResult> results;
IReadOnlyList<string> wrongs;
try
{
    (results, wrongs) = new Campaign(exchange, options, folder).Run();
}
catch (LaboratoryException why)
{
    Console.WriteLine($"The laboratory could not begin, or not go on: {why.Message}");
    Console.WriteLine(exchange.Console.Tail(30));
    return 1;
}

ResultTable.Print(results, Console.Out);
ResultTable.WriteJson(results, Path.Combine(Repository.Root, "out", "faults.json"));
foreach (string wrong in wrongs)
{
    Console.WriteLine($"wrong: {wrong}");
}

int bad = results.Count(static result => !result.IsGood);
Console.WriteLine($"{results.Count} faults, {bad} of them bad, {wrongs.Count} things wrong");
return bad == 0 && wrongs.Count == 0 && results.Count == options.Count ? 0 : 1;
