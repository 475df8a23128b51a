namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Interfaces that bring bodies and static members (C# 8 and 11). A class that says nothing gets the most specific
/// body there is; a diamond is resolved by whoever overrides below both sides; static abstract members are chosen at
/// compile time of each instantiation, not by any receiver.
/// </summary>
public sealed class InterfaceMembers
{
    private interface IGreeter
    {
        string Name => "nobody";

        string Greet() => "hello " + Name;

        static string Shout(string text) => text.ToUpperInvariant();

        private string Secret() => "secret " + Name;

        string Tell() => Secret();
    }

    private interface IPolite : IGreeter
    {
        string IGreeter.Greet() => "good day " + Name;
    }

    private interface IFormal : IGreeter
    {
        string IGreeter.Name => "sir";
    }

    private interface IBoth : IPolite, IFormal
    {
        string IGreeter.Greet() => "diamond " + Name;
    }

    private interface IStrict : IGreeter
    {
        abstract string IGreeter.Greet();
    }

    private class Plain : IGreeter;

    private sealed class Named : IGreeter
    {
        public string Name => "ann";
    }

    private sealed class Polite : Plain, IPolite;

    private sealed class Diamond : IBoth;

    private sealed class Strict : IStrict
    {
        string IGreeter.Greet() => "forced";
    }

    private struct Tally : IGreeter
    {
        public int Calls;

        public string Name => "tally" + (++Calls);
    }

    private interface IStack<T>
    {
        List<T> Items { get; }

        void Push(T item) => Items.Add(item);

        T Peek() => Items[^1];
    }

    private sealed class ListStack<T> : IStack<T>
    {
        public List<T> Items { get; } = [];
    }

    private interface IUnit<TSelf>
        where TSelf : IUnit<TSelf>
    {
        static abstract string Symbol { get; }

        static virtual int Scale => 1;

        static abstract TSelf operator +(TSelf left, TSelf right);

        static abstract TSelf Make(int value);
    }

    private readonly record struct Metre(int Value) : IUnit<Metre>
    {
        public static string Symbol => "m";

        public static Metre operator +(Metre left, Metre right) => new(left.Value + right.Value);

        public static Metre Make(int value) => new(value);
    }

    private sealed record Gram(int Value) : IUnit<Gram>
    {
        public static string Symbol => "g";

        public static int Scale => 1000;

        public static Gram operator +(Gram left, Gram right) => new(left.Value + right.Value);

        public static Gram Make(int value) => new(value);
    }

    /// <summary>A class that implements nothing gets the bodies of the interface.</summary>
    [Fact]
    public void A_class_inherits_default_bodies()
    {
        IGreeter plain = Opaque.Of<IGreeter>(new Plain());
        Assert.Equal("hello nobody", plain.Greet());
        Assert.Equal("secret nobody", plain.Tell());
        Assert.Equal("LOUD", IGreeter.Shout("loud"));
    }

    /// <summary>A default body calls the members that the class does implement.</summary>
    [Fact]
    public void A_default_body_calls_the_members_of_the_class()
    {
        Assert.Equal("hello ann", Opaque.Of<IGreeter>(new Named()).Greet());
    }

    /// <summary>A derived interface overrides the body of its base, for classes that inherit from others too.</summary>
    [Fact]
    public void A_more_specific_interface_overrides_the_body()
    {
        Assert.Equal("good day nobody", Opaque.Of<IGreeter>(new Polite()).Greet());
        Assert.Equal("good day nobody", Opaque.Of<IPolite>(new Polite()).Greet());
    }

    /// <summary>A diamond takes each member from its most specific side.</summary>
    [Fact]
    public void A_diamond_takes_the_most_specific_bodies()
    {
        Assert.Equal("diamond sir", Opaque.Of<IGreeter>(new Diamond()).Greet());
        Assert.Equal("secret sir", Opaque.Of<IGreeter>(new Diamond()).Tell());
    }

    /// <summary>An interface may make an inherited body abstract again; the class must then provide one.</summary>
    [Fact]
    public void A_reabstracted_member_is_provided_by_the_class()
    {
        Assert.Equal("forced", Opaque.Of<IGreeter>(new Strict()).Greet());
    }

    /// <summary>A default body called on a boxed struct works on the box itself.</summary>
    [Fact]
    public void A_default_body_on_a_boxed_struct_changes_the_box()
    {
        IGreeter boxed = Opaque.Of<IGreeter>(new Tally());
        Assert.Equal("hello tally1", boxed.Greet());
        Assert.Equal("hello tally2", boxed.Greet());
        Assert.Equal(2, ((Tally)boxed).Calls);
    }

    /// <summary>Default bodies of generic interfaces know their type argument.</summary>
    [Fact]
    public void Default_bodies_of_generic_interfaces_work_for_every_argument()
    {
        IStack<int> numbers = Opaque.Of<IStack<int>>(new ListStack<int>());
        IStack<string> texts = Opaque.Of<IStack<string>>(new ListStack<string>());
        numbers.Push(1);
        numbers.Push(2);
        texts.Push("a");
        Assert.Equal(2, numbers.Peek());
        Assert.Equal("a", texts.Peek());
    }

    /// <summary>Static abstract members are those of the type argument, for structs and classes.</summary>
    [Fact]
    public void Static_abstract_members_belong_to_the_type_argument()
    {
        Assert.Equal("m6", Sum<Metre>(1, 2, 3, m => m.Value));
        Assert.Equal("g15", Sum<Gram>(4, 5, 6, g => g.Value));
    }

    /// <summary>A static virtual member has its default until a type overrides it.</summary>
    [Fact]
    public void Static_virtual_members_have_a_default()
    {
        Assert.Equal(1, ScaleOf<Metre>());
        Assert.Equal(1000, ScaleOf<Gram>());
    }

    private static string Sum<T>(int a, int b, int c, Func<T, int> value)
        where T : IUnit<T> => T.Symbol + value(T.Make(a) + T.Make(b) + T.Make(c));

    private static int ScaleOf<T>()
        where T : IUnit<T> => T.Scale;
}
