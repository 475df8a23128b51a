// The race (shared/benchmarks.md): every row on our Linux build and on Erlang/OTP's, in alternation (ours, BEAM, ours,
// …), so that a machine that changes its speed changes both; what has no twin there against the stock .NET runtime, or
// alone. Called by `make bench` from the repository's root:
//     QUICK=1      fewer and shorter turns, within 90 seconds
//     NAME=call    one row (and call-*), or one of the groups programs, start and sizes
//     CORES=2      the cores of both sides, as many as the machine has
// What cannot be is told in a line, and the exit code is 2 (kernel/Cosmos.Build/Scripts/wishes.sh).
using Cosmos.Tests.Bench;
using Cosmos.Tests.Bench.Programs;

const int BadWish = 2;

// Run through its own executable, the program is also given the path of its assembly, in front.
if (args.Contains("--stock"))
{
    Suite.Run(args.Contains(Suite.Quick), Console.WriteLine);
    return 0;
}

bool quick = Environment.GetEnvironmentVariable("QUICK") == "1";
string name = Environment.GetEnvironmentVariable("NAME") ?? "";
string coresText = Environment.GetEnvironmentVariable("CORES") is { Length: > 0 } given ? given : "1";
if (!int.TryParse(coresText, out int cores) || cores < 1 || cores > Environment.ProcessorCount)
{
    // `make bench` has looked already; this is for who starts the program by hand.
    Console.Error.WriteLine($"CORES={coresText}: CORES is a number from 1 to {Environment.ProcessorCount}");
    return BadWish;
}

int pairs = quick ? 2 : 5;
int starts = quick ? 3 : 15; // each is short, and the host's scheduler disturbs one in four
var contestant = new Contestant(cores);
var table = new Table(cores);
List<Row> rows = [.. Row.All.Where(row => Wants(row.Name))];
foreach (Row row in rows)
{
    Console.Error.WriteLine($"Measuring: {row.Name}");
    for (int pair = 0; pair < pairs; pair++)
    {
        table.Add(Side.Ours, row, contestant.RunOurs(row.TurnOf(quick)));
        if (row.HasTwin)
        {
            table.Add(Side.Beam, row, contestant.RunBeam(row.TurnOf(quick)));
        }
    }
}

if (Wants("programs"))
{
    for (int pair = 0; pair < (quick ? 1 : pairs); pair++)
    {
        Console.Error.WriteLine($"Measuring: programs, pair {pair + 1}");
        table.Add(Side.Ours, contestant.RunPrograms(quick).Select(At("linux")));
        table.Add(Side.Dotnet, Contestant.RunStock(quick));
    }
}

if (Wants("start"))
{
    Console.Error.WriteLine("Measuring: start under QEMU");
    table.Add(Side.Ours, Contestant.RunQemu(starts).Select(At("qemu")));
}

if (Wants("sizes"))
{
    table.AddSize("hello-stripped", "out/hello-linux");
    table.AddSize("hello-iso", "out/hello.iso");
}

if (table.IsEmpty)
{
    string names = string.Join(' ', Row.All.Select(row => row.Name));
    Console.Error.WriteLine($"NAME={name}: there is no such row; there are {names} programs start sizes");
    return BadWish;
}

table.Print(Console.Out);
table.WriteJson("out/bench.json");
return 0;

bool Wants(string row) => name.Length == 0 || row == name || row.StartsWith(name + "-", StringComparison.Ordinal);

// What is measured on both platforms says on which.
static Func<Measurement, Measurement> At(string platform)
    => sample => sample.Name is "start" or "idle-memory"
        ? sample with { Name = $"{sample.Name}-{platform}" }
        : sample;
