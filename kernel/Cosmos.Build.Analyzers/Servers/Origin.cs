// Where a value comes from, as far as the rules about servers want to know: whether it is the server's own process.
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>What a value is.</summary>
internal enum OriginKind
{
    /// <summary>Not known; most values.</summary>
    Unknown,

    /// <summary>The running process.</summary>
    Own,

    /// <summary>What the caller gives for a parameter.</summary>
    Parameter,

    /// <summary>What was assigned to a field or property of the class.</summary>
    Member,

    /// <summary>What a method of the class returns.</summary>
    Answer,
}

/// <summary>The origin of a value.</summary>
/// <param name="kind">What it is.</param>
/// <param name="symbol">The parameter, member or method.</param>
internal readonly struct Origin(OriginKind kind, ISymbol? symbol = null)
{
    /// <summary>What it is.</summary>
    public OriginKind Kind { get; } = kind;

    /// <summary>The parameter, member or method.</summary>
    public ISymbol? Symbol { get; } = symbol?.OriginalDefinition;
}
