// COSMOS007: let it crash. A catch of everything goes on after a bug that nobody knows, with a state that nobody
// checked, and keeps it from the supervisor whose business it is. So an exception is caught where it is expected, by
// its type; everything is caught at the process boundary alone, where it becomes an exit reason (house rule 12). A
// place that is such a boundary says so, and why: [ProcessBoundary("...")].
//
// A catch of everything that ends in a throw on all paths - to add a note, to put something back - catches nothing, and
// neither does one whose filter names the types that are meant.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Exceptions;

/// <summary>Reports catch clauses that swallow whatever comes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SwallowedExceptions : ProcessRule
{
    /// <summary>The rule's number, as an error shows it.</summary>
    public const string Id = "COSMOS007";

    /// <summary>Full name of the attribute that marks a boundary.</summary>
    public const string Boundary = "Cosmos.Runtime.ProcessBoundaryAttribute";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "Exceptions are caught by their type, and everything only at the process boundary",
        "This catch swallows {0}, bugs among them, and the process goes on in a state that nobody checked: {1}",
        "Faults",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS007.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    private const string LetItCrash =
        "catch the exception that you expect, by its type, or catch nothing: the process ends, and its supervisor "
        + "learns why";

    private const string SayWhy = "its [ProcessBoundary] does not say why; give the reason in words";

    /// <inheritdoc/>
    private protected override ImmutableArray<DiagnosticDescriptor> Rules => [s_rule];

    /// <inheritdoc/>
    private protected override void Watch(CompilationStartAnalysisContext context)
    {
        INamedTypeSymbol? boundary = context.Compilation.GetTypeByMetadataName(Boundary);
        context.RegisterOperationAction(operation => LookAtCatch(operation, boundary), OperationKind.CatchClause);
    }

    private static void LookAtCatch(OperationAnalysisContext context, INamedTypeSymbol? boundary)
    {
        var clause = (ICatchClauseOperation)context.Operation;
        if (!CatchClauses.IsForEverything(clause.ExceptionType) || CatchClauses.IsNarrowed(clause)
            || CatchClauses.AlwaysThrows(clause.Handler))
        {
            return;
        }

        AttributeData? mark = FindBoundary(clause, context.ContainingSymbol, boundary);
        if (mark is not null && IsReason(mark))
        {
            return;
        }

        context.ReportDiagnostic(Diagnostic.Create(
            s_rule,
            Place(clause),
            clause.Filter is null ? "every exception" : "every exception but a few",
            mark is null ? LetItCrash : SayWhy));
    }

    // The keyword, and the type if there is one: what a reader looks for, and not the whole block.
    private static Location Place(ICatchClauseOperation clause) => clause.Syntax is CatchClauseSyntax written
        ? Location.Create(written.SyntaxTree, Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(
            written.CatchKeyword.SpanStart, (written.Declaration?.Span ?? written.CatchKeyword.Span).End))
        : clause.Syntax.GetLocation();

    // The mark speaks for the member it stands on, with the lambdas and local functions in it, or for one of these.
    private static AttributeData? FindBoundary(
        IOperation operation, ISymbol member, INamedTypeSymbol? boundary)
    {
        if (boundary is null)
        {
            return null;
        }

        for (IOperation? current = operation; current is not null; current = current.Parent)
        {
            IMethodSymbol? function = current switch
            {
                IAnonymousFunctionOperation lambda => lambda.Symbol,
                ILocalFunctionOperation local => local.Symbol,
                _ => null,
            };
            if (function is not null && MarkOf(function, boundary) is { } mark)
            {
                return mark;
            }
        }

        return MarkOf(member, boundary)
            ?? (member is IMethodSymbol { AssociatedSymbol: { } property } ? MarkOf(property, boundary) : null);
    }

    private static AttributeData? MarkOf(ISymbol symbol, INamedTypeSymbol boundary) =>
        symbol.GetAttributes().FirstOrDefault(item =>
            SymbolEqualityComparer.Default.Equals(item.AttributeClass, boundary));

    private static bool IsReason(AttributeData mark) =>
        mark.ConstructorArguments.Length == 1 && mark.ConstructorArguments[0].Value is string text
        && !string.IsNullOrWhiteSpace(text);
}
