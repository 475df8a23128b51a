// What a delegate takes along. A lambda's captured variables lie in objects that the compiler makes, one for each block
// that declares some, and all lambdas of a block share its object: a lambda that captures one number takes along what
// its neighbour captured. And the object of an inner block refers to that of an outer one, or to `this`, as soon as one
// lambda wants both. So the question is not what a lambda names but which blocks' objects it holds; the copy will see
// all of them. (tests/Check compares the answer with the fields of closures that the compiler made.)
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.Analyzers.Messages;

/// <summary>The variables that go with the functions of one method.</summary>
internal sealed class Captures
{
    private readonly IOperation _root;

    private readonly SyntaxNode _member;

    private Captures(IOperation root) => (_root, _member) = (root, ClosureBlocks.OutermostOf(root.Syntax));

    /// <summary>The captures in the method that an operation stands in.</summary>
    public static Captures Around(IOperation operation)
    {
        IOperation root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return new Captures(root);
    }

    /// <summary>
    /// What a function itself uses of its surroundings: locals, parameters, and a type for <c>this</c>.
    /// </summary>
    /// <param name="function">A lambda or a local function.</param>
    /// <returns>Each with the place of its first use.</returns>
    public Dictionary<ISymbol, SyntaxNode> UsedBy(IOperation function)
    {
        Dictionary<ISymbol, SyntaxNode> used = new(SymbolEqualityComparer.Default);
        Collect(function, [function.Syntax], used, new(SymbolEqualityComparer.Default));
        return used;
    }

    /// <summary>All that goes along with a function when it is copied.</summary>
    public HashSet<ISymbol> TakenBy(IOperation function)
    {
        HashSet<ISymbol> taken = new(UsedBy(function).Keys, SymbolEqualityComparer.Default);
        if (taken.Count == 0)
        {
            return taken;
        }

        IOperation[] functions = [.. _root.DescendantsAndSelf()
            .Where(static item => item is IAnonymousFunctionOperation or ILocalFunctionOperation)];
        ISymbol[][] objects = [.. functions.Where(IsObject).Select(item => UsedBy(item).Keys.ToArray())];
        ISymbol[] captured = [.. functions.SelectMany(item => UsedBy(item).Keys)];
        if (IsMethodOf(taken, captured))
        {
            return taken;
        }

        HashSet<SyntaxNode> held = [.. taken.Select(BlockOf)];
        bool grew = true;
        while (grew)
        {
            grew = false;
            foreach (ISymbol item in objects.Where(used => used.Any(item => held.Contains(BlockOf(item))))
                .SelectMany(used => Outwards(used, captured, held)).ToArray())
            {
                grew |= taken.Add(item) | held.Add(BlockOf(item));
            }
        }

        return taken;
    }

    /// <summary>The local function that a delegate was made of, or null.</summary>
    public IOperation? Find(IMethodSymbol function) => function.MethodKind != MethodKind.LocalFunction ? null
        : _root.DescendantsAndSelf().OfType<ILocalFunctionOperation>()
            .FirstOrDefault(item => Same(item.Symbol, function));

    // A lambda is an object, and a local function is one when a delegate is made of it. One that is only called is
    // handed what it needs, and makes no chain.
    private bool IsObject(IOperation function) => function is not ILocalFunctionOperation { Symbol: var symbol }
        || _root.Descendants().OfType<IMethodReferenceOperation>().Any(item => Same(item.Method, symbol));

    // A function that wants `this` alone is a method of it, unless somebody captures a variable beside it.
    private bool IsMethodOf(HashSet<ISymbol> taken, ISymbol[] captured) =>
        taken.All(static item => item is ITypeSymbol)
        && !captured.Any(item => item is not ITypeSymbol && BlockOf(item) == _member);

    // What one function captured makes the objects of its blocks refer to each other, from the inner ones outwards, and
    // those of the blocks that lie in between are links of that chain.
    private IEnumerable<ISymbol> Outwards(ISymbol[] used, ISymbol[] captured, HashSet<SyntaxNode> held)
    {
        SyntaxNode[] chain = [.. used.Select(BlockOf).OrderBy(static block => block.Span.Length)];
        SyntaxNode inner = chain.First(held.Contains);
        SyntaxNode outer = chain[chain.Length - 1];
        return captured.Where(item =>
            BlockOf(item) is { } block && block.Span.Contains(inner.Span) && outer.Span.Contains(block.Span));
    }

    private SyntaxNode BlockOf(ISymbol variable) =>
        variable is ITypeSymbol ? _member : ClosureBlocks.Of(variable, _root.Syntax);

    // What is declared in one of the functions looked through is not captured. They are the function itself and, where
    // it calls a local function elsewhere in the method, that one.
    private void Collect(
        IOperation operation,
        SyntaxNode[] within,
        Dictionary<ISymbol, SyntaxNode> used,
        HashSet<IMethodSymbol> followed)
    {
        switch (operation)
        {
            case INameOfOperation:
                return;
            case ILocalReferenceOperation { Local: { HasConstantValue: false, IsStatic: false } local }
                when !IsDeclaredIn(local, within):
                Note(local, operation, used);
                break;
            case IParameterReferenceOperation { Parameter: var parameter } when IsField(parameter):
                Note(parameter.ContainingType, operation, used);
                break;
            case IParameterReferenceOperation { Parameter: var parameter } when !IsDeclaredIn(parameter, within):
                Note(parameter, operation, used);
                break;
            case IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } instance:
                Note(instance.Type!, operation, used);
                break;
            case IInvocationOperation { TargetMethod: var called }:
                Follow(called, within, used, followed);
                break;
            case IMethodReferenceOperation { Method: var named }:
                Follow(named, within, used, followed);
                break;
        }

        foreach (IOperation child in operation.ChildOperations)
        {
            Collect(child, within, used, followed);
        }
    }

    private static void Note(ISymbol symbol, IOperation place, Dictionary<ISymbol, SyntaxNode> used)
    {
        if (!used.ContainsKey(symbol))
        {
            used.Add(symbol, place.Syntax);
        }
    }

    private void Follow(
        IMethodSymbol called,
        SyntaxNode[] within,
        Dictionary<ISymbol, SyntaxNode> used,
        HashSet<IMethodSymbol> followed)
    {
        if (called is { MethodKind: MethodKind.LocalFunction, IsStatic: false }
            && followed.Add(called.OriginalDefinition)
            && Find(called) is { } body && !within[0].Span.Contains(body.Syntax.Span))
        {
            Collect(body, [within[0], body.Syntax], used, followed);
        }
    }

    // A parameter that the compiler made, as of a query's clause, stands nowhere; its function does.
    private static bool IsDeclaredIn(ISymbol symbol, SyntaxNode[] nodes)
    {
        ISymbol written = symbol.DeclaringSyntaxReferences.IsEmpty ? symbol.ContainingSymbol : symbol;
        return written.DeclaringSyntaxReferences.Any(
            place => nodes.Any(node => node.SyntaxTree == place.SyntaxTree && node.Span.Contains(place.Span)));
    }

    // A primary constructor's parameter that a member uses is a field: who captures it captures `this`.
    private static bool IsField(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && constructor.DeclaringSyntaxReferences.Any(static place => place.GetSyntax() is TypeDeclarationSyntax);

    private static bool Same(IMethodSymbol one, IMethodSymbol other) =>
        SymbolEqualityComparer.Default.Equals(one.OriginalDefinition, other.OriginalDefinition);
}
