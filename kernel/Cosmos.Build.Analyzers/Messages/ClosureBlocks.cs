// The blocks that captured variables live in, as the compiler divides them: each makes one object for what is captured
// of its variables, and a fresh one each time it is entered. A function is one block with its outermost braces, so its
// parameters are beside its locals; and `this` is beside the outermost function's parameters.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cosmos.Build.Analyzers.Messages;

/// <summary>Finds the block of a variable.</summary>
internal static class ClosureBlocks
{
    /// <summary>The block that declares a local or parameter.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="member">Where it is used: for variables that stand nowhere, as the value of a setter.</param>
    public static SyntaxNode Of(ISymbol variable, SyntaxNode member)
    {
        SyntaxNode? declaration = variable.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        for (SyntaxNode? node = declaration; node is not null; node = node.Parent)
        {
            if (FunctionOf(node) is { } function)
            {
                return function;
            }

            if (IsBlock(node, declaration!))
            {
                return node;
            }
        }

        return OutermostOf(member);
    }

    /// <summary>The block of the member that a node stands in.</summary>
    public static SyntaxNode OutermostOf(SyntaxNode node)
    {
        SyntaxNode outermost = node;
        for (SyntaxNode? current = node; current is not (null or TypeDeclarationSyntax); current = current.Parent)
        {
            outermost = FunctionOf(current) ?? outermost;
        }

        return outermost;
    }

    // A function, if the node is one, or its outermost braces. An accessor counts as its property, whose parameters it
    // has.
    private static SyntaxNode? FunctionOf(SyntaxNode node) => node switch
    {
        AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => node,
        BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax => node,
        AccessorDeclarationSyntax => node.Parent?.Parent,
        BlockSyntax or ArrowExpressionClauseSyntax when node.Parent is { } parent and not StatementSyntax
            and not SwitchSectionSyntax and not CatchClauseSyntax and not FinallyClauseSyntax => FunctionOf(parent),
        BlockSyntax { Parent: LocalFunctionStatementSyntax function } => function,
        _ => null,
    };

    private static bool IsBlock(SyntaxNode node, SyntaxNode declaration) => node switch
    {
        BlockSyntax or SwitchStatementSyntax or ForStatementSyntax or UsingStatementSyntax => true,
        WhileStatementSyntax or FixedStatementSyntax or CatchClauseSyntax => true,
        SwitchExpressionArmSyntax or CompilationUnitSyntax => true,

        // The collection is evaluated outside, once.
        CommonForEachStatementSyntax loop => !loop.Expression.Span.Contains(declaration.Span),
        _ => false,
    };
}
