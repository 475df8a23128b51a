// A static that nobody assigns again can say so, and a table of constants can be one that nobody can change. Statics
// that are really state have no mechanical mend: they become the state of a server.
using Cosmos.Build.Analyzers.Statics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace Cosmos.Build.CodeFixes.Statics;

/// <summary>Mends statics that are constants in disguise.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StaticFixes() : Fix(MutableStatics.Id)
{
    /// <summary>A field that nobody assigns.</summary>
    public const string Readonly = "Make it readonly";

    /// <summary>An array of constants.</summary>
    public const string Immutable = "Make it an ImmutableArray";

    /// <inheritdoc/>
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model)
    {
        if (place is VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax field } variable
            && field.Declaration.Variables.Count == 1
            && model.GetDeclaredSymbol(variable) is IFieldSymbol symbol)
        {
            if (symbol is { IsReadOnly: true, Type: IArrayTypeSymbol { Rank: 1 } array }
                && ElementsOf(variable.Initializer?.Value) is { } elements)
            {
                VariableDeclarationSyntax declaration = field.Declaration
                    .WithType(ImmutableArrayOf(array.ElementType, model).WithTriviaFrom(field.Declaration.Type))
                    .WithVariables(SyntaxFactory.SingletonSeparatedList(
                        variable.WithInitializer(variable.Initializer!.WithValue(elements))));
                yield return (Immutable, field, field.WithDeclaration(declaration));
            }
            else if (symbol is { IsReadOnly: false, DeclaredAccessibility: Accessibility.Private }
                && !field.Modifiers.Any(SyntaxKind.VolatileKeyword)
                && !HasAttributes(symbol) && ImmutableTypes.FaultOf(symbol.Type) is null && !IsAssigned(symbol, model))
            {
                yield return (
                    Readonly,
                    field,
                    field.WithModifiers(field.Modifiers.Add(SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword))));
            }
        }
        else if (place is PropertyDeclarationSyntax { Initializer.Value: var value } property
            && model.GetDeclaredSymbol(property) is { SetMethod: null, Type: IArrayTypeSymbol { Rank: 1 } content }
            && ElementsOf(value) is { } items)
        {
            yield return (
                Immutable,
                property,
                property.WithType(ImmutableArrayOf(content.ElementType, model).WithTriviaFrom(property.Type))
                    .WithInitializer(property.Initializer.WithValue(items)));
        }
    }

    private static TypeSyntax ImmutableArrayOf(ITypeSymbol element, SemanticModel model) => SyntaxFactory.ParseTypeName(
        $"global::System.Collections.Immutable.ImmutableArray<{element.ToDisplayString(s_full)}>")
        .WithAdditionalAnnotations(Simplifier.Annotation);

    private static readonly SymbolDisplayFormat s_full = SymbolDisplayFormat.FullyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    // The elements as a collection expression, in the layout in which they stand.
    private static CollectionExpressionSyntax? ElementsOf(ExpressionSyntax? value) => value switch
    {
        CollectionExpressionSyntax collection => collection,
        InitializerExpressionSyntax initializer => Collection(initializer),
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => Collection(initializer),
        ImplicitArrayCreationExpressionSyntax { Initializer: var initializer } => Collection(initializer),
        _ => null,
    };

    private static CollectionExpressionSyntax Collection(InitializerExpressionSyntax initializer) =>
        SyntaxFactory.CollectionExpression(
            SyntaxFactory.Token(SyntaxKind.OpenBracketToken)
                .WithLeadingTrivia(initializer.OpenBraceToken.LeadingTrivia),
            SyntaxFactory.SeparatedList<CollectionElementSyntax>(
                initializer.Expressions.Select(static (item, _) => SyntaxFactory.ExpressionElement(item)),
                initializer.Expressions.GetSeparators()),
            SyntaxFactory.Token(SyntaxKind.CloseBracketToken).WithTriviaFrom(initializer.CloseBraceToken));

    private static bool HasAttributes(IFieldSymbol field) => !field.GetAttributes().IsEmpty;

    // In any part of the type. A part in another file has no model here, so there a name that looks like it is enough.
    private static bool IsAssigned(IFieldSymbol field, SemanticModel model) =>
        field.ContainingType.DeclaringSyntaxReferences
            .SelectMany(static part => part.GetSyntax().DescendantNodes().OfType<IdentifierNameSyntax>())
            .Where(name => name.Identifier.ValueText == field.Name)
            .Any(name => (name.SyntaxTree != model.SyntaxTree
                    || SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, field))
                && IsWritten(name));

    private static bool IsWritten(ExpressionSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => IsWritten(access),
        AssignmentExpressionSyntax assignment => assignment.Left == name,
        ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None)
            || argument.Parent is TupleExpressionSyntax,
        PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or RefExpressionSyntax => true,
        _ => false,
    };
}
