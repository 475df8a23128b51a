// The repository as the rules see it: its text files and C# syntax trees, found from the place where this assembly was
// built. Products (out/, bin/, obj/) and git's own files are no part of it.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Cosmos.Tests.Check;

/// <summary>Finds and reads the repository's files; paths are relative to its root, with forward slashes.</summary>
internal static class Repository
{
    /// <summary>The folder that holds Cosmos.sln.</summary>
    public static string Root { get; } = FindRoot();

    private static readonly string[] s_skipped = ["out", "bin", "obj", ".git", ".vs", ".idea"];

    private static readonly Lazy<IReadOnlyList<string>> s_files = new(() =>
        [.. Enumerate(Root).Order(StringComparer.Ordinal)]);

    private static readonly Lazy<IReadOnlyList<(string, SyntaxNode)>> s_syntax = new(() =>
        [.. Files(".cs").Select(path => (path, CSharpSyntaxTree.ParseText(Text(path), path: path).GetRoot()))]);

    /// <summary>Every C# file with its syntax.</summary>
    public static IReadOnlyList<(string Path, SyntaxNode Syntax)> CSharp => s_syntax.Value;

    /// <summary>The files with one of the endings; no ending: all.</summary>
    public static IEnumerable<string> Files(params string[] endings) =>
        s_files.Value.Where(path => endings.Length == 0 || endings.Any(path.EndsWith));

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The top-level folder that a file lies in.</summary>
    public static string Room(string path) => path.Split('/')[0];

    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void MustBeEmpty(IEnumerable<string> violations, string rule)
    {
        string[] found = [.. violations];
        Assert.True(found.Length == 0, $"{rule} Violated {found.Length} time(s):\n  {string.Join("\n  ", found)}");
    }

    private static IEnumerable<string> Enumerate(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        }

        IEnumerable<string> folders = Directory.EnumerateDirectories(folder)
            .Where(name => !s_skipped.Contains(Path.GetFileName(name)));
        foreach (string file in folders.SelectMany(Enumerate))
        {
            yield return file;
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Cosmos.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Cosmos.sln is in no folder above the tests.");
    }
}
