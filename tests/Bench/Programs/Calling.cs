// Calls through an interface where the compiler cannot know the type: one receiver type at the call site (the cached
// case), four, and sixty-four (a site that has seen the whole class hierarchy).
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Bench.Programs;

/// <summary>Interface dispatch.</summary>
internal static class Calling
{
    private static readonly IStep[] s_one = [new A(), new A(), new A(), new A()];
    private static readonly IStep[] s_four = [new A(), new B(), new C(), new D()];
    private static readonly IStep[] s_many = Many();

    private interface IStep
    {
        long Step(long value);
    }

    /// <summary>One receiver type.</summary>
    public static long OneType(int rounds) => Call1(s_one, rounds);

    /// <summary>Four receiver types in turn.</summary>
    public static long FourTypes(int rounds) => Call4(s_four, rounds);

    /// <summary>Sixty-four receiver types in turn.</summary>
    public static long ManyTypes(int rounds) => CallMany(s_many, rounds);

    // Each has a call site of its own, and with it a cache of its own.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Call1(IStep[] steps, int rounds)
    {
        long value = 0;
        for (int i = 0; i < rounds; i++)
        {
            value = steps[i & 3].Step(value);
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Call4(IStep[] steps, int rounds)
    {
        long value = 0;
        for (int i = 0; i < rounds; i++)
        {
            value = steps[i & 3].Step(value);
        }

        return value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long CallMany(IStep[] steps, int rounds)
    {
        long value = 0;
        for (int i = 0; i < rounds; i++)
        {
            value = steps[i & 63].Step(value);
        }

        return value;
    }

    private static IStep[] Many()
    {
        List<IStep> steps = [];
        AddPairs<A>(steps);
        AddPairs<B>(steps);
        AddPairs<C>(steps);
        AddPairs<D>(steps);
        return [.. steps];
    }

    private static void AddPairs<T>(List<IStep> steps)
        where T : IStep
    {
        AddTriples<T, A>(steps);
        AddTriples<T, B>(steps);
        AddTriples<T, C>(steps);
        AddTriples<T, D>(steps);
    }

    private static void AddTriples<T, TOther>(List<IStep> steps)
        where T : IStep
        where TOther : IStep
    {
        steps.Add(new Pair<Pair<T, TOther>, A>());
        steps.Add(new Pair<Pair<T, TOther>, B>());
        steps.Add(new Pair<Pair<T, TOther>, C>());
        steps.Add(new Pair<Pair<T, TOther>, D>());
    }

    private sealed class A : IStep
    {
        public long Step(long value) => value + 1;
    }

    private sealed class B : IStep
    {
        public long Step(long value) => value + 2;
    }

    private sealed class C : IStep
    {
        public long Step(long value) => value + 3;
    }

    private sealed class D : IStep
    {
        public long Step(long value) => value + 4;
    }

    // Never has an instance of its parameters; they only make sixty-four types of it.
    private sealed class Pair<TFirst, TSecond> : IStep
    {
        public long Step(long value) => value + 5;
    }
}
