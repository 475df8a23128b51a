// Symbols by name. The rules know types of the base library and of the runtime by their full names: an analyzer cannot
// refer to what it looks at.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Names;

/// <summary>Names of symbols, as tables write them and as people read them.</summary>
internal static class SymbolNames
{
    private static readonly SymbolDisplayFormat s_full = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Namespace and name, without type parameters: System.Threading.Tasks.Task for all kinds of it.</summary>
    public static string FullName(ITypeSymbol type) => type.ToDisplayString(s_full);

    /// <summary>As an author would write it, without the question mark.</summary>
    public static string Show(ITypeSymbol type) => type.WithNullableAnnotation(NullableAnnotation.None)
        .ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat);

    /// <summary>
    /// What the author wrote: a property in place of the field behind it, a primary constructor's parameter in place
    /// of the mutable field that keeps it for the methods, which is called <c>&lt;name&gt;P</c>.
    /// </summary>
    public static string NameOf(IFieldSymbol field) =>
        field.AssociatedSymbol?.Name ?? field.Name.Split('<', '>')[field.Name[0] == '<' ? 1 : 0];

    /// <summary>Whether a type is another one, or derived from it.</summary>
    public static bool IsOrDerivesFrom(ITypeSymbol? type, INamedTypeSymbol? ancestor)
    {
        for (ITypeSymbol? current = type; current is not null && ancestor is not null; current = current.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, ancestor))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a symbol is marked with an attribute.</summary>
    public static bool Has(ISymbol symbol, INamedTypeSymbol? attribute)
    {
        if (attribute is null)
        {
            return false;
        }

        foreach (AttributeData item in symbol.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(item.AttributeClass, attribute))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The advice in a table for a type, or null.</summary>
    public static string? Find(ImmutableDictionary<string, string> table, ITypeSymbol type) =>
        table.TryGetValue(FullName(type), out string? advice) ? advice : null;
}
