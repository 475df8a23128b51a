using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Statics;

/// <summary>
/// Static fields of generic types: one set for each instantiation (ECMA-335 II.9.1). Instantiations over references
/// share their code, so the code must find its statics through the type at run time; instantiations over values have
/// code and statics of their own. Static constructors run once for each.
/// </summary>
public sealed class GenericStatics
{
    private static class Counter<T>
    {
        public static int Value;

        public static int Next() => ++Value;
    }

    private static class Named<T>
    {
        public static readonly string Name = typeof(T).Name;
        public static readonly List<T> Items = [];

        static Named() => s_initialised++;
    }

    private class Base<T>
    {
        public static int Shared;

        public static T? Last;

        public void Touch(T value)
        {
            Shared++;
            Last = value;
        }
    }

    private sealed class Derived : Base<string>;

    private sealed class Cousin : Base<string>;

    private interface IHasStatic<T>
    {
        static int Count { get; set; }
    }

    private sealed class First;

    private sealed class Second;

    private static int s_initialised;

    /// <summary>Instantiations over value types count apart.</summary>
    [Fact]
    public void Value_instantiations_have_their_own_statics()
    {
        Counter<int>.Next();
        Counter<int>.Next();
        Counter<uint>.Next();
        Assert.Equal((2, 1, 0), (Counter<int>.Value, Counter<uint>.Value, Counter<long>.Value));
    }

    /// <summary>Instantiations over reference types share code and count apart all the same.</summary>
    [Fact]
    public void Reference_instantiations_have_their_own_statics()
    {
        for (int i = 0; i < 3; i++)
        {
            Count<First>();
        }

        Count<Second>();
        Count<List<First>>();
        Assert.Equal((3, 1, 1, 0), (Counter<First>.Value, Counter<Second>.Value, Counter<List<First>>.Value,
            Counter<List<Second>>.Value));
    }

    /// <summary>The static constructor runs once for each instantiation that is used.</summary>
    [Fact]
    public void The_static_constructor_runs_once_for_each_instantiation()
    {
        int before = s_initialised;
        Assert.Equal("Int16StringFirst", Named<short>.Name + Named<string>.Name + NameOf<First>());
        Assert.Equal("Int16StringFirst", Named<short>.Name + Named<string>.Name + NameOf<First>());
        Assert.Equal(3, s_initialised - before);
    }

    /// <summary>Lists in the statics of two instantiations are two lists of the right types.</summary>
    [Fact]
    public void Static_objects_of_instantiations_are_different_objects()
    {
        Named<byte>.Items.Add(5);
        Named<object>.Items.Add("x");
        Assert.Equal(1, Named<byte>.Items.Count);
        Assert.Equal("x", (string)Named<object>.Items[0]);
        Assert.Equal(0, Named<Second>.Items.Count);
        Assert.Same(typeof(List<Second>), Named<Second>.Items.GetType());
    }

    /// <summary>Classes derived from one instantiation share its statics.</summary>
    [Fact]
    public void Derived_classes_share_the_statics_of_their_base()
    {
        new Derived().Touch("d");
        new Cousin().Touch("c");
        new Base<object>().Touch("o");
        Assert.Equal(2, Derived.Shared);
        Assert.Equal("c", Base<string>.Last);
        Assert.Equal(1, Base<object>.Shared);
    }

    /// <summary>Statics of generic interfaces exist once for each instantiation too.</summary>
    [Fact]
    public void Generic_interfaces_have_statics_of_their_own()
    {
        IHasStatic<int>.Count = 3;
        IHasStatic<string>.Count += 4;
        Assert.Equal((3, 4, 0), (IHasStatic<int>.Count, IHasStatic<string>.Count, IHasStatic<object>.Count));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Count<T>() => Counter<T>.Next();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string NameOf<T>() => Named<T>.Name;
}
