// A piece of C# as an analyzer sees it, in front of the real runtime: what a rule knows of the runtime by name is the
// runtime's name, or its tests fail. Where a report is expected stands in the snippet: [|here|].
using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Compiles snippets and runs analyzers over them.</summary>
internal static class Snippet
{
    private const string Begin = "[|";
    private const string End = "|]";

    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Cosmos.Core.Abi;
        global using Cosmos.Runtime;
        global using Cosmos.Runtime.Behaviours;
        """;

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_references = new(() =>
        [.. Directory.GetFiles(TargetingPack, "*.dll")
            .Append(typeof(Core.Kernel).Assembly.Location)
            .Append(typeof(Runtime.Process).Assembly.Location)
            .Select(static file => MetadataReference.CreateFromFile(file))]);

    // What a project is compiled against shows less than what it runs on: no private fields of classes, for one.
    private static string TargetingPack => typeof(Snippet).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(static item => item.Key == "TargetingPack").Value!;

    /// <summary>What snippets may refer to: the base library, the kernel's border, the runtime.</summary>
    public static ImmutableArray<MetadataReference> References => s_references.Value;

    /// <summary>Options of a snippet's compilation; pointers are on, so that a rule about them finds some.</summary>
    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary,
        optimizationLevel: OptimizationLevel.Release,
        nullableContextOptions: NullableContextOptions.Enable,
        allowUnsafe: true);

    /// <summary>The files of a snippet, without marks: the usings, and each piece.</summary>
    public static string[] Files(params string[] pieces) =>
        [Usings, .. pieces.Select(static piece => Unmark(piece).Text)];

    /// <summary>Compiles pieces together; each is a file.</summary>
    public static CSharpCompilation Compile(params string[] pieces) => CSharpCompilation.Create(
        "Snippet", Files(pieces).Select(Parse), References, Options);

    /// <summary>
    /// Runs an analyzer, and checks that the snippet compiles and that reports stand where it says, and nowhere else.
    /// </summary>
    /// <returns>The reports, in the order of the text.</returns>
    public static async Task<Diagnostic[]> Check(DiagnosticAnalyzer analyzer, params string[] pieces)
    {
        CSharpCompilation compilation = Compile(pieces);
        Assert.Empty(compilation.GetDiagnostics().Where(static item => item.Severity == DiagnosticSeverity.Error));
        Diagnostic[] found = await Run(analyzer, compilation);
        string[] places = [.. found.Select(Show)];
        Assert.Equal(Expected(pieces, compilation), places);
        return found;
    }

    /// <summary>Runs an analyzer over a compilation.</summary>
    /// <param name="analyzer">The analyzer.</param>
    /// <param name="compilation">The compilation.</param>
    /// <param name="options">Properties of the build; null: none.</param>
    public static async Task<Diagnostic[]> Run(
        DiagnosticAnalyzer analyzer, Compilation compilation, AnalyzerConfigOptionsProvider? options = null)
    {
        List<Exception> thrown = [];
        CompilationWithAnalyzers analysed = compilation.WithAnalyzers(
            [analyzer],
            new CompilationWithAnalyzersOptions(
                options is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], options),
                onAnalyzerException: (exception, _, _) => thrown.Add(exception),
                concurrentAnalysis: true,
                logAnalyzerExecutionTime: false));
        ImmutableArray<Diagnostic> found = await analysed.GetAnalyzerDiagnosticsAsync();
        Assert.Empty(thrown);
        return [.. found.OrderBy(static item => item.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static item => item.Location.SourceSpan)];
    }

    /// <summary>Parses a file of a snippet.</summary>
    public static SyntaxTree Parse(string text, int number = 0) => CSharpSyntaxTree.ParseText(
        text, new CSharpParseOptions(LanguageVersion.Preview), path: $"File{number}.cs");

    private static string[] Expected(string[] pieces, CSharpCompilation compilation) =>
    [
        .. from piece in pieces.Index()
           let tree = compilation.SyntaxTrees[piece.Index + 1]
           from span in Unmark(piece.Item).Marks
           orderby span
           select Show(tree, span),
    ];

    private static string Show(Diagnostic diagnostic) =>
        Show(diagnostic.Location.SourceTree!, diagnostic.Location.SourceSpan);

    private static string Show(SyntaxTree tree, TextSpan span)
    {
        LinePosition start = tree.GetLineSpan(span).StartLinePosition;
        return $"{tree.FilePath}({start.Line + 1},{start.Character + 1}): {tree.GetText().ToString(span)}";
    }

    private static (string Text, TextSpan[] Marks) Unmark(string piece)
    {
        List<TextSpan> marks = [];
        Stack<int> open = [];
        System.Text.StringBuilder text = new();
        for (int i = 0; i < piece.Length; i++)
        {
            if (piece.AsSpan(i).StartsWith(Begin))
            {
                open.Push(text.Length);
                i++;
            }
            else if (piece.AsSpan(i).StartsWith(End))
            {
                marks.Add(TextSpan.FromBounds(open.Pop(), text.Length));
                i++;
            }
            else
            {
                text.Append(piece[i]);
            }
        }

        return (text.ToString(), [.. marks]);
    }
}
