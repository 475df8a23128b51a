// Names that a room must not write, each with what to write in its place. A name on the page is looked up by its last
// word first, which costs a lookup in a hash table; only a word that is in the table is asked for its meaning. So a
// type of the same name in another namespace is nobody's business, and a name behind an alias is found where the alias
// is made.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Cosmos.Build.Analyzers.Names;

/// <summary>A table of types and members that must not be named.</summary>
internal sealed class ForbiddenNames
{
    private const string AttributeEnding = "Attribute";

    private readonly ImmutableDictionary<string, string> _advice;
    private readonly ImmutableHashSet<string> _words;

    /// <summary>Makes a table.</summary>
    /// <param name="advice">
    /// From the full name of a type, or of a type and one of its members, to what is wrong with it and what to use.
    /// </param>
    public ForbiddenNames(ImmutableDictionary<string, string> advice)
    {
        _advice = advice;
        _words = [.. advice.Keys.Select(LastWord), .. advice.Keys.Select(LastWord).Select(WithoutEnding)];
    }

    /// <summary>The full names.</summary>
    public IEnumerable<string> FullNames => _advice.Keys;

    /// <summary>What the table says of a name on the page; null: nothing.</summary>
    /// <param name="name">The name.</param>
    /// <param name="model">What knows its meaning.</param>
    /// <param name="token">Ends the search.</param>
    public string? Find(SimpleNameSyntax name, SemanticModel model, CancellationToken token)
    {
        if (!_words.Contains(name.Identifier.ValueText) || name.IsPartOfStructuredTrivia())
        {
            return null;
        }

        SymbolInfo info = model.GetSymbolInfo(name, token);
        ISymbol? symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return symbol switch
        {
            ITypeSymbol type => Find(type),
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => Find(constructor.ContainingType),
            { ContainingType: { } container } => Find($"{SymbolNames.FullName(container)}.{symbol.Name}"),
            _ => null,
        };
    }

    /// <summary>What the table says of a type; null: nothing.</summary>
    public string? Find(ITypeSymbol type) => Find(SymbolNames.FullName(type));

    private string? Find(string name) => _advice.TryGetValue(name, out string? advice) ? advice : null;

    private static string LastWord(string name) => name.Substring(name.LastIndexOf('.') + 1);

    private static string WithoutEnding(string word) => word.EndsWith(AttributeEnding, StringComparison.Ordinal)
        ? word.Substring(0, word.Length - AttributeEnding.Length)
        : word;
}
