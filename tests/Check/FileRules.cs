// House rules 4, 5 and 20 on whole files: length, width, names, and the essay that a file opens with. The limits stand
// here once. Tables (glyphs, reference values) and generated code are exempt from length and width, by name.
namespace Cosmos.Tests.Check;

/// <summary>What can be said about a file without parsing it.</summary>
public sealed class FileRules
{
    private const int LongestFile = 600;
    private const int WidestLine = 120;

    private static readonly string[] s_sources =
        [".cs", ".asm", ".inc", ".sh", ".targets", ".props", ".csproj", ".ld", "Makefile"];

    private static readonly string[] s_tables = [".Glyphs.cs", "Table.cs", ".Table.cs", ".g.cs", "Tables.cs"];

    private static readonly string[] s_emptyNames =
        ["Utils", "Util", "Helpers", "Helper", "Common", "Misc", "Manager", "Extensions"];

    /// <summary>Words of the field: what ILC and CoreLib themselves call these things.</summary>
    private static readonly string[] s_fieldWords = ["TypeManager", "FaultsInHelpers"];

    private static readonly string[] s_postponed = ["TODO", "FIXME", "XXX:"];
    private static readonly string[] s_rooms = ["kernel", "runtime", "drivers", "apps", "tests", "iso", "docs"];

    private static readonly string[] s_rootFiles =
        ["Cosmos.sln", "Makefile", "README.md", "LICENSE", "THIRD-PARTY-NOTICES", "Directory.Build.props",
         "Directory.Build.targets", "Directory.Packages.props", "global.json"];

    /// <summary>Whether a name ends in a word that would fit any file.</summary>
    internal static bool SaysNothing(string name) =>
        !s_fieldWords.Contains(name) && s_emptyNames.Any(word => name.EndsWith(word, StringComparison.Ordinal));

    /// <summary>The top level of the repository is fixed: a new room is a decision, not an accident.</summary>
    [Fact]
    public void The_top_level_holds_the_rooms_and_nothing_else() =>
        Repository.MustBeEmpty(
            from path in Repository.Files()
            let room = Repository.Room(path)
            where !room.StartsWith('.') && !s_rooms.Contains(room) && !s_rootFiles.Contains(path)
            select path,
            "The top level is kernel, runtime, drivers, apps, tests, iso, docs and the build's own files.");

    [Fact]
    public void No_file_is_longer_than_600_lines() =>
        Repository.MustBeEmpty(
            from path in Repository.Files(s_sources)
            where !IsTable(path)
            let length = Repository.Lines(path).Length
            where length > LongestFile
            select $"{path}: {length} lines",
            "One concept per file: split it by concept.");

    [Fact]
    public void No_line_is_wider_than_120_columns() =>
        Repository.MustBeEmpty(
            from path in Repository.Files(".cs", ".asm", ".inc", ".ld", ".sh")
            where !IsTable(path)
            from line in Repository.Lines(path).Index()
            where line.Item.Length > WidestLine
            select $"{path}:{line.Index + 1}: {line.Item.Length} columns",
            "A line has at most 120 columns.");

    [Fact]
    public void No_tab_and_no_carriage_return_is_in_a_source() =>
        Repository.MustBeEmpty(
            from path in Repository.Files(".cs", ".asm", ".inc", ".targets", ".props", ".csproj")
            where Repository.Text(path).AsSpan().IndexOfAny('\t', '\r') >= 0
            select path,
            "Sources are indented with spaces and end their lines with LF.");

    [Fact]
    public void No_file_has_a_name_that_says_nothing() =>
        Repository.MustBeEmpty(
            from path in Repository.Files(".cs", ".asm", ".inc", ".sh")
            from word in Path.GetFileNameWithoutExtension(path).Split('.')
            where SaysNothing(word)
            select path,
            "A file is named by its concept; Utils, Helper, Common, Misc, Manager and Extensions name none.");

    /// <summary>A stranger may stop after the first lines; so there have to be some.</summary>
    [Fact]
    public void Every_assembly_file_opens_with_its_reason() =>
        Repository.MustBeEmpty(
            Repository.Files(".asm").Where(path => Repository.Lines(path) is not [[';', ..], ..]),
            "An assembly file opens with a few lines of prose: what it is, why this way, what must not be done.");

    [Fact]
    public void Every_script_opens_with_its_reason() =>
        Repository.MustBeEmpty(
            Repository.Files(".sh").Where(path => Repository.Lines(path) is not [['#', '!', ..], ['#', ' ', ..], ..]),
            "A script opens with an interpreter line and a few lines of prose.");

    [Fact]
    public void Nothing_is_left_for_later() =>
        Repository.MustBeEmpty(
            from path in Repository.Files(".cs", ".asm", ".sh", ".targets", ".ld")
            where !path.EndsWith("FileRules.cs", StringComparison.Ordinal)
            from line in Repository.Lines(path).Index()
            where s_postponed.Any(word => line.Item.Contains(word, StringComparison.Ordinal))
            select $"{path}:{line.Index + 1}: {line.Item.Trim()}",
            "What is to be done stands in the road map, not in the sources.");

    private static bool IsTable(string path) => s_tables.Any(ending => path.EndsWith(ending, StringComparison.Ordinal));
}
