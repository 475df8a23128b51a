using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Cases;

/// <summary>Claims about the catalogue itself: a gap in it would hide cases from every other test.</summary>
public sealed class CaseCatalogTests
{
    /// <summary>A misplaced or unbuilt image would silently leave out the cases of the kernel.</summary>
    [Fact]
    public void The_image_s_assembly_is_where_the_catalogue_looks_for_it() =>
        Assert.True(File.Exists(CaseCatalog.ImageAssembly), $"{CaseCatalog.ImageAssembly} is missing");

    /// <summary>Two cases of one name, in the two tables of the image, could not be told apart in a report.</summary>
    [Fact]
    public void No_two_cases_of_the_image_have_the_same_name()
    {
        IEnumerable<string> twice = CaseCatalog.All
            .GroupBy(static item => item.Name)
            .Where(static group => group.Count() > 1)
            .Select(static group => group.Key);
        Assert.Empty(twice);
    }

    /// <summary>The generator writes the table and the metadata; the host trusts that they say the same.</summary>
    [Fact]
    public void The_metadata_declares_exactly_the_cases_of_the_table()
    {
        IEnumerable<DeclaredCase> table = Tests.Cases.CaseTable.Cases()
            .Select(static item => new DeclaredCase(item.Name, item.EpitaphText));
        Assert.Equal(table, DeclaredCases.Of(typeof(Tests.Cases.CaseTable).Assembly.Location));
    }
}
