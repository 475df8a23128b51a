// What ought to be reported: the cases that the compiled assemblies declare. The rows of the theories come from here,
// so that a case which a machine never mentions is a failed row and not a missing one. The image's assembly is read
// as data, from the folder beside this test's own (out/artifacts/bin/PROJECT/CONFIGURATION/).
using Cosmos.Tests.Machines.Cases;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The declared cases of the test image.</summary>
public static class CaseCatalog
{
    /// <summary>All cases, those of plain .NET first; the same order as in the image.</summary>
    public static IReadOnlyList<DeclaredCase> All { get; } =
        [.. OfPlain(), .. OfImage()];

    /// <summary>The names of the cases that share a machine, as rows of a theory.</summary>
    public static TheoryData<CaseName> Ordinary => Rows(All, static item => item.EpitaphText is null);

    /// <summary>The names of the cases that bring down a machine of their own, as rows of a theory.</summary>
    public static TheoryData<CaseName> Crashes => Rows(All, static item => item.EpitaphText is not null);

    /// <summary>The names of the cases that know nothing of the kernel, as rows of a theory.</summary>
    public static TheoryData<CaseName> OfPlainDotNet =>
        Rows(OfPlain(), static item => item.EpitaphText is null);

    /// <summary>The assembly of the image.</summary>
    public static string ImageAssembly
    {
        get
        {
            DirectoryInfo configuration = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            string products = configuration.Parent!.Parent!.FullName;
            return Path.Combine(products, "OnTarget", configuration.Name, "OnTarget.dll");
        }
    }

    /// <summary>The declaration of the case called <paramref name="name"/>.</summary>
    public static DeclaredCase Find(string name) => All.Single(item => item.Name == name);

    private static List<DeclaredCase> OfPlain() => DeclaredCases.Of(typeof(Tests.Cases.CaseTable).Assembly.Location);

    private static List<DeclaredCase> OfImage() => File.Exists(ImageAssembly) ? DeclaredCases.Of(ImageAssembly) : [];

    private static TheoryData<CaseName> Rows(IEnumerable<DeclaredCase> cases, Func<DeclaredCase, bool> predicate) =>
        [.. cases.Where(predicate).Select(static item => item.Name).Select(Row)];

    private static CaseName Row(string name) => new(name);
}
