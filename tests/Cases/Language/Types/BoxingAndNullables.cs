namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Values as objects. Boxing copies (C# standard §10.2.9): the box and the variable go separate ways afterwards.
/// Nullable types have a rule of their own (ECMA-335 I.8.2.4): a box never holds a Nullable, it holds the value, or
/// there is no box at all.
/// </summary>
public sealed class BoxingAndNullables
{
    private interface IIncrement
    {
        int Increment();
    }

    private struct Counter : IIncrement
    {
        public int Count;

        public int Increment() => ++Count;

        public override readonly string ToString() => "count " + Count;
    }

    private struct Silent
    {
        public int Number;
    }

    private readonly struct Pair(int number, string text)
    {
        public int Number { get; } = number;

        public string Text { get; } = text;
    }

    private enum Level
    {
        Low = 1,
        High = 2,
    }

    /// <summary>A box keeps the value it was made from, whatever happens to the variable.</summary>
    [Fact]
    public void A_box_is_a_copy()
    {
        Counter counter = new() { Count = 1 };
        object box = Opaque.Of<object>(counter);
        counter.Count = 5;
        Assert.Equal(1, ((Counter)box).Count);
        Assert.NotSame(Opaque.Of<object>(counter), Opaque.Of<object>(counter));
    }

    /// <summary>An interface call on a box changes the box; on a variable, the variable.</summary>
    [Fact]
    public void An_interface_call_on_a_box_changes_the_box()
    {
        Counter counter = default;
        IIncrement box = Opaque.Of<IIncrement>(counter);
        box.Increment();
        box.Increment();
        counter.Increment();
        Assert.Equal(2, ((Counter)box).Count);
        Assert.Equal(1, counter.Count);
    }

    /// <summary>A constrained call on a type parameter does not box.</summary>
    [Fact]
    public void A_constrained_call_works_on_the_variable_itself()
    {
        Counter counter = default;
        IncrementTwice(ref counter);
        Assert.Equal(2, counter.Count);
    }

    /// <summary>Overridden and inherited object methods work on unboxed structs.</summary>
    [Fact]
    public void Object_methods_work_on_structs()
    {
        Counter counter = new() { Count = 3 };
        Assert.Equal("count 3", counter.ToString());
        Assert.Equal("count 3", Describe(counter));
        Assert.True(new Silent { Number = 4 }.Equals(new Silent { Number = 4 }));
        Assert.False(new Silent { Number = 4 }.Equals(new Silent { Number = 5 }));
        Assert.Equal("Counter", counter.GetType().Name);
    }

    /// <summary>Equal structs that override nothing have equal hash codes, with reference fields too.</summary>
    [Fact]
    public void Equal_structs_have_equal_hash_codes()
    {
        Pair one = new(1, "a" + Opaque.Of(1));
        Pair same = new(1, "a" + Opaque.Of(1));
        Assert.True(one.Equals(same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one.Equals(new Pair(1, "b")));
    }

    /// <summary>Every primitive type survives the way into a box and back.</summary>
    [Fact]
    public void Every_primitive_survives_boxing()
    {
        Assert.Equal((byte)200, RoundTrip((byte)200));
        Assert.Equal((short)-3, RoundTrip((short)-3));
        Assert.Equal('x', RoundTrip('x'));
        Assert.Equal(long.MinValue, RoundTrip(long.MinValue));
        Assert.Equal(0.1f, RoundTrip(0.1f));
        Assert.Equal(-0.1, RoundTrip(-0.1));
        Assert.True(RoundTrip(true));
        Assert.Equal(1.5m, RoundTrip(1.5m));
        Assert.Equal((nint)(-1), RoundTrip((nint)(-1)));
    }

    /// <summary>Boxing a nullable yields the boxed value or null.</summary>
    [Fact]
    public void Boxing_a_nullable_boxes_its_value_or_nothing()
    {
        int? some = Opaque.Of<int?>(5);
        int? none = Opaque.Of<int?>(null);
        object? boxedSome = some;
        object? boxedNone = none;
        Assert.IsType<int>(boxedSome);
        Assert.Null(boxedNone);
        Assert.Equal(5, (int?)boxedSome);
        Assert.Null((int?)boxedNone);
        Assert.True(boxedSome is int?);
    }

    /// <summary>Value throws when there is none; the other accessors have answers.</summary>
    [Fact]
    public void A_nullable_without_a_value_says_so()
    {
        int? none = Opaque.Of<int?>(null);
        Assert.False(none.HasValue);
        Assert.Throws<InvalidOperationException>(() => Opaque.Of(none!.Value));
        Assert.Equal(0, none.GetValueOrDefault());
        Assert.Equal(7, none ?? 7);
        Assert.Equal("", none.ToString());
        Assert.Equal(0, none.GetHashCode());
        Assert.Throws<NullReferenceException>(() => Opaque.Of(none!.GetType()));
    }

    /// <summary>Lifted operators give null, comparisons with null are false, and logic is three-valued.</summary>
    [Fact]
    public void Operators_are_lifted_to_nullables()
    {
        int? some = Opaque.Of<int?>(5);
        int? none = Opaque.Of<int?>(null);
        Assert.Equal(8, some + 3);
        Assert.Null(some + none);
        Assert.False(some < none);
        Assert.False(some >= none);
        Assert.True(none == null);
        bool? unknown = Opaque.Of<bool?>(null);
        Assert.Equal<bool?>(false, unknown & false);
        Assert.Equal<bool?>(true, unknown | true);
        Assert.Null(unknown & true);
    }

    /// <summary>Nullable structs with references and nullable enums behave as nullable numbers do.</summary>
    [Fact]
    public void Nullable_structs_and_enums_follow_the_same_rules()
    {
        Pair? pair = Opaque.Of<Pair?>(new Pair(2, "two"));
        object? box = pair;
        Assert.Equal("two", ((Pair?)box)?.Text);
        Level? level = Opaque.Of<Level?>(Level.High);
        Assert.IsType<Level>((object?)level);
        Assert.Equal("High", level.ToString());
        Assert.Null(Opaque.Of<Level?>(null) as object);
    }

    private static void IncrementTwice<T>(ref T value)
        where T : IIncrement
    {
        value.Increment();
        value.Increment();
    }

    private static string? Describe<T>(T value)
        where T : struct => value.ToString();

    private static T RoundTrip<T>(T value)
        where T : struct => (T)Opaque.Of<object>(value);
}
