// House rules 1 and 3 on project files: dependencies point down only, and unsafe code stays in the kernel. Only an
// image (a project that imports Cosmos.Build) composes rooms; tests may look at everything, and nothing looks at tests.
using System.Xml.Linq;

namespace Cosmos.Tests.Check;

/// <summary>Who may refer to whom.</summary>
public sealed class LayerRules
{
    /// <summary>Per room: the rooms that its projects may refer to.</summary>
    private static readonly Dictionary<string, string[]> s_below = new()
    {
        ["kernel"] = ["kernel"],
        ["runtime"] = ["runtime", "kernel"],
        ["drivers"] = ["drivers", "runtime", "kernel"],
        ["apps"] = ["apps", "runtime", "kernel"],
        ["tests"] = ["tests", "apps", "drivers", "runtime", "kernel"],
    };

    private static readonly string[] s_composable = ["apps", "drivers", "runtime", "kernel"];

    [Fact]
    public void References_point_down() =>
        Repository.MustBeEmpty(
            from project in Repository.Files(".csproj")
            from target in References(project)
            where !Allowed(project).Contains(Repository.Room(target))
            select $"{project} -> {target}",
            "Dependencies point down: apps and drivers -> runtime -> kernel; only an image composes rooms.");

    /// <summary>
    /// The kernel is the floor: it stands on the base library and on nothing that is fetched. An analyzer is no part of
    /// it: it runs inside the compiler, on the compiler's own package.
    /// </summary>
    [Fact]
    public void The_kernel_takes_no_package() =>
        Repository.MustBeEmpty(
            from project in Repository.Files(".csproj")
            where Repository.Room(project) == "kernel" && !Load(project).Descendants("IsRoslynComponent").Any()
            from package in Load(project).Descendants("PackageReference")
            select $"{project}: {package.Attribute("Include")?.Value}",
            "A project of the kernel refers to no package.");

    [Fact]
    public void Unsafe_code_is_switched_on_in_the_kernel_and_its_tests_only() =>
        Repository.MustBeEmpty(
            from project in Repository.Files(".csproj", ".props", ".targets")
            where Repository.Room(project) is not ("kernel" or "tests")
            from element in Load(project).Descendants("AllowUnsafeBlocks")
            where element.Value != "false"
            select project,
            "Unsafe code belongs to kernel/ (house rule 1).");

    [Fact]
    public void The_solution_names_every_project()
    {
        string solution = Repository.Text("Cosmos.sln").Replace('\\', '/');
        Repository.MustBeEmpty(
            from project in Repository.Files(".csproj")
            where !solution.Contains($"\"{project}\"", StringComparison.Ordinal)
            select project,
            "Cosmos.sln names every project (dotnet sln add).");
    }

    private static string[] Allowed(string project) =>
        Repository.Room(project) != "tests" && Load(project).Descendants("Import").Any(IsImageImport)
            ? s_composable
            : s_below.GetValueOrDefault(Repository.Room(project), []);

    private static bool IsImageImport(XElement import) =>
        import.Attribute("Project")?.Value.EndsWith("Cosmos.Build.targets", StringComparison.Ordinal) == true;

    private static IEnumerable<string> References(string project) =>
        from reference in Load(project).Descendants("ProjectReference")
        let include = reference.Attribute("Include")?.Value
        where include is not null
        let target = Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(project)!, include))
        select Path.GetRelativePath(Repository.Root, target);

    private static XDocument Load(string project) => XDocument.Parse(Repository.Text(project));
}
