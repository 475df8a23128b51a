// Where things are. The tests run out of out/artifacts/bin/PROJECT/CONFIGURATION/, so the repository is the folder
// above with global.json in it; no path of the building machine is compiled in.
namespace Cosmos.Tests.Machines;

/// <summary>The folders and files of the repository that the tests run in.</summary>
public static class Repository
{
    /// <summary>The top folder.</summary>
    public static string Root { get; } = FindRoot(AppContext.BaseDirectory);

    /// <summary>Where consoles are kept, and the results for `make test`.</summary>
    public static string TestResults => Path.Combine(Root, "out", "test-results");

    /// <summary>A product of the build, for example <c>tests.elf</c>.</summary>
    /// <exception cref="MissingArtefactException">It has not been built; the message says how to build it.</exception>
    public static string Product(string name, string command)
    {
        string file = Path.Combine(Root, "out", name);
        return File.Exists(file) ? file : throw new MissingArtefactException($"out/{name} is missing; run: {command}");
    }

    /// <summary>The file in which the console of the machine called <paramref name="name"/> is kept.</summary>
    public static string LogFile(string name) => Path.Combine(TestResults, $"{name}.log");

    private static string FindRoot(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "global.json")))
            {
                return folder.FullName;
            }
        }

        throw new MissingArtefactException($"no global.json above {start}: the tests must run inside the repository");
    }
}
