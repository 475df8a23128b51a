// Which types can be known not to travel, from their declarations: the kernel's rule (Heaps/Messages/TravelRules) on
// symbols in place of objects. An object of a class has at least the fields that the class declares, and is at least as
// finalizable; so a fault that is found is one. The other way round nothing is promised: what an object, an interface
// or a type parameter turns out to be, and what a class of another assembly hides, is seen by the copy when the program
// runs.
//
// The state of a server is a message, too: it is copied once, when the server starts. But it is made to live
// afterwards, and a field that may be null is null then, as far as anybody knows; so such fields are passed over in a
// state.
using System.Collections.Concurrent;
using Cosmos.Build.Analyzers.Names;
using Cosmos.Build.Analyzers.Servers;
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Messages;

/// <summary>Tells types that cannot travel; one for each compilation, because it remembers.</summary>
/// <param name="types">The runtime's types: what derives from a server, or a handler in one, is a state.</param>
internal sealed class TravellingTypes(RuntimeTypes types)
{
    // Generic types can grow without end: a field of type A<List<T>> in A<T>.
    private const int Deepest = 20;

    private readonly ConcurrentDictionary<ITypeSymbol, string> _messages = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, string> _states = new(SymbolEqualityComparer.Default);

    /// <summary>Why no object of the type can travel; null when that is not known.</summary>
    /// <param name="type">The type.</param>
    /// <param name="isState">Whether it is an object with a life in this process; servers are always.</param>
    public string? FaultOf(ITypeSymbol type, bool isState = false)
    {
        bool asState = isState || types.IsState(type);
        ConcurrentDictionary<ITypeSymbol, string> known = asState ? _states : _messages;
        if (!known.TryGetValue(type, out string? fault))
        {
            HashSet<ITypeSymbol> seen = new(SymbolEqualityComparer.Default);
            fault = Search(type, asState, seen, 0) ?? "";
            known[type] = fault;
        }

        return fault.Length == 0 ? null : fault;
    }

    private static string? Search(ITypeSymbol type, bool isState, HashSet<ITypeSymbol> seen, int depth)
    {
        if (type.SpecialType is not (SpecialType.None or SpecialType.System_Nullable_T) || depth > Deepest)
        {
            return null;
        }

        switch (type)
        {
            case IPointerTypeSymbol or IFunctionPointerTypeSymbol:
                return $"{SymbolNames.Show(type)} is an address";
            case IArrayTypeSymbol array:
                return Search(array.ElementType, isState, seen, depth + 1);
            case ITypeParameterSymbol parameter:
                return SearchAll(parameter.ConstraintTypes, isState, seen, depth);
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } named:
                return seen.Add(named) ? SearchNamed(named, isState, seen, depth) : null;
            default:
                return null;
        }
    }

    private static string? SearchNamed(INamedTypeSymbol type, bool isState, HashSet<ITypeSymbol> seen, int depth)
    {
        if (SymbolNames.FullName(type) == TravelTable.Binary)
        {
            return null;
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (OwnFaultOf(current) is { } fault)
            {
                return $"{SymbolNames.Show(type)}: {fault}";
            }
        }

        if (TravelTable.Containers.Contains(SymbolNames.FullName(type)))
        {
            return SearchAll(type.TypeArguments, isState, seen, depth);
        }

        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (SearchFields(current, isState, seen, depth) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? OwnFaultOf(INamedTypeSymbol type) => type.SpecialType == SpecialType.System_Object ? null
        : SymbolNames.Find(TravelTable.Refused, type)
        ?? (HasFinalizer(type) ? "it has a finalizer, and two copies would close the same thing" : null);

    private static bool HasFinalizer(INamedTypeSymbol type) =>
        type.GetMembers("Finalize").Any(static item => item is IMethodSymbol { MethodKind: MethodKind.Destructor });

    private static string? SearchAll(
        IEnumerable<ITypeSymbol> types, bool isState, HashSet<ITypeSymbol> seen, int depth)
    {
        foreach (ITypeSymbol type in types)
        {
            if (Search(type, isState, seen, depth + 1) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? SearchFields(INamedTypeSymbol type, bool isState, HashSet<ITypeSymbol> seen, int depth)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            (ITypeSymbol? content, string name) = ContentOf(member);
            if (content is not null && !(isState && MayBeEmpty(content))
                && Search(content, isState, seen, depth + 1) is { } fault)
            {
                return $"{SymbolNames.Show(type)}.{name} is {fault}";
            }
        }

        return null;
    }

    // A class that another assembly compiled shows no private fields, but it shows which properties are automatic:
    // their accessors are the compiler's own. So a record of another project is seen through.
    private static (ITypeSymbol? Content, string Name) ContentOf(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsConst: false } field => (field.Type, SymbolNames.NameOf(field)),
        IPropertySymbol { ContainingType.IsAnonymousType: true } property => (property.Type, property.Name),
        IPropertySymbol { IsStatic: false, DeclaringSyntaxReferences.IsEmpty: true, GetMethod: { } getter } property
            when getter.GetAttributes().Any(static item => item.AttributeClass?.Name == "CompilerGeneratedAttribute") =>
            (property.Type, property.Name),
        _ => (null, ""),
    };

    private static bool MayBeEmpty(ITypeSymbol type) =>
        type.NullableAnnotation == NullableAnnotation.Annotated
        || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
}
