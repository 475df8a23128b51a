// Where a thread or task is started and nobody looks at it again, a process does the same; a lock that keeps nobody out
// can go, and so can the request to do a query in parallel. What waits for a result has no mechanical mend: the result
// is a message then.
using Cosmos.Build.Analyzers.Threads;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cosmos.Build.CodeFixes.Threads;

/// <summary>Mends threads that are started and forgotten, locks, and parallel queries.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ThreadFixes() : Fix(ThreadUse.Id)
{
    /// <summary>A process in place of a thread.</summary>
    public const string Spawn = "Use Process.Spawn";

    /// <summary>Others' turn.</summary>
    public const string Yield = "Use Process.Yield";

    /// <summary>A query in order.</summary>
    public const string InOrder = "Remove AsParallel";

    /// <summary>A lock's block alone.</summary>
    public const string Unlock = "Remove the lock";

    private const string Process = "Cosmos.Runtime.Process";

    /// <inheritdoc/>
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model)
    {
        if (place.FirstAncestorOrSelf<LockStatementSyntax>() is { } locked
            && locked.Expression.Span.Contains(place.Span))
        {
            (SyntaxNode old, SyntaxNode mended) = Splice.Instead(locked, locked.Statement);
            yield return (Unlock, old, mended);
        }
        else if (place.Parent is MemberAccessExpressionSyntax { Name: var name, Expression: var source } access
            && name == place && name.Identifier.ValueText == "AsParallel" && IsPlain(access.Parent))
        {
            yield return (InOrder, access.Parent!, source.WithTriviaFrom(access.Parent!));
        }
        else if (place.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { } statement
            && MendedCall(CallIn(statement), place, model) is { } call)
        {
            yield return call;
        }
    }

    private static InvocationExpressionSyntax? CallIn(ExpressionStatementSyntax statement) =>
        statement.Expression switch
        {
            InvocationExpressionSyntax call => call,
            AssignmentExpressionSyntax
            {
                Left: IdentifierNameSyntax { Identifier.ValueText: "_" },
                Right: InvocationExpressionSyntax call,
            } => call,
            _ => null,
        };

    private static (string Title, SyntaxNode Old, SyntaxNode Mended)? MendedCall(
        InvocationExpressionSyntax? call, SyntaxNode place, SemanticModel model)
    {
        if (call is null || !call.Expression.Span.Contains(place.Span)
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            return null;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        ExpressionSyntax? body = $"{method.ContainingType.Name}.{method.Name}" switch
        {
            "Task.Run" or "TaskFactory.StartNew" when arguments.Count == 1 => arguments[0].Expression,
            "Thread.Start" when arguments.Count == 0 => BodyOf(call),
            "ThreadPool.QueueUserWorkItem" when arguments.Count == 1 =>
                WithoutParameter(arguments[0].Expression, model),
            _ => null,
        };
        if (body is not null && IsAction(body, model))
        {
            return (Spawn, call.Parent!, Statement(Call(Process, "Spawn", body.WithoutTrivia()), call.Parent!));
        }

        bool isYield = method is { ContainingType.Name: "Thread", Name: "Yield" }
            || (method is { ContainingType.Name: "Thread", Name: "Sleep" }
                && model.GetConstantValue(arguments[0].Expression) is { HasValue: true, Value: 0 });
        return isYield && call.Parent is ExpressionStatementSyntax
            ? (Yield, call.Parent, Statement(Call(Process, "Yield"), call.Parent))
            : null;
    }

    // The call's statement, or the assignment to nothing that it stands in.
    private static SyntaxNode Statement(ExpressionSyntax call, SyntaxNode old) =>
        old is ExpressionStatementSyntax statement
            ? statement.WithExpression(call.WithTriviaFrom(statement.Expression))
            : call.WithTriviaFrom(old);

    private static ExpressionSyntax? BodyOf(InvocationExpressionSyntax start) =>
        start.Expression is MemberAccessExpressionSyntax
        {
            Expression: ObjectCreationExpressionSyntax
            {
                Initializer: null, ArgumentList.Arguments: { Count: 1 } arguments
            }
        }
            ? arguments[0].Expression
            : null;

    private static ExpressionSyntax? WithoutParameter(ExpressionSyntax callback, SemanticModel model) =>
        callback is SimpleLambdaExpressionSyntax { AsyncKeyword.RawKind: 0 } lambda
        && model.GetDeclaredSymbol(lambda.Parameter) is { } parameter
        && !lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, parameter))
            ? SyntaxFactory.ParenthesizedLambdaExpression(lambda.Body)
            : null;

    // What converts to an Action as it stands: a function without an answer that anybody would miss.
    private static bool IsAction(ExpressionSyntax body, SemanticModel model) => body switch
    {
        AnonymousFunctionExpressionSyntax { AsyncKeyword.RawKind: not 0 } => false,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: > 0 } => false,
        ParenthesizedLambdaExpressionSyntax { ExpressionBody: { } value } => value is InvocationExpressionSyntax
            or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or ObjectCreationExpressionSyntax,
        ParenthesizedLambdaExpressionSyntax { Block: { } block } => !block
            .DescendantNodes(static node =>
                node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Any(static item => item.Expression is not null),
        IdentifierNameSyntax or MemberAccessExpressionSyntax =>
            model.GetSymbolInfo(body).Symbol is IMethodSymbol { ReturnsVoid: true, Parameters.IsEmpty: true },
        _ => false,
    };

    // Not followed by what only a parallel query can.
    private static bool IsPlain(SyntaxNode? call) => call?.Parent is not MemberAccessExpressionSyntax { Name: var next }
        || (!next.Identifier.ValueText.StartsWith("With", StringComparison.Ordinal)
            && next.Identifier.ValueText is not ("ForAll" or "AsOrdered" or "AsUnordered" or "AsSequential"));
}
