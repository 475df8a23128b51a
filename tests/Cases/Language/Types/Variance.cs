namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Generic variance (ECMA-335 II.9.9; C# standard §19.2.3): a producer of strings is a producer of objects, a consumer
/// of objects is a consumer of strings, for interfaces and delegates and reference arguments only. The dispatcher has
/// no slot for the variant interface; it must find the method of the interface that the class really implements.
/// </summary>
public sealed class Variance
{
    private interface IProducer<out T>
    {
        T Produce();
    }

    private interface IConsumer<in T>
    {
        string Consume(T value);
    }

    private interface IPipe<in TIn, out TOut>
    {
        TOut Pass(TIn value);
    }

    private class Animal
    {
        public virtual string Name => "animal";
    }

    private sealed class Cat : Animal
    {
        public override string Name => "cat";
    }

    private sealed class CatSource : IProducer<Cat>
    {
        public Cat Produce() => new();
    }

    private sealed class NumberSource : IProducer<int>
    {
        public int Produce() => 5;
    }

    private sealed class AnimalSink : IConsumer<Animal>
    {
        public string Consume(Animal value) => "took " + value.Name;
    }

    private sealed class Namer : IPipe<object, string>
    {
        public string Pass(object value) => value.ToString() + "!";
    }

    private sealed class Both : IProducer<string>, IProducer<Cat>
    {
        string IProducer<string>.Produce() => "string";

        Cat IProducer<Cat>.Produce() => new();
    }

    /// <summary>A producer of cats serves as a producer of animals and of objects.</summary>
    [Fact]
    public void An_out_parameter_makes_an_interface_covariant()
    {
        IProducer<Animal> animals = Opaque.Of<IProducer<Cat>>(new CatSource());
        IProducer<object> objects = animals;
        Assert.Equal("cat", animals.Produce().Name);
        Assert.IsType<Cat>(objects.Produce());
        Assert.False(Opaque.Of<object>(objects) is IProducer<string>);
    }

    /// <summary>A consumer of animals serves as a consumer of cats.</summary>
    [Fact]
    public void An_in_parameter_makes_an_interface_contravariant()
    {
        IConsumer<Cat> cats = Opaque.Of<IConsumer<Animal>>(new AnimalSink());
        Assert.Equal("took cat", cats.Consume(new Cat()));
        Assert.False(Opaque.Of<object>(cats) is IConsumer<object>);
    }

    /// <summary>Both directions at once.</summary>
    [Fact]
    public void In_and_out_parameters_vary_independently()
    {
        IPipe<string, object> pipe = Opaque.Of<IPipe<object, string>>(new Namer());
        Assert.Equal("hey!", (string)pipe.Pass("hey"));
        IPipe<List<int>, IComparable> other = Opaque.Of<IPipe<object, string>>(new Namer());
        Assert.True(other.Pass([]) is string);
    }

    /// <summary>Variance converts references only: a producer of integers is no producer of objects.</summary>
    [Fact]
    public void Variance_does_not_apply_to_value_types()
    {
        object source = Opaque.Of<object>(new NumberSource());
        Assert.True(source is IProducer<int>);
        Assert.False(source is IProducer<object>);
        Assert.False(source is IProducer<uint>);
    }

    /// <summary>An exact implementation is preferred to a variant one.</summary>
    [Fact]
    public void An_exact_implementation_is_preferred()
    {
        object both = Opaque.Of<object>(new Both());
        Assert.Equal("string", ((IProducer<string>)both).Produce());
        Assert.IsType<Cat>(((IProducer<Cat>)both).Produce());
        Assert.IsType<Cat>(((IProducer<Animal>)both).Produce());
    }

    /// <summary>Variance nests: a sequence of sequences of strings is one of sequences of objects.</summary>
    [Fact]
    public void Variance_applies_through_nested_arguments()
    {
        IEnumerable<IEnumerable<object>> nested = Opaque.Of<List<List<string>>>([["a", "b"], ["c"]]);
        Assert.Equal("abc", string.Concat(nested.SelectMany(inner => inner)));
        IProducer<IProducer<object>>? none = Opaque.Of<object>(new CatSource()) as IProducer<IProducer<object>>;
        Assert.Null(none);
    }

    /// <summary>Delegates are variant in parameters and result.</summary>
    [Fact]
    public void Delegates_are_variant()
    {
        Func<Animal, Cat> exact = animal => animal as Cat ?? new Cat();
        Func<Cat, Animal> variant = Opaque.Of(exact);
        Assert.Equal("cat", variant(new Cat()).Name);
        Assert.Same(exact, variant);
        Action<object> sink = value => Opaque.Of(value);
        Action<string> strings = Opaque.Of(sink);
        strings("x");
        Assert.True(Opaque.Of<object>(exact) is Func<Cat, object>);
        Assert.False(Opaque.Of<object>(exact) is Func<object, Cat>);
    }

    /// <summary>A method group may be narrower in result and wider in parameters than its delegate.</summary>
    [Fact]
    public void Method_groups_convert_with_variance()
    {
        Func<Cat, object> call = Describe;
        Assert.Equal("described cat", (string)call(new Cat()));
    }

    /// <summary>A comparer of a base class compares objects of derived classes.</summary>
    [Fact]
    public void A_comparer_of_a_base_class_sorts_derived_objects()
    {
        IComparer<Animal> byName = Comparer<Animal>.Create((x, y) => string.CompareOrdinal(x.Name, y.Name));
        IComparer<Cat> cats = byName;
        Assert.Equal(0, cats.Compare(new Cat(), new Cat()));
        var set = new SortedSet<Cat>(byName) { new(), new() };
        Assert.Equal(1, set.Count);
    }

    private static string Describe(Animal animal) => "described " + animal.Name;
}
