// Measures the kernel's costs next to the stock .NET runtime's: the same source, in alternation (ours, stock, ours, …),
// so that a machine that changes its speed changes both. Sizes and the start under QEMU have no twin and stand alone.
// Called by `make bench` from the repository's root; QUICK=1 takes fewer pairs.
using Cosmos.Tests.Bench;
using Cosmos.Tests.Bench.Programs;

// Run through its own executable, the program is also given the path of its assembly, in front.
if (args is [.., "--stock"])
{
    Suite.Run(Console.WriteLine);
    return 0;
}

bool quick = Environment.GetEnvironmentVariable("QUICK") == "1";
int pairs = quick ? 2 : 5;
int starts = quick ? 5 : 15; // each is short, and the host's scheduler disturbs one in four
var table = new Table();
for (int i = 0; i < pairs; i++)
{
    Console.Error.WriteLine($"Measuring: pair {i + 1} of {pairs}");
    table.AddOurs(Contestant.RunLinuxImage());
    table.AddStock(Contestant.RunStock());
}

Console.Error.WriteLine("Measuring: start under QEMU");
table.AddOurs(Contestant.RunQemu(starts), "start-qemu");

table.AddSize("hello-stripped", "out/hello-linux");
table.AddSize("hello-iso", "out/hello.iso");
table.Print(Console.Out);
table.WriteJson("out/bench.json");
return 0;
