// What one function of a server's class does that could matter to the server: whom it asks, what it receives, and what
// it calls. Facts of all functions together make the picture (CallbackGraph); each is read once.
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>The facts of a method, accessor or local function; lambdas count to the function they stand in.</summary>
/// <param name="function">The function.</param>
internal sealed class FunctionFacts(IMethodSymbol function)
{
    /// <summary>The function.</summary>
    public IMethodSymbol Function { get; } = function;

    /// <summary>
    /// Whether it runs in the server's process, as far as its kind says: constructors run before it is one.
    /// </summary>
    public bool IsOfServer { get; } = !function.IsStatic && function.MethodKind != MethodKind.Constructor;

    /// <summary>Calls that wait for an answer: where, what is written, and who is asked.</summary>
    public List<(Location Place, string Text, Origin Whom)> Asks { get; } = [];

    /// <summary>Receives: where, what is written, and what is wrong with them.</summary>
    public List<(Location Place, string Text, ReceiveKind Kind)> Receives { get; } = [];

    /// <summary>Functions of the class that it calls or names.</summary>
    public List<IMethodSymbol> Calls { get; } = [];

    /// <summary>What it gives to parameters of functions of the class.</summary>
    public List<(Location Place, string Text, IParameterSymbol To, Origin What)> Gives { get; } = [];

    /// <summary>What it assigns to fields and properties of the class.</summary>
    public List<(ISymbol Member, Origin What)> Writes { get; } = [];

    /// <summary>What it returns.</summary>
    public List<Origin> Returns { get; } = [];
}

/// <summary>What a receive in a callback does to a server.</summary>
[Flags]
internal enum ReceiveKind
{
    /// <summary>Nothing that anybody would mind.</summary>
    None = 0,

    /// <summary>It takes whatever is there.</summary>
    TakesAnything = 1,

    /// <summary>It waits as long as it takes.</summary>
    WaitsForEver = 2,
}
