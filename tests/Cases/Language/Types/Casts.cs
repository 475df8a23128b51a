using System.Collections;

namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// The questions "is it a" and "as a" (ECMA-335 III.4.3, III.4.6). A class test walks the base classes, an interface
/// test searches a list, an array test asks about element types, and tests against generic types must tell
/// instantiations apart. The answers are cached, so each question is asked more than once and with mixed objects.
/// </summary>
public sealed class Casts
{
    private interface IShape;

    private interface IRound : IShape;

    private interface IUnused;

    private class Shape : IShape;

    private class Circle : Shape, IRound;

    private sealed class Ring : Circle, ICloneable
    {
        public object Clone() => new Ring();
    }

    private class Box<T>
    {
        public T? Content { get; set; }
    }

    private sealed class IntBox : Box<int>;

    private enum Small : byte
    {
        One = 1,
    }

    /// <summary>An object is of its own class and of every base class, and of no sibling or derived class.</summary>
    [Fact]
    public void An_object_is_of_its_class_and_its_bases_only()
    {
        object circle = Opaque.Of<object>(new Circle());
        Assert.True(circle is Circle);
        Assert.True(circle is Shape);
        Assert.True(circle is object);
        Assert.False(circle is Ring);
        Assert.False(circle is string);
    }

    /// <summary>An object is of every interface of its class, its bases and their base interfaces.</summary>
    [Fact]
    public void An_object_is_of_every_inherited_interface()
    {
        object ring = Opaque.Of<object>(new Ring());
        Assert.True(ring is IRound);
        Assert.True(ring is IShape);
        Assert.True(ring is ICloneable);
        Assert.False(ring is IUnused);
        Assert.False(Opaque.Of<object>(new Shape()) is IRound);
    }

    /// <summary>Null is of no type; casting it to a reference type yields null.</summary>
    [Fact]
    public void Null_is_of_no_type_and_casts_to_any()
    {
        object? none = Opaque.Of<object?>(null);
        Assert.False(none is object);
        Assert.Null(none as string);
        Assert.Null((Ring?)none);
        Assert.Null((IShape?)none);
    }

    /// <summary>A question asked of many objects in turn is answered for each of them.</summary>
    [Fact]
    public void Answers_follow_the_object_when_types_alternate()
    {
        object[] objects = [new Circle(), "text", new Ring(), 5, new Shape(), new int[1], new Box<int>(), 2.5];
        int round = 0;
        int shapes = 0;
        int boxes = 0;
        for (int i = 0; i < 400; i++)
        {
            object item = objects[i % objects.Length];
            round += item is IRound ? 1 : 0;
            shapes += item as Shape is null ? 0 : 1;
            boxes += item is Box<int> ? 1 : 0;
        }

        Assert.Equal(100, round);
        Assert.Equal(150, shapes);
        Assert.Equal(50, boxes);
    }

    /// <summary>Instantiations of a generic class are unrelated types, unless one derives from the other.</summary>
    [Fact]
    public void Generic_instantiations_are_told_apart()
    {
        object strings = Opaque.Of<object>(new Box<string>());
        Assert.True(strings is Box<string>);
        Assert.False(strings is Box<object>);
        Assert.False(strings is Box<int>);
        Assert.True(Opaque.Of<object>(new IntBox()) is Box<int>);
        Assert.False(Opaque.Of<object>(new IntBox()) is Box<uint>);
        Assert.True(Opaque.Of<object>(new Box<Box<string>>()) is Box<Box<string>>);
        Assert.False(Opaque.Of<object>(new Box<Box<string>>()) is Box<Box<object>>);
    }

    /// <summary>Tests inside generic code use the caller's type argument.</summary>
    [Fact]
    public void A_test_against_a_type_parameter_uses_its_argument()
    {
        Assert.True(IsA<string>("x"));
        Assert.False(IsA<string>(1));
        Assert.True(IsA<int>(1));
        Assert.False(IsA<long>(1));
        Assert.True(IsA<IShape>(new Ring()));
        Assert.True(IsA<List<string>>(new List<string>()));
        Assert.False(IsA<List<string>>(new List<object>()));
        Assert.True(IsA<string[]>(new string[1]));
        Assert.True(IsA<int?>(1));
    }

    /// <summary>Arrays of references are covariant, arrays of values are not.</summary>
    [Fact]
    public void Arrays_are_covariant_in_reference_elements_only()
    {
        object circles = Opaque.Of<object>(new Circle[1]);
        Assert.True(circles is Shape[]);
        Assert.True(circles is IRound[]);
        Assert.True(circles is object[]);
        Assert.False(circles is Ring[]);
        Assert.False(Opaque.Of<object>(new int[1]) is object[]);
        Assert.False(Opaque.Of<object>(new int[1]) is long[]);
        Assert.True(Opaque.Of<object>(new Circle[1][]) is Shape[][]);
        Assert.True(Opaque.Of<object>(new Circle[1][]) is object[]);
    }

    /// <summary>Arrays of different rank are different types, and all are arrays.</summary>
    [Fact]
    public void Arrays_of_different_rank_are_different_types()
    {
        object grid = Opaque.Of<object>(new string[1, 1]);
        Assert.True(grid is string[,]);
        Assert.True(grid is object[,]);
        Assert.False(grid is string[]);
        Assert.False(grid is string[,,]);
        Assert.True(grid is Array);
        Assert.True(grid is IEnumerable);
    }

    /// <summary>At run time arrays of integers of one size, and of enums over them, convert into each other.</summary>
    [Fact]
    public void Arrays_of_equally_sized_integers_convert_at_run_time()
    {
        object ints = Opaque.Of<object>(new int[] { -1 });
        Assert.True(ints is uint[]);
        Assert.Equal(uint.MaxValue, ((uint[])ints)[0]);
        Assert.True(Opaque.Of<object>(new Small[1]) is byte[]);
        Assert.False(ints is float[]);
    }

    /// <summary>An array is a list of its elements and of their base types.</summary>
    [Fact]
    public void An_array_is_a_generic_list_of_its_elements()
    {
        object strings = Opaque.Of<object>(new[] { "a", "b" });
        Assert.True(strings is IList<string>);
        Assert.True(strings is IReadOnlyList<object>);
        Assert.True(strings is IEnumerable<IComparable>);
        Assert.False(strings is IList<int>);
        Assert.Equal(2, ((IList<object>)strings).Count);
        Assert.Equal(1, ((IList<string>)strings).IndexOf("b"));
        Assert.Throws<NotSupportedException>(() => ((IList<string>)strings).Add("c"));
    }

    /// <summary>typeof, GetType and equality of types agree.</summary>
    [Fact]
    public void Types_are_equal_when_they_are_the_same()
    {
        Assert.Same(typeof(Ring), Opaque.Of<object>(new Ring()).GetType());
        Assert.True(Opaque.Of<object>(new List<string>()).GetType() == typeof(List<string>));
        Assert.True(Opaque.Of<object>(new List<string>()).GetType() != typeof(List<object>));
        Assert.True(typeof(Box<int>) == TypeOf<int>());
        Assert.True(typeof(Box<string>) == TypeOf<string>());
        Assert.Equal("Ring", Opaque.Of<object>(new Ring()).GetType().Name);
        Assert.Equal("Int32[]", Opaque.Of<object>(new int[0]).GetType().Name);
    }

    private static bool IsA<T>(object value) => Opaque.Of(value) is T;

    private static Type TypeOf<T>() => Opaque.Of(new Box<T>()).GetType();
}
