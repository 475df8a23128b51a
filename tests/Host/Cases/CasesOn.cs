namespace Cosmos.Tests.Host.Cases;

/// <summary>Every case of the test image on one kind of machine, reported one by one.</summary>
/// <typeparam name="TImage">The kind of machine.</typeparam>
public abstract class CasesOn<TImage>(TImage image) : IClassFixture<TImage>
    where TImage : ImageCases
{
    /// <summary>The rows: the cases that share a machine.</summary>
    public static TheoryData<CaseName> Rows => CaseCatalog.Ordinary;

    /// <summary>The rows: the cases that bring down a machine of their own.</summary>
    public static TheoryData<CaseName> CrashRows => CaseCatalog.Crashes;

    /// <summary>The case holds on such a machine.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Holds(CaseName name) => image.AssertHolds(name.Value);

    /// <summary>The case ends its machine with the right epitaph and a failure exit code.</summary>
    [Theory]
    [MemberData(nameof(CrashRows))]
    public void Crashes(CaseName name) => image.AssertCrashes(name.Value);

    /// <summary>
    /// No line of the report was lost or damaged, and the machine powered off with the right exit code.
    /// </summary>
    [Fact]
    public void The_report_is_complete() => image.AssertComplete();
}
