// What the generator keeps of a marked method: plain strings with value equality, because the compiler compares the
// models of two compilations to find out whether anything has to be written again. Symbols would keep a whole
// compilation alive.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Cosmos.Testing.Generator;

/// <summary>A marked method, reduced to what the table and the diagnostics need.</summary>
internal sealed class CaseModel : IEquatable<CaseModel>
{
    private CaseModel(string type, string method)
    {
        Type = type;
        Method = method;
    }

    /// <summary>The class as it is written in the generated source, with <c>global::</c>.</summary>
    public string Type { get; }

    /// <summary>The method as it is written in the generated source.</summary>
    public string Method { get; }

    /// <summary>Namespaces, classes and method, joined by dots; not yet shortened by the root namespace.</summary>
    public string FullName { get; private set; } = string.Empty;

    /// <summary>Null for a fact; what the epitaph must contain for a crash.</summary>
    public string? EpitaphText { get; private set; }

    /// <summary>Whether the method needs no instance.</summary>
    public bool IsStatic { get; private set; }

    /// <summary>Whether the instance is to be disposed after the case.</summary>
    public bool IsDisposable { get; private set; }

    /// <summary>What is wrong with the method, or null; a reason that completes "… cannot be a case: ".</summary>
    public string? MethodFault { get; private set; }

    /// <summary>What is wrong with the class, or null; a reason that completes "… cannot hold cases: ".</summary>
    public string? TypeFault { get; private set; }

    /// <summary>Whether the method carries both marks.</summary>
    public bool IsMarkedTwice { get; private set; }

    /// <summary>Where the method is declared.</summary>
    public (string Path, TextSpan Span, LinePositionSpan Lines) Place { get; private set; }

    /// <summary>The place as the compiler reports it.</summary>
    public Location Location => Location.Create(Place.Path, Place.Span, Place.Lines);

    /// <summary>Reads a marked method; <paramref name="mark"/> is the attribute that was found.</summary>
    public static CaseModel From(IMethodSymbol method, AttributeData mark)
    {
        INamedTypeSymbol type = method.ContainingType;
        Location location = method.Locations[0];
        bool isCrash = mark.AttributeClass?.Name == "CrashAttribute";
        return new CaseModel(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), Escaped(method.Name))
        {
            FullName = $"{type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat)}.{method.Name}",
            EpitaphText = isCrash ? mark.ConstructorArguments.FirstOrDefault().Value as string ?? string.Empty : null,
            IsStatic = method.IsStatic,
            IsDisposable = type.AllInterfaces.Any(static item => item.SpecialType == SpecialType.System_IDisposable),
            MethodFault = FaultOf(method),
            TypeFault = FaultOf(type, method.IsStatic),
            IsMarkedTwice = method.GetAttributes().Count(static item => IsMark(item.AttributeClass)) > 1,
            Place = (location.SourceTree?.FilePath ?? string.Empty, location.SourceSpan, location.GetLineSpan().Span),
        };
    }

    /// <inheritdoc/>
    public bool Equals(CaseModel? other) => other is not null
        && Type == other.Type
        && Method == other.Method
        && FullName == other.FullName
        && EpitaphText == other.EpitaphText
        && IsStatic == other.IsStatic
        && IsDisposable == other.IsDisposable
        && MethodFault == other.MethodFault
        && TypeFault == other.TypeFault
        && IsMarkedTwice == other.IsMarkedTwice
        && Place.Equals(other.Place);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CaseModel);

    /// <inheritdoc/>
    public override int GetHashCode() => FullName.GetHashCode();

    private static string? FaultOf(IMethodSymbol method) =>
        method.DeclaredAccessibility != Accessibility.Public ? "it is not public"
        : method.IsGenericMethod ? "it is generic"
        : method.Parameters.Length > 0 ? "it has parameters"
        : !method.ReturnsVoid ? "it does not return void"
        : method.IsAsync ? "it is async, and nothing would wait for its end"
        : method.IsAbstract ? "it is abstract"
        : null;

    private static string? FaultOf(INamedTypeSymbol type, bool isStatic)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.ContainingType)
        {
            if (current.DeclaredAccessibility != Accessibility.Public)
            {
                return $"{current.Name} is not public";
            }

            if (current.IsGenericType)
            {
                return $"{current.Name} is generic";
            }
        }

        return isStatic ? null
            : type.TypeKind != TypeKind.Class ? $"{type.Name} is not a class"
            : type.IsAbstract ? $"{type.Name} is abstract"
            : !type.InstanceConstructors.Any(IsUsable) ? $"{type.Name} has no public parameterless constructor"
            : null;
    }

    private static bool IsUsable(IMethodSymbol constructor) =>
        constructor.Parameters.Length == 0 && constructor.DeclaredAccessibility == Accessibility.Public;

    private static bool IsMark(INamedTypeSymbol? attribute) =>
        attribute?.ToDisplayString() is "Cosmos.Testing.FactAttribute" or "Cosmos.Testing.CrashAttribute";

    private static string Escaped(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
