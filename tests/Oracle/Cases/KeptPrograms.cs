// The programs of tests/Oracle/Regressions: those on which the sides once differed, made small, and some that were
// written because they are worth keeping. Each says in its first lines what it is about.
using Cosmos.Tests.Machines;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Cases;

/// <summary>Programs that were kept.</summary>
public sealed class KeptPrograms
{
    private static string Folder => Path.Combine(Repository.Root, "tests", "Oracle", "Regressions");

    /// <summary>The rows: the files, by name.</summary>
    public static TheoryData<string> Rows =>
        [.. Directory.GetFiles(Folder, "*.txt").Select(static file => Path.GetFileNameWithoutExtension(file)).Order()];

    /// <summary>Our runtime does with the program what Erlang/OTP does.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Agree(string name)
    {
        string file = Path.Combine(Folder, name + ".txt");
        Specimen specimen = Specimen.Of(OracleProgram.Parse(File.ReadAllText(file)));
        Difference? difference = Examination.OfBothSides().Examine(specimen);
        Assert.True(difference is null, difference?.Describe(null, 0));
    }
}
