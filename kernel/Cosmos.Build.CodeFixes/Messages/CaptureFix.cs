// A lambda that reads a field takes the whole object along. Where fields are all that it wants of the object, it can
// take their values: each goes into a local in front of the statement. The value is the same one, because the new
// process gets a copy of the moment either way.
using Cosmos.Build.Analyzers.Messages;
using Cosmos.Build.Analyzers.Servers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace Cosmos.Build.CodeFixes.Messages;

/// <summary>Mends a lambda that takes its object along for the sake of some fields.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CaptureFix() : Fix(UnsendableMessages.Id)
{
    /// <summary>Values in place of the object.</summary>
    public const string Values = "Take along the values that it reads, and not the object";

    /// <inheritdoc/>
    private protected override IEnumerable<(string Title, SyntaxNode Old, SyntaxNode Mended)> Find(
        Diagnostic report, SyntaxNode place, SemanticModel model)
    {
        if (!report.Properties.ContainsKey(UnsendableMessages.TakesThis)
            || place.AncestorsAndSelf().OfType<AnonymousFunctionExpressionSyntax>()
                .LastOrDefault(item => report.AdditionalLocations[0].SourceSpan.Contains(item.Span)) is not { } lambda
            || lambda.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement
            || ReadMembers(lambda, model) is not { Count: > 0 } reads)
        {
            yield break;
        }

        Dictionary<ISymbol, string> names = Names(reads.Values, lambda, model);
        StatementSyntax mended = statement.ReplaceNodes(
            reads.Keys, (old, _) => SyntaxFactory.IdentifierName(names[reads[old]]).WithTriviaFrom(old));
        StatementSyntax[] locals =
        [
            .. names.Select((item, i) => SyntaxFactory.ParseStatement($"var {item.Value} = {item.Key.Name};")
                .WithLeadingTrivia(i == 0 ? statement.GetLeadingTrivia() : default)
                .WithTrailingTrivia(SyntaxFactory.ElasticEndOfLine("\n"))
                .WithAdditionalAnnotations(Formatter.Annotation)),
            mended.WithLeadingTrivia(SyntaxFactory.ElasticMarker).WithAdditionalAnnotations(Formatter.Annotation),
        ];
        int index = block.Statements.IndexOf(statement);
        yield return (
            Values, block, block.WithStatements(block.Statements.RemoveAt(index).InsertRange(index, locals)));
    }

    // The places where the lambda reads a field or automatic property of its object; null when it wants more of it.
    private static Dictionary<SyntaxNode, ISymbol>? ReadMembers(
        AnonymousFunctionExpressionSyntax lambda, SemanticModel model)
    {
        TravellingTypes types = new(new RuntimeTypes(model.Compilation));
        Dictionary<SyntaxNode, ISymbol> reads = [];
        foreach (IOperation operation in model.GetOperation(lambda)?.Descendants() ?? [])
        {
            if (operation is not IInstanceReferenceOperation
                {
                    ReferenceKind: InstanceReferenceKind.ContainingTypeInstance
                })
            {
                continue;
            }

            if (operation.Parent is not IMemberReferenceOperation { Member: var member } read || IsWritten(read)
                || TypeOf(member) is not { } type || types.FaultOf(type) is not null)
            {
                return null;
            }

            reads[read.Syntax] = member;
        }

        return reads;
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => member switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property when property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property)) => property.Type,
        _ => null,
    };

    private static bool IsWritten(IOperation read) => read.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == read,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation } => true,
        IMemberReferenceOperation outer when read.Type is { IsValueType: true } => IsWritten(outer),
        _ => false,
    };

    private static Dictionary<ISymbol, string> Names(
        IEnumerable<ISymbol> members, AnonymousFunctionExpressionSyntax lambda, SemanticModel model)
    {
        SyntaxNode? method = lambda.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        HashSet<string> taken =
        [
            .. model.LookupSymbols(lambda.SpanStart).Select(static symbol => symbol.Name),
            .. (method?.DescendantTokens() ?? []).Where(static token => token.IsKind(SyntaxKind.IdentifierToken))
                .Select(static token => token.ValueText),
        ];
        Dictionary<ISymbol, string> names = new(SymbolEqualityComparer.Default);
        foreach (ISymbol member in members.Distinct(SymbolEqualityComparer.Default))
        {
            string word = member.Name.TrimStart('_');
            string name = char.ToLowerInvariant(word[0]) + word.Substring(1);
            while (!taken.Add(name) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
            {
                name += "Value";
            }

            names[member] = name;
        }

        return names;
    }
}
