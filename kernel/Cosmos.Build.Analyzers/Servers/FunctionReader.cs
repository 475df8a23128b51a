// Reads the facts out of the body of one member. One walk notes what is there; values are traced when the walk is over,
// because a local may be assigned below its use. What another process will run - a lambda given to Spawn, a function
// sent along - is no part of the member, and is left out.
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>Makes <see cref="FunctionFacts"/> of a member's operations.</summary>
/// <param name="server">The class.</param>
/// <param name="types">The runtime's types.</param>
internal sealed class FunctionReader(INamedTypeSymbol server, RuntimeTypes types)
{
    private readonly Dictionary<ILocalSymbol, List<IOperation?>> _locals = new(SymbolEqualityComparer.Default);
    private readonly List<Action> _later = [];
    private readonly List<FunctionFacts> _facts = [];

    /// <summary>Reads a member.</summary>
    /// <param name="member">The method or accessor.</param>
    /// <param name="blocks">Its body.</param>
    public IEnumerable<FunctionFacts> Read(IMethodSymbol member, IEnumerable<IOperation> blocks)
    {
        FunctionFacts facts = Begin(member);
        foreach (IOperation block in blocks)
        {
            Walk(block, facts);
        }

        foreach (Action trace in _later)
        {
            trace();
        }

        return _facts;
    }

    private FunctionFacts Begin(IMethodSymbol function)
    {
        FunctionFacts facts = new(function);
        _facts.Add(facts);
        return facts;
    }

    private void Walk(IOperation operation, FunctionFacts facts)
    {
        switch (operation)
        {
            case ILocalFunctionOperation function:
                facts = Begin(function.Symbol);
                break;
            case IArgumentOperation { Parameter: { } parameter, Value: IDelegateCreationOperation }
                when SymbolNames.Has(parameter.OriginalDefinition, types.Travels):
                return;
            case IInvocationOperation call:
                NoteCall(call, facts);
                break;
            case IMethodReferenceOperation { Method: var named } when IsOfClass(named):
                facts.Calls.Add(named);
                break;
            case IPropertyReferenceOperation { Property: var property } when IsOfClass(property):
                facts.Calls.AddRange(new[] { property.GetMethod, property.SetMethod }.OfType<IMethodSymbol>());
                break;
            case IReturnOperation { ReturnedValue: { } value } when !IsInLambda(operation):
                _later.Add(() => facts.Returns.Add(OriginOf(value)));
                break;
            default:
                NoteWrite(operation, facts);
                break;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Walk(child, facts);
        }
    }

    private void NoteWrite(IOperation operation, FunctionFacts facts)
    {
        switch (operation)
        {
            case IVariableDeclaratorOperation { Initializer.Value: { } first } declarator:
                Assign(declarator.Symbol, first);
                break;
            case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value }:
                Assign(local, value);
                break;
            case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } }:
                Assign(local, null);
                break;
            case IArgumentOperation
            {
                Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: ILocalReferenceOperation { Local: var local }
            }:
                Assign(local, null);
                break;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } assignment
                when IsOfClass(member):
                _later.Add(() => facts.Writes.Add((member.OriginalDefinition, OriginOf(assignment.Value))));
                break;
            case IAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } }
                when IsOfClass(member):
                facts.Writes.Add((member.OriginalDefinition, default));
                break;
        }
    }

    private void Assign(ILocalSymbol local, IOperation? value)
    {
        if (!_locals.TryGetValue(local, out List<IOperation?>? values))
        {
            _locals[local] = values = [];
        }

        values.Add(value);
    }

    private void NoteCall(IInvocationOperation call, FunctionFacts facts)
    {
        IMethodSymbol method = call.TargetMethod;
        if (WhomItAsks(call) is { } whom)
        {
            _later.Add(() => facts.Asks.Add((PlaceOf(call), TextOf(call), OriginOf(whom))));
        }
        else if (RuntimeTypes.Is(method.ContainingType, types.Process))
        {
            ReceiveKind kind = KindOf(call);
            if (kind != ReceiveKind.None)
            {
                facts.Receives.Add((PlaceOf(call), TextOf(call), kind));
            }
        }
        else if (IsOfClass(method))
        {
            facts.Calls.Add(method);
            foreach (IArgumentOperation argument in call.Arguments)
            {
                if (argument.Parameter is { } parameter)
                {
                    _later.Add(() => facts.Gives.Add(
                        (PlaceOf(call), TextOf(call), parameter.OriginalDefinition, OriginOf(argument.Value))));
                }
            }
        }
    }

    // Who is asked, if the call waits for an answer: a reference's Call and Stop, all of Sys, and of event managers all
    // but Notify.
    private IOperation? WhomItAsks(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        return types.IsReference(method.ContainingType) && method.Name is "Call" or "Stop" ? call.Instance
            : RuntimeTypes.Is(method.ContainingType, types.Sys)
                || (RuntimeTypes.Is(method.ContainingType, types.EventClient) && method.Name != "Notify")
                || (RuntimeTypes.Is(method.ContainingType, types.ProcLib) && method.Name == "Stop")
                ? call.Arguments.FirstOrDefault(argument => types.IsReference(argument.Parameter?.Type))?.Value
            : null;
    }

    private ReceiveKind KindOf(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.Name is not ("Receive" or "TryReceive")
            || method.Parameters.Any(parameter => RuntimeTypes.Is(parameter.Type, types.Ref)))
        {
            return ReceiveKind.None;
        }

        bool isSelective = method.TypeArguments.Any(static type => type.SpecialType != SpecialType.System_Object)
            || call.Arguments.Any(static argument => argument.Parameter?.Name == "match"
                && argument.ArgumentKind == ArgumentKind.Explicit
                && argument.Value is not { ConstantValue: { HasValue: true, Value: null } });
        return (isSelective ? ReceiveKind.None : ReceiveKind.TakesAnything)
            | (method.Name == "Receive" ? ReceiveKind.WaitsForEver : ReceiveKind.None);
    }

    private Origin OriginOf(IOperation? value, int depth = 0) => depth > 16 ? default : value switch
    {
        IConversionOperation conversion => OriginOf(conversion.Operand, depth + 1),
        IParenthesizedOperation parenthesized => OriginOf(parenthesized.Operand, depth + 1),
        IPropertyReferenceOperation { Property: { Name: "Self" } self } when
            RuntimeTypes.Is(self.ContainingType, types.Process) => new Origin(OriginKind.Own),
        IPropertyReferenceOperation { Instance: { } instance, Property: var property } when
            types.IsReference(property.ContainingType) => OriginOf(instance, depth + 1),
        IPropertyReferenceOperation { Property: { GetMethod: { } getter } property } when IsOfClass(property) =>
            IsAutomatic(property) ? new(OriginKind.Member, property) : new(OriginKind.Answer, getter),
        IFieldReferenceOperation { Field: var field } when IsOfClass(field) => new(OriginKind.Member, field),
        IObjectCreationOperation { Arguments: { Length: 1 } arguments, Type: var type } when types.IsReference(type) =>
            OriginOf(arguments[0].Value, depth + 1),
        IInvocationOperation { Instance: { } instance, TargetMethod: { Name: "Resolve" } method } when
            types.IsReference(method.ContainingType) => OriginOf(instance, depth + 1),
        IInvocationOperation { TargetMethod: var method } when IsOfClass(method) => new(OriginKind.Answer, method),
        IParameterReferenceOperation { Parameter: var parameter } => new(OriginKind.Parameter, parameter),
        ILocalReferenceOperation { Local: var local } when _locals.TryGetValue(local, out List<IOperation?>? values)
            && values.Count == 1 => OriginOf(values[0], depth + 1),
        _ => default,
    };

    private static bool IsAutomatic(IPropertySymbol property) => property.ContainingType.GetMembers()
        .Any(item => item is IFieldSymbol field
            && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property));

    private static bool IsInLambda(IOperation operation)
    {
        for (IOperation? item = operation; item is not (null or ILocalFunctionOperation); item = item.Parent)
        {
            if (item is IAnonymousFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOfClass(ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(symbol.ContainingType?.OriginalDefinition, server);

    private static Location PlaceOf(IInvocationOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name.GetLocation(),
        _ => call.Syntax.GetLocation(),
    };

    private static string TextOf(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax written
        ? written.Expression.WithoutTrivia().ToString()
        : call.TargetMethod.Name;
}
