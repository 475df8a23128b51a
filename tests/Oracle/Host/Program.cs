// `make oracle`. Called from the repository's root by kernel/Cosmos.Build/Scripts/oracle.sh:
//   SEED COUNT          that many random programs; differences are shrunk and printed
//   SEED program N      one of them
//   file FILE           a program in a file
// The exit code is 1 when the sides differ.
using System.Diagnostics;
using Cosmos.Tests.Oracle;
using Cosmos.Tests.Oracle.Programs;

const int BatchSize = 500;
const int MostShrunk = 5;

Examination examination = Examination.OfBothSides();
if (args is ["file", string file])
{
    return Show(examination.Examine(Specimen.Of(OracleProgram.Parse(File.ReadAllText(file)))), null, 0);
}

int seed = int.Parse(args[0]);
if (args is [_, "program", string numberWord])
{
    int number = int.Parse(numberWord);
    Specimen specimen = Specimen.Of(seed, number);
    Console.Write(specimen.Program);
    return Show(
        examination.Examine(specimen) is null ? null : examination.Shrink(specimen), seed, number);
}

int count = int.Parse(args[1]);
var watch = Stopwatch.StartNew();
List<int> different = [];
List<int> unsteady = [];
for (int first = 0; first < count; first += BatchSize)
{
    foreach ((int number, Difference seen) in examination.Batch(seed, first, Math.Min(BatchSize, count - first)))
    {
        Specimen specimen = Specimen.Of(seed, number);
        if (!examination.IsSteady(specimen))
        {
            unsteady.Add(number);
            Console.WriteLine($"Program {number} differed in the batch, and alone did not.");
            Show(seen, seed, number);
            continue;
        }

        different.Add(number);
        if (different.Count <= MostShrunk)
        {
            Show(examination.Shrink(specimen), seed, number);
        }
    }

    int done = Math.Min(first + BatchSize, count);
    Console.WriteLine(
        $"seed {seed}: {done} programs, {different.Count} differences, {unsteady.Count} unsteady, "
        + $"{watch.Elapsed:hh\\:mm\\:ss}");
}

return different.Count + unsteady.Count == 0 ? 0 : 1;

static int Show(Difference? difference, int? seed, int number)
{
    Console.WriteLine(difference?.Describe(seed, number) ?? "Both sides agree.");
    return difference is null ? 0 : 1;
}
