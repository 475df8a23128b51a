// Whatever an ordinary program builds travels: the cases send one of each shape and look at what arrives.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Cosmos.Tests.OnTarget.Messages;

/// <summary>Claims about what arrives when objects of all shapes are sent.</summary>
public sealed class Shapes
{
    private enum Colour : byte
    {
        Red = 3,
    }

    private record Point(int X, int Y);

    private sealed record Line(Point From, Point To, string Name) : Shape(Name);

    private record Shape(string Label);

    private struct Pair
    {
        public object? Left;
        public int Number;
        public string? Right;
    }

    [InlineArray(80)]
    private struct Wide
    {
        private object? _first;
    }

    private sealed class Large
    {
        public Wide Fields;
        public long Tail = 7;
    }

    private sealed class Node(int value)
    {
        public int Value { get; } = value;

        public Node? Next { get; set; }
    }

    /// <summary>Boxed values of all sizes arrive as they are.</summary>
    [Fact]
    public void Boxed_values() => PrivateHeap.Run(static () =>
    {
        AssertArrives<object>((byte)1, 'x', 42, 1L << 60, 1.5, 2.5f, 12345.678m, true, (nint)17);
        AssertArrives<object>(Guid.NewGuid(), DateTime.UnixEpoch, TimeSpan.FromSeconds(3), (Int128)1 << 100);
        AssertArrives<object>(Colour.Red, (int?)5, (1, "two", 3.0), KeyValuePair.Create("key", 4));
        object pair = new Pair { Left = new Point(1, 2), Number = 3, Right = Text("right") };
        var copy = (Pair)PrivateHeap.Copy(pair);
        Assert.Equal(new Point(1, 2), (Point)copy.Left!);
        Assert.Equal("right3", copy.Right + copy.Number);
    });

    /// <summary>Strings of every length up to some, and a long one.</summary>
    [Fact]
    public void Strings() => PrivateHeap.Run(static () =>
    {
        for (int length = 1; length < 70; length++)
        {
            AssertArrives(new string('s', length));
        }

        AssertArrives(new string('l', 1_000_000));
    });

    /// <summary>Arrays of numbers of every element size and many lengths.</summary>
    [Fact]
    public void Arrays_of_numbers() => PrivateHeap.Run(static () =>
    {
        for (int length = 0; length < 40; length++)
        {
            Assert.Sequence(Numbers<byte>(length), PrivateHeap.Copy(Numbers<byte>(length)));
            Assert.Sequence(Numbers<char>(length), PrivateHeap.Copy(Numbers<char>(length)));
            Assert.Sequence(Numbers<int>(length), PrivateHeap.Copy(Numbers<int>(length)));
            Assert.Sequence(Numbers<double>(length), PrivateHeap.Copy(Numbers<double>(length)));
            Assert.Sequence(Numbers<Int128>(length), PrivateHeap.Copy(Numbers<Int128>(length)));
        }

        Assert.Sequence(Numbers<int>(1_000_000), PrivateHeap.Copy(Numbers<int>(1_000_000)));
    });

    /// <summary>Arrays of references, of structs with references, jagged and of several dimensions.</summary>
    [Fact]
    public void Arrays_of_everything_else() => PrivateHeap.Run(static () =>
    {
        Point?[] points = [new(1, 2), null, new(3, 4)];
        Assert.Sequence(points, PrivateHeap.Copy(points));
        Assert.Sequence<object?>([1, "a", null], PrivateHeap.Copy<object?[]>([1, Text("a"), null]));
        var tuples = new (int, string?, long, object?)[] { (1, Text("x"), 2, new Point(5, 6)), (3, null, 4, null) };
        Assert.Sequence(tuples, PrivateHeap.Copy(tuples));
        int[][] jagged = [[1], [], [2, 3]];
        Assert.Sequence(jagged.SelectMany(row => row), PrivateHeap.Copy(jagged).SelectMany(row => row));
        var grid = new string?[2, 3, 2];
        grid[1, 2, 1] = Text("corner");
        grid[0, 0, 0] = Text("origin");
        string?[,,] copy = PrivateHeap.Copy(grid);
        Assert.Equal("origin corner", $"{copy[0, 0, 0]} {copy[1, 2, 1]}");
        Assert.NotSame(grid[1, 2, 1], copy[1, 2, 1]);
        Assert.Equal(12, copy.Length);
        var numbers = new int[2, 2] { { 1, 2 }, { 3, 4 } };
        Assert.Sequence([1, 2, 3, 4], PrivateHeap.Copy(numbers).Cast<int>());
    });

    /// <summary>Classes with bases, records and objects with more references than a bitmap has bits.</summary>
    [Fact]
    public void Classes_and_records() => PrivateHeap.Run(static () =>
    {
        AssertArrives(new Line(new Point(1, 2), new Point(3, 4), Text("line")));
        AssertArrives(new Line(new Point(1, 2), null!, null!));
        Large large = new();
        for (int i = 0; i < 80; i++)
        {
            large.Fields[i] = i % 3 == 0 ? null : new Point(i, -i);
        }

        Large copy = PrivateHeap.Copy(large);
        for (int i = 0; i < 80; i++)
        {
            Assert.Equal(i % 3 == 0 ? null : new Point(i, -i), (Point?)copy.Fields[i]);
        }

        Assert.Equal(7L, copy.Tail);
        Wide[] wide = [large.Fields, default];
        Wide[] wideCopy = PrivateHeap.Copy(wide);
        Assert.Equal(new Point(79, -79), (Point?)wideCopy[0][79]);
        Assert.NotSame(wide[0][79], wideCopy[0][79]);
        Assert.Null(wideCopy[1][79]);
        var references = new (object?, Point)[] { (null, new Point(1, 1)), (2, null!) };
        Assert.Sequence(references, PrivateHeap.Copy(references));
    });

    /// <summary>Collections work on in the copy: their comparers and hash codes mean the same there.</summary>
    [Fact]
    public void Collections() => PrivateHeap.Run(static () =>
    {
        var names = new Dictionary<string, Point>();
        var set = new HashSet<Point>();
        for (int i = 0; i < 100; i++)
        {
            names[Text("name" + i)] = new Point(i, i);
            set.Add(new Point(i, 2 * i));
        }

        Dictionary<string, Point> copy = PrivateHeap.Copy(names);
        HashSet<Point> setCopy = PrivateHeap.Copy(set);
        names.Clear();
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(new Point(i, i), copy["name" + i]);
            Assert.True(setCopy.Contains(new Point(i, 2 * i)));
        }

        copy["more"] = new Point(0, 0);
        Assert.Equal(101, copy.Count);
        Assert.Sequence([1, 2, 3], PrivateHeap.Copy(new List<int> { 1, 2, 3 }));
        Assert.Sequence([3, 1], PrivateHeap.Copy(new Stack<int>([1, 3])));
        Assert.Sequence([1, 3], PrivateHeap.Copy(new Queue<int>([1, 3])));
        Assert.Sequence(["a", "b"], PrivateHeap.Copy(new SortedDictionary<string, int> { ["b"] = 1, ["a"] = 2 }).Keys);
        Assert.Sequence([1, 2], PrivateHeap.Copy(new LinkedList<int>([1, 2])));
        Assert.Sequence([1, 2], PrivateHeap.Copy(ImmutableList.Create(1, 2)));
        Assert.Equal(5, PrivateHeap.Copy(new ConcurrentDictionary<string, int> { ["five"] = 5 })["five"]);
        Assert.Equal(BigInteger.Pow(7, 99), PrivateHeap.Copy(BigInteger.Pow(7, 99)));
        Assert.Equal("built", PrivateHeap.Copy(new StringBuilder("built")).ToString());
        Assert.Equal(3, PrivateHeap.Copy(new Lazy<int>(() => 3)).Value);
    });

    /// <summary>A comparer of one's own comes along.</summary>
    [Fact]
    public void Comparers() => PrivateHeap.Run(static () =>
    {
        var names = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase) { ["Name"] = 1 };
        Assert.Equal(1, PrivateHeap.Copy(names)["NAME"]);
        int sign = -1;
        var sorted = new SortedSet<int>(Comparer<int>.Create((left, right) => sign * left.CompareTo(right))) { 1, 2 };
        SortedSet<int> copy = PrivateHeap.Copy(sorted);
        sign = 1; // the copy has a closure of its own
        copy.Add(3);
        Assert.Sequence([3, 2, 1], copy);
    });

    /// <summary>Identity hash codes travel, so objects can be keys without saying what makes them equal.</summary>
    [Fact]
    public void Keys_by_identity() => PrivateHeap.Run(static () =>
    {
        Node[] keys = [new(1), new(2), new(3)];
        var values = keys.ToDictionary(key => key, key => Text("v" + key.Value));
        (Node[] keysCopy, Dictionary<Node, string> copy) = PrivateHeap.Copy((keys, values));
        Assert.False(copy.ContainsKey(keys[1]));
        Assert.Sequence(["v1", "v2", "v3"], keysCopy.Select(key => copy[key]));
    });

    /// <summary>Delegates: static, of an object, with a closure, several in one.</summary>
    [Fact]
    public void Delegates() => PrivateHeap.Run(static () =>
    {
        Assert.Equal(6, PrivateHeap.Copy<Func<int, int>>(static x => 2 * x)(3));
        Node node = new(5);
        Func<string?> bound = node.ToString;
        Assert.Equal(bound(), PrivateHeap.Copy(bound)());
        int count = 10;
        Func<int> closure = () => ++count;
        Func<int> copy = PrivateHeap.Copy(closure);
        Assert.Equal("11 12 11", $"{copy()} {copy()} {closure()}");
        List<int> calls = [];
        Action<int> both = calls.Add;
        both += value => calls.Add(-value);
        (Action<int> bothCopy, List<int> callsCopy) = PrivateHeap.Copy((both, calls));
        bothCopy(7);
        Assert.Sequence([7, -7], callsCopy);
        Assert.Empty(calls);
        Func<List<int>, int> open = Enumerable.Sum;
        Assert.Equal(3, PrivateHeap.Copy(open)([1, 2]));
        Func<object> generic = Make<Node>;
        Assert.IsType<Node[]>(PrivateHeap.Copy(generic)());
        var pending = Enumerable.Range(0, 5).Where(value => value % 2 == count % 2).Select(value => value + 1);
        Assert.Sequence([2, 4], PrivateHeap.Copy(pending));
    });

    /// <summary>An exception travels with its text, its cause and where it was thrown.</summary>
    [Fact]
    public void Exceptions() => PrivateHeap.Run(static () =>
    {
        Exception caught = Assert.Throws<InvalidOperationException>(static () =>
            throw new InvalidOperationException(Text("outer"), new FormatException(Text("inner"))));
        Exception copy = PrivateHeap.Copy(caught);
        Assert.Equal("outer inner", $"{copy.Message} {copy.InnerException!.Message}");
        Assert.Equal(caught.ToString(), copy.ToString());
        Assert.Contains(nameof(Exceptions), copy.StackTrace);
    });

    /// <summary>Types are the same object everywhere.</summary>
    [Fact]
    public void Types_travel_by_identity() => PrivateHeap.Run(static () =>
    {
        object[] types = [typeof(Node), new Node(1).GetType(), typeof(Dictionary<string, Node>), new int[1].GetType()];
        Assert.Sequence(types, PrivateHeap.Copy(types));
        Assert.Same(types[1], PrivateHeap.Copy(types)[1]);
    });

    private static T[] Numbers<T>(int length)
        where T : INumberBase<T>
        => Series.Of(length, static index => T.CreateTruncating(index + 1));

    private static object Make<T>() => new T[1];

    // Text that is no literal, and so no frozen object.
    private static string Text(string text) => new(text.AsSpan());

    private static void AssertArrives<T>(params T[] values)
        where T : notnull
    {
        foreach (T value in values)
        {
            T copy = PrivateHeap.Copy(value);
            Assert.Equal(value, copy);
            Assert.NotSame(value, copy);
            Assert.Same(value.GetType(), copy.GetType());
        }
    }
}
