// Forty-nine types with one interface: enough that the caches of a call site grow several times.
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Something with a number.</summary>
internal interface INumbered
{
    /// <summary>Its number.</summary>
    int Number { get; }
}

/// <summary>Makes one of each type, and asks them.</summary>
internal static class Numbered
{
    // Call sites that nobody has come to yet when a worker comes to them.
    private const int Sites = 4;

    private readonly struct A;
    private readonly struct B;
    private readonly struct C;
    private readonly struct D;
    private readonly struct E;
    private readonly struct F;
    private readonly struct G;

    private sealed class Pair<TFirst, TSecond>(int number) : INumbered
    {
        public int Number => number;
    }

    /// <summary>One of each type, by number.</summary>
    public static INumbered[] All()
    {
        var all = new List<INumbered>();
        AddAll<A>(all);
        AddAll<B>(all);
        AddAll<C>(all);
        AddAll<D>(all);
        AddAll<E>(all);
        AddAll<F>(all);
        AddAll<G>(all);
        return [.. all];
    }

    /// <summary>Asks something for its number, at one of several places.</summary>
    public static int Ask(INumbered item, int round) => (round % Sites) switch
    {
        0 => AtFirst(item),
        1 => AtSecond(item),
        2 => AtThird(item),
        _ => AtFourth(item),
    };

    private static void AddAll<T>(List<INumbered> all)
    {
        all.Add(new Pair<T, A>(all.Count));
        all.Add(new Pair<T, B>(all.Count));
        all.Add(new Pair<T, C>(all.Count));
        all.Add(new Pair<T, D>(all.Count));
        all.Add(new Pair<T, E>(all.Count));
        all.Add(new Pair<T, F>(all.Count));
        all.Add(new Pair<T, G>(all.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AtFirst(INumbered item) => item.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AtSecond(INumbered item) => item.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AtThird(INumbered item) => item.Number;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int AtFourth(INumbered item) => item.Number;
}
