// The two kinds of raw memory that have a safe twin of the same meaning: a cast without a check, and numbers out of
// bytes (the machine's order is the little endian one).
using Cosmos.Build.Analyzers.Memory;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;

namespace Cosmos.Build.CodeFixes.Memory;

/// <summary>Mends unsafe calls that have a safe twin.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnsafeFixes() : Fix(UnsafeCode.Id)
{
    /// <summary>Unsafe.As.</summary>
    public const string Cast = "Use a cast, which is checked";

    /// <summary>MemoryMarshal.Read and Write.</summary>
    public const string Primitives = "Use BinaryPrimitives";

    private const string BinaryPrimitives = "System.Buffers.Binary.BinaryPrimitives";

    /// <inheritdoc/>
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model)
    {
        if (place.AncestorsAndSelf().OfType<InvocationExpressionSyntax>()
                .FirstOrDefault(item => item.Expression.Span.Contains(place.Span)) is not { } call
            || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method)
        {
            yield break;
        }

        SeparatedSyntaxList<ArgumentSyntax> arguments = call.ArgumentList.Arguments;
        string name = $"{method.ContainingType.Name}.{method.Name}";
        if (name == "Unsafe.As" && method.TypeArguments.Length == 1
            && call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax written })
        {
            ExpressionSyntax cast = SyntaxFactory.CastExpression(
                written.TypeArgumentList.Arguments[0], Bracketed(arguments[0].Expression.WithoutTrivia()));
            yield return (Cast, call, Bracketed(cast).WithTriviaFrom(call));
        }
        else if (name is "MemoryMarshal.Read" or "MemoryMarshal.Write"
            && WordOf(method.TypeArguments[0]) is { } word)
        {
            ExpressionSyntax[] values = [.. arguments.Select(static item => item.Expression)];
            string twin = $"{method.Name}{word}LittleEndian";
            yield return (Primitives, call, Call(BinaryPrimitives, twin, values).WithTriviaFrom(call));
        }
    }

    private static ExpressionSyntax Bracketed(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression).WithAdditionalAnnotations(Simplifier.Annotation);

    private static string? WordOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_Int16 => "Int16",
        SpecialType.System_UInt16 => "UInt16",
        SpecialType.System_Int32 => "Int32",
        SpecialType.System_UInt32 => "UInt32",
        SpecialType.System_Int64 => "Int64",
        SpecialType.System_UInt64 => "UInt64",
        SpecialType.System_Single => "Single",
        SpecialType.System_Double => "Double",
        _ => null,
    };
}
