// Which types cannot change, and cannot lead to anything that can. A value of such a type may be seen by all processes.
// Decided from declarations alone, and on the safe side: what cannot be proven is refused, with the reason in words.
//
//   values   numbers, characters, enums, and structs of values and immutable references
//   classes  sealed, every instance field readonly and immutable in turn; strings; a list of the library's own
//   promises types, or single statics, marked [SharedImmutable] (Cosmos.Core.Abi): what is true but cannot be seen here
//
// A class that another assembly compiled shows no private fields (reference assemblies leave them out), so it needs
// the mark. A struct does not: its fields are always there.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Statics;

/// <summary>Tells immutable types from the others.</summary>
internal static class ImmutableTypes
{
    private const string Promise = "SharedImmutableAttribute";

    // Immutable if what they are made of is: their type arguments are looked at.
    private static readonly ImmutableHashSet<string> s_containers =
    [
        "System.Collections.Frozen.FrozenDictionary", "System.Collections.Frozen.FrozenSet",
        "System.Collections.Immutable.ImmutableArray", "System.Collections.Immutable.ImmutableList",
        "System.Collections.Immutable.ImmutableDictionary", "System.Collections.Immutable.ImmutableHashSet",
        "System.Collections.Immutable.ImmutableSortedDictionary", "System.Collections.Immutable.ImmutableSortedSet",
        "System.Collections.Immutable.ImmutableQueue", "System.Collections.Immutable.ImmutableStack",
        "System.Nullable", "System.ValueTuple", "System.Tuple", "System.Collections.Generic.KeyValuePair",
    ];

    // Immutable whatever they are made of. Regex, Encoding and the comparers cache, but show nothing of it.
    private static readonly ImmutableHashSet<string> s_library =
    [
        "System.Type", "System.Version", "System.Uri", "System.TimeZoneInfo", "System.StringComparer",
        "System.Numerics.BigInteger", "System.Text.CompositeFormat", "System.Text.Encoding",
        "System.Text.UTF8Encoding", "System.Text.RegularExpressions.Regex", "System.Buffers.SearchValues",
        "System.Collections.Generic.EqualityComparer", "System.Collections.Generic.Comparer",
        "Cosmos.Core.Abi.Binary",
    ];

    /// <summary>Why a value of the type could change or lead to something that can; null when it cannot.</summary>
    public static string? FaultOf(ITypeSymbol type) => FaultOf(type, []);

    /// <summary>Whether the compiler gives the event a field: it was declared without add and remove.</summary>
    public static bool HasField(IEventSymbol item) => item.AddMethod is { IsImplicitlyDeclared: true };

    /// <summary>Whether the author of a type, or of a static, promises what cannot be seen.</summary>
    public static bool IsPromised(ISymbol symbol) =>
        symbol.GetAttributes().Any(static item => item.AttributeClass?.Name == Promise);

    private static string? FaultOf(ITypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.SpecialType == SpecialType.System_String || type.IsUnmanagedType || IsPromised(type)
            || s_library.Contains(FullName(type)))
        {
            return null;
        }

        switch (type)
        {
            case IArrayTypeSymbol:
                return "the elements of an array can be assigned";
            case ITypeParameterSymbol:
                return $"nothing is known of {type.Name}";
            case { TypeKind: TypeKind.Delegate }:
                return $"a delegate ({SymbolNames.Show(type)}) may have captured objects";
            case { TypeKind: TypeKind.Interface } when !s_containers.Contains(FullName(type)):
                return $"what is behind {SymbolNames.Show(type)} may be mutable";
            case { SpecialType: SpecialType.System_Object } or IDynamicTypeSymbol:
                return "an object may be anything";
        }

        // A type that holds itself - a list's node - is as immutable as the rest of it.
        var named = (INamedTypeSymbol)type;
        return !seen.Add(named) ? null
            : s_containers.Contains(FullName(named)) ? FaultOfArguments(named, seen)
            : named.IsValueType ? FaultOfStruct(named, seen)
            : FaultOfClass(named, seen);
    }

    private static string? FaultOfArguments(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        foreach (ITypeSymbol argument in type.TypeArguments)
        {
            if (FaultOf(argument, seen) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // Fields of a struct need not be readonly: in a readonly place they cannot be assigned.
    private static string? FaultOfStruct(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        foreach (IFieldSymbol field in Fields(type))
        {
            if (FaultOf(field.Type, seen) is { } fault)
            {
                return InField(type, field, fault);
            }
        }

        return null;
    }

    private static string? FaultOfClass(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty)
        {
            return $"{SymbolNames.Show(type)} is not known to be immutable (its room can mark it [SharedImmutable])";
        }

        if (!type.IsSealed)
        {
            return $"{SymbolNames.Show(type)} is not sealed, so the object may be of a derived, mutable type";
        }

        for (INamedTypeSymbol? current = type; current is not null && !IsRoot(current); current = current.BaseType)
        {
            if (FaultOfOwnFields(current, seen) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? FaultOfOwnFields(INamedTypeSymbol type, HashSet<ITypeSymbol> seen)
    {
        if (type.DeclaringSyntaxReferences.IsEmpty && !IsPromised(type))
        {
            return $"{SymbolNames.Show(type)} is not known to be immutable";
        }

        foreach (IFieldSymbol field in Fields(type))
        {
            if (!field.IsReadOnly)
            {
                return $"{SymbolNames.Show(type)}.{SymbolNames.NameOf(field)} can be assigned again";
            }

            if (FaultOf(field.Type, seen) is { } fault)
            {
                return InField(type, field, fault);
            }
        }

        return type.GetMembers().OfType<IEventSymbol>().Any(static item => !item.IsStatic && HasField(item))
            ? $"{SymbolNames.Show(type)} has an event"
            : null;
    }

    private static IEnumerable<IFieldSymbol> Fields(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IFieldSymbol>().Where(static field => !field.IsStatic && !field.IsConst);

    private static bool IsRoot(INamedTypeSymbol type) =>
        type.SpecialType is SpecialType.System_Object or SpecialType.System_ValueType
        || FullName(type) == "System.Attribute";

    private static string InField(INamedTypeSymbol type, IFieldSymbol field, string fault) =>
        $"{SymbolNames.Show(type)}.{SymbolNames.NameOf(field)}: {fault}";

    private static string FullName(ITypeSymbol type) =>
        type.ContainingType is null ? $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}" : "";
}
