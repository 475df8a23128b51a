// The functions of one server's class together: which of them callbacks reach, and what is then the server's own
// process. It looks no further than the class, so a call through another class is not seen.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Cosmos.Build.Analyzers.Servers;

/// <summary>Gathers facts, from several threads, and draws the conclusions.</summary>
internal sealed class CallbackGraph
{
    private readonly ConcurrentDictionary<ISymbol, FunctionFacts> _functions = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _inQuestion = new(SymbolEqualityComparer.Default);

    /// <summary>Takes what was read of a member.</summary>
    public void Add(IEnumerable<FunctionFacts> facts)
    {
        foreach (FunctionFacts item in facts)
        {
            _functions[item.Function.OriginalDefinition] = item;
        }
    }

    /// <summary>All functions that a callback reaches.</summary>
    public IReadOnlyCollection<FunctionFacts> ReachedByCallbacks()
    {
        HashSet<FunctionFacts> reached = [];
        Stack<FunctionFacts> open = new(_functions.Values.Where(static item => RuntimeTypes.IsCallback(item.Function)));
        while (open.Count > 0)
        {
            FunctionFacts facts = open.Pop();
            if (!reached.Add(facts))
            {
                continue;
            }

            foreach (IMethodSymbol called in facts.Calls)
            {
                if (_functions.TryGetValue(called.OriginalDefinition, out FunctionFacts? next))
                {
                    open.Push(next);
                }
            }
        }

        return reached;
    }

    /// <summary>
    /// The calls of a function that ask the server's own process, by themselves or in a function that they call.
    /// </summary>
    public IEnumerable<(Location Place, string Text)> AsksOfItself(FunctionFacts facts)
    {
        foreach ((Location place, string text, Origin whom) in facts.Asks)
        {
            if (IsOwn(whom))
            {
                yield return (place, text);
            }
        }

        foreach ((Location place, string text, IParameterSymbol to, Origin what) in facts.Gives)
        {
            if (IsOwn(what) && IsAsked(to, []))
            {
                yield return (place, text);
            }
        }
    }

    private bool IsOwn(Origin origin) => origin.Kind switch
    {
        OriginKind.Own => true,
        OriginKind.Member => IsOwnMember(origin.Symbol!),
        OriginKind.Answer => _functions.TryGetValue(origin.Symbol!, out FunctionFacts? facts)
            && Once(origin.Symbol!, () => facts.Returns.Count > 0 && facts.Returns.TrueForAll(IsOwn)),
        _ => false,
    };

    // What a constructor or a static method put there is the process that made the object, and not the one it runs in.
    private bool IsOwnMember(ISymbol member) => Once(member, () =>
    {
        bool isWritten = false;
        foreach (FunctionFacts facts in _functions.Values)
        {
            foreach ((ISymbol target, Origin what) in facts.Writes)
            {
                if (SymbolEqualityComparer.Default.Equals(target, member))
                {
                    isWritten = true;
                    if (!facts.IsOfServer || !IsOwn(what))
                    {
                        return false;
                    }
                }
            }
        }

        return isWritten;
    });

    // A thing that depends on itself proves nothing.
    private bool Once(ISymbol symbol, Func<bool> answer)
    {
        if (!_inQuestion.Add(symbol))
        {
            return false;
        }

        bool result = answer();
        _inQuestion.Remove(symbol);
        return result;
    }

    // Whether a function asks whom it is given for a parameter, or gives it to one that does.
    private bool IsAsked(IParameterSymbol parameter, HashSet<IParameterSymbol> seen) =>
        seen.Add(parameter)
        && parameter.ContainingSymbol is IMethodSymbol function
        && _functions.TryGetValue(function.OriginalDefinition, out FunctionFacts? facts)
        && (facts.Asks.Exists(ask => Is(ask.Whom, parameter))
            || facts.Gives.Exists(gift => Is(gift.What, parameter) && IsAsked(gift.To, seen)));

    private static bool Is(Origin origin, IParameterSymbol parameter) => origin.Kind == OriginKind.Parameter
        && SymbolEqualityComparer.Default.Equals(origin.Symbol, parameter.OriginalDefinition);
}
