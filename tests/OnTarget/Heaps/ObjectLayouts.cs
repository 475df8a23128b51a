// A collector and a message copier walk objects by their types' descriptions. The cases build objects whose references
// they know and compare.
using System.Runtime.CompilerServices;
using Cosmos.Core.Heaps;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about sizes of objects and the references in them.</summary>
public sealed unsafe class ObjectLayouts
{
    private static List<nint> s_found = [];

    private class Parent
    {
        public object? First;
        public int Number = 1;
        public object? Second;
    }

    private sealed class Child : Parent
    {
        public long Wide = 2;
        public object? Third;
        public Pair Inline;
    }

    private struct Pair
    {
        public object? Left;
        public int Number;
        public object? Right;
    }

    private struct Plain
    {
        public long Number;
    }

    [InlineArray(3)]
    private struct Three
    {
        private object? _first;
    }

    /// <summary>References of base class, class and embedded structs are found; numbers are not.</summary>
    [Fact]
    public void Fields_of_all_levels_are_found()
    {
        object[] objects = Objects(5);
        var child = new Child
        {
            First = objects[0],
            Second = objects[1],
            Third = objects[2],
            Inline = new Pair { Left = objects[3], Number = 7, Right = objects[4] },
        };
        AssertFinds(child, objects);
        Assert.Equal(3, child.Number + child.Wide);
    }

    /// <summary>All elements of an array of references are found, whatever its length.</summary>
    [Fact]
    public void Elements_of_an_array_are_found()
    {
        foreach (int length in new[] { 1, 2, 17, 1000 })
        {
            object[] objects = Objects(length);
            AssertFinds(objects, objects);
        }

        AssertFinds(Array.Empty<object>(), []);
    }

    /// <summary>In arrays of structs exactly the references of each element are found.</summary>
    [Fact]
    public void References_in_arrays_of_structs_are_found()
    {
        object[] objects = Objects(8);
        var pairs = new Pair[4];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = new Pair { Left = objects[2 * i], Number = -1, Right = objects[(2 * i) + 1] };
        }

        AssertFinds(pairs, objects);
        var tuples = new (int, object, long, object, object)[] { (1, objects[0], 2, objects[1], objects[2]) };
        AssertFinds(tuples, objects[..3]);
        var threes = new Three[2];
        threes[0][0] = objects[0];
        threes[0][1] = objects[1];
        threes[0][2] = objects[2];
        threes[1][0] = objects[3];
        threes[1][1] = objects[4];
        threes[1][2] = objects[5];
        AssertFinds(threes, objects[..6]);
    }

    /// <summary>Strings, arrays of numbers and boxed numbers hold no references.</summary>
    [Fact]
    public void What_holds_no_references_has_none()
    {
        AssertFinds("text", []);
        AssertFinds(new long[10], []);
        AssertFinds(new Plain[] { new() { Number = 1 } }, []);
        AssertFinds(42, []);
    }

    /// <summary>A closure and a boxed struct are objects like others.</summary>
    [Fact]
    public void Closures_and_boxes_are_walked()
    {
        object[] objects = Objects(2);
        AssertFinds(new Pair { Left = objects[0], Right = objects[1] }, objects);
        object captured = objects[0];
        Func<object> closure = () => captured;
        Visit(closure);
        Assert.Contains(AddressOf(closure.Target!), s_found);
        AssertFinds(closure.Target!, [captured]);
    }

    /// <summary>Objects made one after the other lie as far apart as the first is large.</summary>
    [Fact]
    public void The_next_object_begins_where_the_size_says()
    {
        foreach (int length in new[] { 0, 1, 3, 4, 5, 100 })
        {
            char[] first = new char[length];
            object second = new();
            nint distance = AddressOf(second) - AddressOf(first);
            Assert.Equal((long)ObjectLayout.SizeOf(AddressOf(first)), distance);
            Assert.Equal(24L, (long)ObjectLayout.SizeOf(AddressOf(second)));
        }
    }

    private static object[] Objects(int count)
    {
        var objects = new object[count];
        for (int i = 0; i < count; i++)
        {
            objects[i] = new object();
        }

        return objects;
    }

    private static void AssertFinds(object instance, object[] expected)
    {
        Visit(instance);
        Assert.Sequence(Array.ConvertAll(expected, AddressOf).Order(), s_found.Where(value => value != 0).Order());
    }

    private static void Visit(object instance)
    {
        s_found = [];
        ObjectLayout.VisitReferences(AddressOf(instance), &Note, null);
    }

    private static void Note(nint* field, void* state) => s_found.Add(*field);

    private static nint AddressOf(object instance) => *(nint*)Unsafe.AsPointer(ref instance);
}
