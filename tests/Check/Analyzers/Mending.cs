// Applies a fix to a snippet as an editor would: the analyzer reports, the fix is chosen by its title, its document is
// cleaned up. The result must compile, and the report must be gone.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Runs fixes over snippets.</summary>
/// <param name="analyzer">What reports.</param>
/// <param name="fix">What mends.</param>
internal sealed class Mending(DiagnosticAnalyzer analyzer, CodeFixProvider fix)
{
    /// <summary>The titles of the fixes for the first report in a snippet.</summary>
    public async Task<string[]> Titles(string source)
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        Diagnostic[] reports = await Reports(document);
        return [.. (await Actions(document, reports[0])).Select(static action => action.Title)];
    }

    /// <summary>Checks what becomes of a snippet when a fix is applied to its first report.</summary>
    /// <param name="title">The fix.</param>
    /// <param name="source">The snippet.</param>
    /// <param name="expected">The text afterwards.</param>
    public async Task Check(string title, string source, string expected)
    {
        using AdhocWorkspace workspace = new();
        Document document = Open(workspace, source);
        Diagnostic[] reports = await Reports(document);
        CodeAction action = Assert.Single(await Actions(document, reports[0]), item => item.Title == title);
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(CancellationToken.None);
        Solution changed = Assert.Single(operations.OfType<ApplyChangesOperation>()).ChangedSolution;
        Document mended = await Simplifier.ReduceAsync(changed.GetDocument(document.Id)!);
        mended = await Formatter.FormatAsync(mended, Formatter.Annotation);
        Assert.Equal(expected, (await mended.GetTextAsync()).ToString());
        Diagnostic[] left = await Reports(mended);
        Assert.True(left.Length < reports.Length, string.Join('\n', left.Select(static item => item.ToString())));
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        Project project = workspace.AddProject("Snippet", LanguageNames.CSharp)
            .WithCompilationOptions(Snippet.Options)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithMetadataReferences(Snippet.References);
        string[] files = Snippet.Files(source);
        project = project.AddDocument("Usings.cs", files[0]).Project;
        return project.AddDocument("Snippet.cs", files[1]);
    }

    private async Task<Diagnostic[]> Reports(Document document)
    {
        Compilation compilation = (await document.Project.GetCompilationAsync())!;
        Assert.Empty(compilation.GetDiagnostics().Where(static item => item.Severity == DiagnosticSeverity.Error));
        return await Snippet.Run(analyzer, compilation);
    }

    private async Task<List<CodeAction>> Actions(Document document, Diagnostic report)
    {
        List<CodeAction> actions = [];
        Assert.Contains(report.Id, fix.FixableDiagnosticIds);
        await fix.RegisterCodeFixesAsync(new CodeFixContext(
            document, report, (action, _) => actions.Add(action), CancellationToken.None));
        return actions;
    }
}
