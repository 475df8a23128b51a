using System.Collections;
using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// The checks that make managed code safe: an index against a length, an object against a type, an element against the
/// array that is to hold it. They are what stands between a wrong number and somebody else's memory, so each is tried
/// at its edge: the last good value passes, the first bad one throws, and the memory beside it is unchanged.
/// </summary>
public sealed class BoundsAndTypeChecks
{
    private class Animal;

    private sealed class Cat : Animal;

    private sealed class Dog : Animal;

    private enum Colour
    {
        Red,
    }

    /// <summary>An array index below zero or at the length throws, for reads and for writes.</summary>
    [Fact]
    public void An_array_index_outside_the_bounds_throws()
    {
        int[] array = [1, 2, 3];
        Assert.Equal(3, array[Opaque.Of(2)]);
        OutOfRange(() => Opaque.Of(array[Opaque.Of(3)]));
        OutOfRange(() => Opaque.Of(array[Opaque.Of(-1)]));
        OutOfRange(() => array[Opaque.Of(3)] = 9);
        OutOfRange(() => Opaque.Of(array[Opaque.Of(int.MinValue)]));
        OutOfRange(() => Opaque.Of(array[Opaque.Of(1L << 32)]));
        OutOfRange(() => Opaque.Of(Array.Empty<int>()[Opaque.Of(0)]));
        Assert.Sequence([1, 2, 3], array);
    }

    /// <summary>An array of references checks index first, then the element.</summary>
    [Fact]
    public void A_reference_array_index_outside_the_bounds_throws()
    {
        object[] array = ["a", "b"];
        OutOfRange(() => array[Opaque.Of(2)] = "c");
        OutOfRange(() => Opaque.Of(array[Opaque.Of(2)]));
        OutOfRange(() => ReadThrough(ref array[Opaque.Of(2)]));
        Assert.Equal("b", (string)array[1]);
    }

    /// <summary>Each dimension of a rectangular array has its own bound.</summary>
    [Fact]
    public void Each_dimension_of_a_rectangular_array_is_checked()
    {
        int[,] grid = new int[2, 3];
        grid[1, 2] = 5;
        Assert.Equal(5, grid[Opaque.Of(1), Opaque.Of(2)]);
        OutOfRange(() => Opaque.Of(grid[Opaque.Of(0), Opaque.Of(3)]));
        OutOfRange(() => Opaque.Of(grid[Opaque.Of(2), Opaque.Of(0)]));
        OutOfRange(() => grid[Opaque.Of(0), Opaque.Of(-1)] = 1);
    }

    /// <summary>Strings check their index.</summary>
    [Fact]
    public void A_string_index_outside_the_bounds_throws()
    {
        string text = Opaque.Of("abc");
        Assert.Equal('c', text[Opaque.Of(2)]);
        OutOfRange(() => Opaque.Of(text[Opaque.Of(3)]));
        OutOfRange(() => Opaque.Of(text[Opaque.Of(-1)]));
    }

    /// <summary>Spans check their index; slicing and ranges check theirs with another exception.</summary>
    [Fact]
    public void A_span_index_or_slice_outside_the_bounds_throws()
    {
        int[] array = [1, 2, 3, 4];
        OutOfRange(() => Opaque.Of(array.AsSpan(1, 2)[Opaque.Of(2)]));
        OutOfRange(() => array.AsSpan(1, 2)[Opaque.Of(-1)] = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(1, 2).Slice(Opaque.Of(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => array.AsSpan(Opaque.Of(3), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Opaque.Of("abc"[Opaque.Of(2)..Opaque.Of(1)]));
        Assert.Equal(0, array.AsSpan(Opaque.Of(4)).Length);
    }

    /// <summary>A list reports a bad index as an argument.</summary>
    [Fact]
    public void A_list_index_outside_the_bounds_throws()
    {
        var list = new List<int>(16) { 1 };
        Assert.Throws<ArgumentOutOfRangeException>(() => Opaque.Of(list[Opaque.Of(1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => list[Opaque.Of(-1)] = 3);
    }

    /// <summary>A cast to a class or interface that the object is not throws.</summary>
    [Fact]
    public void A_cast_to_a_wrong_type_throws()
    {
        object cat = Opaque.Of<object>(new Cat());
        InvalidCast(() => Opaque.Of((Dog)cat));
        InvalidCast(() => Opaque.Of((string)cat));
        InvalidCast(() => Opaque.Of((IEnumerable)cat));
        InvalidCast(() => Opaque.Of((IComparable<int>)cat));
        InvalidCast(() => Opaque.Of((Cat[])cat));
        InvalidCast(() => Opaque.Of((Action)cat));
        Assert.Same(cat, (Animal)cat);
    }

    /// <summary>A box is opened only as the type that was put in, or as the enum over it.</summary>
    [Fact]
    public void Unboxing_to_another_type_throws()
    {
        object boxed = Opaque.Of<object>(5);
        InvalidCast(() => Opaque.Of((long)boxed));
        InvalidCast(() => Opaque.Of((short)boxed));
        InvalidCast(() => Opaque.Of((double)boxed));
        InvalidCast(() => Opaque.Of((DateTime)boxed));
        InvalidCast(() => Opaque.Of((long?)boxed));
        Assert.Equal(5, (int)boxed);
        Assert.Equal(5, (int?)boxed);
    }

    /// <summary>A cast to a type parameter is checked against the type argument.</summary>
    [Fact]
    public void A_cast_to_a_type_parameter_is_checked()
    {
        Assert.Equal("x", As<string>("x"));
        Assert.Equal(5, As<int>(5));
        InvalidCast(() => As<string>(5));
        InvalidCast(() => As<int>("x"));
        InvalidCast(() => As<List<string>>(new List<object>()));
        Assert.Throws<NullReferenceException>(() => As<int>(Opaque.Null<object>()));
        Assert.Null(As<string?>(null!));
    }

    /// <summary>An array of cats seen as an array of animals refuses a dog.</summary>
    [Fact]
    public void Storing_a_wrong_element_in_a_covariant_array_throws()
    {
        Animal[] animals = Opaque.Of<Animal[]>(new Cat[2]);
        animals[0] = new Cat();
        Assert.Throws<ArrayTypeMismatchException>(() => animals[1] = new Dog());
        Assert.Throws<ArrayTypeMismatchException>(() => animals[1] = new Animal());
        animals[0] = null!;
        Assert.Null(animals[1]);
        object[] objects = Opaque.Of<object[]>(new string[1]);
        Assert.Throws<ArrayTypeMismatchException>(() => objects[0] = 5);
    }

    /// <summary>Taking the address of an element demands the exact element type.</summary>
    [Fact]
    public void Taking_a_reference_into_a_covariant_array_throws()
    {
        Animal[] animals = Opaque.Of<Animal[]>(new Cat[1]);
        Assert.Throws<ArrayTypeMismatchException>(() => ReadThrough(ref animals[0]));
        Assert.Throws<ArrayTypeMismatchException>(() => Opaque.Of(animals.AsSpan().Length));
    }

    /// <summary>Copying between arrays checks lengths and types.</summary>
    [Fact]
    public void Array_copy_checks_lengths_and_types()
    {
        int[] from = [1, 2, 3];
        Assert.Throws<ArgumentException>(() => Array.Copy(from, new int[2], 3));
        Assert.Throws<ArrayTypeMismatchException>(() => Array.Copy(from, new string[3], 3));
        Assert.Throws<InvalidCastException>(() => Array.Copy(new object[] { "x", 5 }, new string[2], 2));
        Assert.Throws<RankException>(() => Array.Copy(from, new int[1, 3], 3));
    }

    /// <summary>Converting an object through IConvertible reports what it cannot do.</summary>
    [Fact]
    public void Conversions_report_what_they_cannot_do()
    {
        InvalidCast(() => Opaque.Of(Convert.ToInt32(new object())));
        Assert.Throws<FormatException>(() => Opaque.Of(int.Parse("12x")));
        Assert.Throws<OverflowException>(() => Opaque.Of(int.Parse("3000000000")));
        Assert.Throws<ArgumentException>(() => Opaque.Of(Enum.Parse<Colour>("Blue")));
    }

    private static void OutOfRange(Action action) => Assert.Throws<IndexOutOfRangeException>(action);

    private static void InvalidCast(Action action) => Assert.Throws<InvalidCastException>(action);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T ReadThrough<T>(ref T place) => place;

    private static T As<T>(object value) => (T)Opaque.Of(value);
}
