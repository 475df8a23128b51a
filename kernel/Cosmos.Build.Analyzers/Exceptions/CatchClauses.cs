// What a catch clause does, as far as it can be seen: whether it takes everything, whether its filter lets only some
// types in, and whether it ends in a throw whatever happens. Where it cannot be seen, the answer is the one that makes
// the author say it more plainly.
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Exceptions;

/// <summary>Questions about catch clauses.</summary>
internal static class CatchClauses
{
    private const string NeverReturns = "DoesNotReturnAttribute";

    /// <summary>Whether a type of exception says nothing about what happened.</summary>
    public static bool IsForEverything(ITypeSymbol? type) => type is null
        || type.SpecialType == SpecialType.System_Object
        || (type is INamedTypeSymbol && SymbolNames.FullName(type) is
            "System.Exception" or "System.SystemException" or "System.ApplicationException");

    /// <summary>Whether the filter holds only for exceptions of types that it names.</summary>
    public static bool IsNarrowed(ICatchClauseOperation clause) =>
        clause.Filter is { } filter && Names(filter, caught: CaughtBy(clause));

    /// <summary>Whether an exception leaves the block on every path.</summary>
    public static bool AlwaysThrows(IBlockOperation handler) => !Leaves(handler, handler) && Throws(handler);

    private static ILocalSymbol? CaughtBy(ICatchClauseOperation clause) =>
        clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator ? declarator.Symbol : null;

    // True when the condition can only be true for exceptions of named types.
    private static bool Names(IOperation condition, ILocalSymbol? caught) => condition switch
    {
        IParenthesizedOperation parenthesized => Names(parenthesized.Operand, caught),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } both =>
            Names(both.LeftOperand, caught) || Names(both.RightOperand, caught),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } either =>
            Names(either.LeftOperand, caught) && Names(either.RightOperand, caught),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equality =>
            (IsTypeOf(equality.LeftOperand, caught) && equality.RightOperand is ITypeOfOperation)
            || (IsTypeOf(equality.RightOperand, caught) && equality.LeftOperand is ITypeOfOperation),
        IIsTypeOperation { IsNegated: false } type =>
            Is(type.ValueOperand, caught) && !IsForEverything(type.TypeOperand),
        IIsPatternOperation pattern => Is(pattern.Value, caught) && Names(pattern.Pattern),
        _ => false,
    };

    private static bool Names(IPatternOperation pattern) => pattern switch
    {
        ITypePatternOperation type => !IsForEverything(type.MatchedType),
        IDeclarationPatternOperation declaration =>
            declaration.MatchedType is { } type && !IsForEverything(type),
        IRecursivePatternOperation recursive => !IsForEverything(recursive.MatchedType),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either =>
            Names(either.LeftPattern) && Names(either.RightPattern),
        IBinaryPatternOperation both => Names(both.LeftPattern) || Names(both.RightPattern),
        _ => false,
    };

    private static bool IsTypeOf(IOperation value, ILocalSymbol? caught) =>
        value is IInvocationOperation { TargetMethod.Name: "GetType", Instance: { } instance } && Is(instance, caught);

    private static bool Is(IOperation value, ILocalSymbol? caught) => value switch
    {
        IConversionOperation conversion => Is(conversion.Operand, caught),
        IParenthesizedOperation parenthesized => Is(parenthesized.Operand, caught),
        ILocalReferenceOperation local => SymbolEqualityComparer.Default.Equals(local.Local, caught),
        _ => false,
    };

    // Whether anything in the block jumps out of it in another way than by an exception. Functions in it are not run.
    private static bool Leaves(IOperation operation, IOperation block)
    {
        foreach (IOperation child in operation.ChildOperations)
        {
            if (child is IReturnOperation
                || (child is IBranchOperation branch && !IsWithin(branch, block))
                || (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation) && Leaves(child, block)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWithin(IBranchOperation branch, IOperation block)
    {
        for (IOperation? current = branch.Parent; current is not null && current != block; current = current.Parent)
        {
            if ((current is ILoopOperation loop
                    && (Equal(loop.ExitLabel, branch.Target) || Equal(loop.ContinueLabel, branch.Target)))
                || (current is ISwitchOperation choice && Equal(choice.ExitLabel, branch.Target)))
            {
                return true;
            }
        }

        return branch.BranchKind == BranchKind.GoTo && block.Descendants().OfType<ILabeledOperation>()
            .Any(label => Equal(label.Label, branch.Target));
    }

    private static bool Equal(ILabelSymbol label, ILabelSymbol other) =>
        SymbolEqualityComparer.Default.Equals(label, other);

    private static bool Throws(IOperation operation) => operation switch
    {
        IThrowOperation => true,
        IExpressionStatementOperation statement => Throws(statement.Operation),
        IInvocationOperation call => NeverComesBack(call.TargetMethod),
        IBlockOperation block => block.Operations.Any(Throws),
        IConditionalOperation choice =>
            choice.WhenFalse is { } otherwise && Throws(choice.WhenTrue) && Throws(otherwise),
        ISwitchOperation choice => IsTotal(choice) && choice.Cases.All(static item => item.Body.Any(Throws)),
        ILockOperation locked => Throws(locked.Body),
        IUsingOperation resource => Throws(resource.Body),
        ITryOperation attempt => (attempt.Finally is { } last && Throws(last))
            || (Throws(attempt.Body) && attempt.Catches.All(static clause => Throws(clause.Handler))),
        ILabeledOperation { Operation: { } statement } => Throws(statement),
        _ => false,
    };

    private static bool IsTotal(ISwitchOperation choice) =>
        choice.Cases.Any(static item => item.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation));

    private static bool NeverComesBack(IMethodSymbol method) =>
        method.GetAttributes().Any(static item => item.AttributeClass?.Name == NeverReturns);
}
