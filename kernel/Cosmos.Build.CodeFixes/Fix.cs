// What the fixes have in common: each knows the node that a report stands at, offers what is mechanical there and
// nothing otherwise, and changes one document. What a fix writes it writes by full names; the simplifier shortens them
// where the file has the using.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Cosmos.Build.CodeFixes;

/// <summary>The fixes of one rule.</summary>
/// <param name="id">The rule's number.</param>
public abstract class Fix(string id) : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = [id];

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        SemanticModel? model = await context.Document.GetSemanticModelAsync(context.CancellationToken)
            .ConfigureAwait(false);
        if (root is null || model is null)
        {
            return;
        }

        foreach (Diagnostic report in context.Diagnostics)
        {
            SyntaxNode place = root.FindNode(report.Location.SourceSpan, getInnermostNodeForTie: true);
            foreach ((string title, SyntaxNode old, SyntaxNode mended) in Find(report, place, model))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        title,
                        _ => Task.FromResult(context.Document.WithSyntaxRoot(
                            root.ReplaceNode(old, mended.WithAdditionalAnnotations(Formatter.Annotation)))),
                        equivalenceKey: title),
                    report);
            }
        }
    }

    /// <summary>The fixes for a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="place">The node it stands at.</param>
    /// <param name="model">The meaning of the file.</param>
    /// <returns>For each its title, the node that it changes, and what that becomes.</returns>
    private protected abstract IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model);

    /// <summary>A member of a type by full name, to be shortened.</summary>
    private protected static MemberAccessExpressionSyntax Member(string type, string name) =>
        SyntaxFactory.MemberAccessExpression(
            SyntaxKind.SimpleMemberAccessExpression,
            SyntaxFactory.ParseExpression($"global::{type}").WithAdditionalAnnotations(Simplifier.Annotation),
            SyntaxFactory.IdentifierName(name));

    /// <summary>A call of a static method by full name, to be shortened.</summary>
    private protected static InvocationExpressionSyntax Call(
        string type, string name, params ExpressionSyntax[] arguments) =>
        SyntaxFactory.InvocationExpression(
            Member(type, name),
            SyntaxFactory.ArgumentList(SyntaxFactory.SeparatedList(arguments.Select(SyntaxFactory.Argument))));
}
