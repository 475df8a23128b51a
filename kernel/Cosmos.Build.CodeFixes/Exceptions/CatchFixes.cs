using Cosmos.Build.Analyzers.Exceptions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cosmos.Build.CodeFixes.Exceptions;

/// <summary>Mends a catch of everything: it goes, or it throws on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CatchFixes() : Fix(SwallowedExceptions.Id)
{
    /// <summary>The catch goes.</summary>
    public const string LetItCrash = "Let it crash: remove this catch";

    /// <summary>What it does is done, and the exception goes on.</summary>
    public const string Rethrow = "Throw on at the end of this catch";

    /// <inheritdoc/>
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model)
    {
        if (place.FirstAncestorOrSelf<CatchClauseSyntax>() is not { Parent: TryStatementSyntax attempt } clause)
        {
            yield break;
        }

        if (attempt.Catches.Count > 1 || attempt.Finally is not null)
        {
            yield return (LetItCrash, attempt, attempt.WithCatches(attempt.Catches.Remove(clause)));
        }
        else
        {
            (SyntaxNode old, SyntaxNode mended) = Splice.Instead(attempt, attempt.Block);
            yield return (LetItCrash, old, mended);
        }

        if (model.AnalyzeControlFlow(clause.Block) is
            { Succeeded: true, EndPointIsReachable: true, ExitPoints.IsEmpty: true, ReturnStatements.IsEmpty: true })
        {
            yield return (Rethrow, clause.Block, clause.Block.AddStatements(SyntaxFactory.ThrowStatement()));
        }
    }
}
