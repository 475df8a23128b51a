// House rules 4, 5, 9 and the C# conventions, where a syntax tree is needed to see them. No semantic model is used:
// what a rule says must be visible on the page.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cosmos.Tests.Check;

/// <summary>What can be said about C# from its syntax.</summary>
public sealed class CodeRules
{
    private const int LongestMethod = 60;

    /// <summary>Lines of prose above a type; a test says its intent in one.</summary>
    private const int ShortestEssay = 2;

    [Fact]
    public void No_method_is_longer_than_a_screen() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            from node in file.Syntax.DescendantNodes()
            where node is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or LocalFunctionStatementSyntax
            let length = Length(node)
            where length > LongestMethod
            select $"{Where(file.Path, node)}: {length} lines",
            "A method fits a screen (60 lines).");

    [Fact]
    public void No_type_has_a_name_that_says_nothing() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            where FileRules.SaysNothing(type.Identifier.Text)
            select $"{Where(file.Path, type)}: {type.Identifier.Text}",
            "A type is named by its concept; Utils, Helper, Common, Misc, Manager and Extensions name none.");

    /// <summary>
    /// One concept per file, named by its word: the type's, where there is one type (a part of it says which part after
    /// a dot). Small types that are one concept together may share a file under the concept's name.
    /// </summary>
    [Fact]
    public void A_file_with_one_type_bears_its_name() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            let types = file.Syntax.DescendantNodes(node => !IsType(node)).Where(IsType).Select(TypeName).ToArray()
            where types.Length == 1 && !file.Syntax.ChildNodes().OfType<GlobalStatementSyntax>().Any()
            where types[0] != Path.GetFileName(file.Path).Split('.')[0]
            select $"{file.Path}: {types[0]}",
            "A file with one type bears the type's name.");

    /// <summary>Comments at the top of the file, or documentation on the first type: prose before code.</summary>
    [Fact]
    public void Every_file_opens_with_its_reason() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            where file.Syntax.DescendantNodes().Any(IsType)
            where EssayLength(file.Syntax) < (Repository.Room(file.Path) == "tests" ? 1 : ShortestEssay)
            select file.Path,
            "Above the type stand a few lines of prose: what it is, why this way, what must not be done.");

    [Fact]
    public void Every_unsafe_block_says_why_it_is_sound() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            from block in file.Syntax.DescendantNodes().OfType<UnsafeStatementSyntax>()
            where !block.ToFullString().Contains("// Safety:", StringComparison.Ordinal)
            select Where(file.Path, block),
            "An unsafe block has a line `// Safety: …` with the fact that makes it sound.");

    [Fact]
    public void Private_static_fields_begin_with_s_or_t() =>
        Repository.MustBeEmpty(
            from file in Repository.CSharp
            from field in file.Syntax.DescendantNodes().OfType<FieldDeclarationSyntax>()
            where field.Modifiers.Any(SyntaxKind.StaticKeyword) && !IsVisible(field)
            let isThreadStatic = field.AttributeLists.ToString().Contains("ThreadStatic", StringComparison.Ordinal)
            from variable in field.Declaration.Variables
            let name = variable.Identifier.Text
            where !name.StartsWith(isThreadStatic ? "t_" : "s_", StringComparison.Ordinal)
            select $"{Where(file.Path, field)}: {name}",
            "A private static field is s_name; a thread static one is t_name.");

    private static bool IsVisible(FieldDeclarationSyntax field) =>
        field.Modifiers.Any(token =>
            token.Kind() is SyntaxKind.PublicKeyword or SyntaxKind.InternalKeyword or SyntaxKind.ProtectedKeyword);

    private static bool IsType(SyntaxNode node) => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax;

    private static string TypeName(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => "",
    };

    private static int EssayLength(SyntaxNode root)
    {
        SyntaxNode first = root.DescendantNodes().First(IsType);
        IEnumerable<SyntaxTrivia> above = root.DescendantTrivia().Where(trivia => trivia.SpanStart < first.SpanStart);
        return above.Sum(trivia => trivia.Kind() switch
        {
            SyntaxKind.SingleLineCommentTrivia => 1,
            SyntaxKind.MultiLineCommentTrivia => Length(trivia),
            SyntaxKind.SingleLineDocumentationCommentTrivia => Length(trivia),
            _ => 0,
        });
    }

    private static int Length(SyntaxNode node) => Length(node.GetLocation());

    private static int Length(SyntaxTrivia trivia) => Length(trivia.GetLocation());

    private static int Length(Location location)
    {
        FileLinePositionSpan span = location.GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    private static string Where(string path, SyntaxNode node) =>
        $"{path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}
