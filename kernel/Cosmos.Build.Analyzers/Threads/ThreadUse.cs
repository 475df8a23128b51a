// COSMOS006: flows of control are processes, and nothing else is. There are no threads behind a Task, a Timer or a
// PLINQ query: most of it does not even link, and what does would block a core that a thousand processes want. So what
// starts, awaits or waits for another flow of control is refused where it is written, with what a process does instead.
//
// A `lock` on an object of one's own is harmless and needless: nobody else can have the object. On what all processes
// share - a static, a literal, a Type - it makes them wait for each other, which only messages may.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Threads;

/// <summary>Reports threads, tasks, timers and locks in code of processes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ThreadUse : ProcessRule
{
    /// <summary>The rule's number, as an error shows it.</summary>
    public const string Id = "COSMOS006";

    private static readonly DiagnosticDescriptor s_rule = new(
        Id,
        "Processes take the place of threads, tasks, timers and locks",
        "'{0}' does not work in a process: {1}",
        "Processes",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/COSMOS006.md");

    /// <inheritdoc/>
    private protected override ImmutableArray<DiagnosticDescriptor> Rules => [s_rule];

    /// <inheritdoc/>
    private protected override void Watch(CompilationStartAnalysisContext context)
    {
        context.RegisterSyntaxNodeAction(LookAtName, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        context.RegisterSyntaxNodeAction(
            LookAtFunction,
            SyntaxKind.MethodDeclaration,
            SyntaxKind.LocalFunctionStatement,
            SyntaxKind.SimpleLambdaExpression,
            SyntaxKind.ParenthesizedLambdaExpression,
            SyntaxKind.AnonymousMethodExpression);
        context.RegisterOperationAction(LookAtLock, OperationKind.Lock);
        context.RegisterOperationAction(LookAtCall, OperationKind.Invocation);
    }

    private static void LookAtName(SyntaxNodeAnalysisContext context)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (ThreadNames.All.Find(name, context.SemanticModel, context.CancellationToken) is { } advice
            && !IsAnswerOfAsync(name))
        {
            Report(context.ReportDiagnostic, name.Identifier.GetLocation(), name.Identifier.ValueText, advice);
        }
    }

    // `async Task F()` is one thing to say and not two.
    private static bool IsAnswerOfAsync(SyntaxNode name)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax)
        {
            type = type.Parent;
        }

        return type.Parent switch
        {
            MethodDeclarationSyntax method => method.ReturnType == type && IsAsync(method.Modifiers),
            LocalFunctionStatementSyntax function => function.ReturnType == type && IsAsync(function.Modifiers),
            _ => false,
        };
    }

    private static bool IsAsync(SyntaxTokenList modifiers) => modifiers.Any(SyntaxKind.AsyncKeyword);

    private static void LookAtFunction(SyntaxNodeAnalysisContext context)
    {
        SyntaxToken keyword = context.Node switch
        {
            MethodDeclarationSyntax method => AsyncOf(method.Modifiers),
            LocalFunctionStatementSyntax function => AsyncOf(function.Modifiers),
            AnonymousFunctionExpressionSyntax function => function.AsyncKeyword,
            _ => default,
        };
        if (keyword.IsKind(SyntaxKind.AsyncKeyword))
        {
            Report(context.ReportDiagnostic, keyword.GetLocation(), "async", ThreadNames.InsteadOfAsync);
        }
    }

    private static SyntaxToken AsyncOf(SyntaxTokenList modifiers) =>
        modifiers.FirstOrDefault(static token => token.IsKind(SyntaxKind.AsyncKeyword));

    private static void LookAtLock(OperationAnalysisContext context)
    {
        IOperation locked = ((ILockOperation)context.Operation).LockedValue;
        if (IsShared(locked))
        {
            Report(context.ReportDiagnostic, locked.Syntax.GetLocation(), "lock", ThreadNames.InsteadOfLocks);
        }
    }

    private static void LookAtCall(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        IMethodSymbol method = call.TargetMethod;
        if (method.IsStatic && method.ContainingType.Name == "Monitor" && call.Arguments.Length > 0
            && IsShared(call.Arguments[0].Value)
            && SymbolNames.FullName(method.ContainingType) == "System.Threading.Monitor")
        {
            Report(
                context.ReportDiagnostic,
                call.Syntax.GetLocation(),
                $"Monitor.{method.Name}",
                ThreadNames.InsteadOfLocks);
        }
        else if (GivesTask(method, context.Compilation))
        {
            Report(
                context.ReportDiagnostic,
                NameIn(call.Syntax).GetLocation(),
                method.Name,
                ThreadNames.InsteadOfAsync);
        }
    }

    // A method of this compilation is reported where it is written, and one of a type that is in the table at the
    // type's name; what is left is others' code that makes a task, as Stream.ReadAsync.
    private static bool GivesTask(IMethodSymbol method, Compilation compilation) =>
        method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" } answer
        && ThreadNames.All.Find(answer) is not null
        && !SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly)
        && ThreadNames.All.Find(method.ContainingType) is null;

    private static SyntaxNode NameIn(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name,
        _ => call,
    };

    private static bool IsShared(IOperation value) => value switch
    {
        IConversionOperation conversion => IsShared(conversion.Operand),
        IParenthesizedOperation parenthesized => IsShared(parenthesized.Operand),
        ITypeOfOperation => true,
        IFieldReferenceOperation { Field.IsStatic: true } => true,
        IPropertyReferenceOperation { Property.IsStatic: true } => true,
        { ConstantValue.HasValue: true, Type.SpecialType: SpecialType.System_String } => true,
        { Type.Name: "Type" } => SymbolNames.FullName(value.Type) == "System.Type",
        _ => false,
    };

    private static void Report(Action<Diagnostic> report, Location place, string what, string advice) =>
        report(Diagnostic.Create(s_rule, place, what, advice));
}
