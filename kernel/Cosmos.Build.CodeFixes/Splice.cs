// Takes a statement away from around a block: the block's statements take its place. Where they declare variables the
// braces stay, because a name could be taken outside.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Cosmos.Build.CodeFixes;

/// <summary>Unwraps blocks.</summary>
internal static class Splice
{
    /// <summary>The parent of a statement with the inner one in its place.</summary>
    /// <param name="outer">The statement that goes.</param>
    /// <param name="inner">What it was around.</param>
    /// <returns>The node to replace, and what it becomes.</returns>
    public static (SyntaxNode Old, SyntaxNode Mended) Instead(StatementSyntax outer, StatementSyntax inner)
    {
        if (inner is not BlockSyntax block || outer.Parent is not BlockSyntax parent || Declares(block))
        {
            return (outer, inner.WithTriviaFrom(outer));
        }

        SyntaxTriviaList above = outer.GetLeadingTrivia();
        StatementSyntax[] statements =
        [
            .. block.Statements.Select((statement, i) => (i == 0 ? statement.WithLeadingTrivia(above) : statement)
                .WithAdditionalAnnotations(Formatter.Annotation)),
        ];
        int place = parent.Statements.IndexOf(outer);
        return (parent, parent.WithStatements(parent.Statements.RemoveAt(place).InsertRange(place, statements)));
    }

    private static bool Declares(BlockSyntax block) => block.Statements.Any(static statement =>
        statement is LocalDeclarationStatementSyntax or LocalFunctionStatementSyntax or LabeledStatementSyntax
        || statement.DescendantNodes(static node => node is not (BlockSyntax or AnonymousFunctionExpressionSyntax))
            .Any(static node => node.IsKind(SyntaxKind.SingleVariableDesignation)));
}
