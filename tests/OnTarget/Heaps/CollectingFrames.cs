// Every kind of place on a stack that can hold a reference, under a collection at every turn: what a compiler does with
// references is only seen when everything moves all the time. Run with heap=stress,poison,verify each allocation
// collects, and what is left behind is poison.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about references on the stack while objects move.</summary>
public sealed class CollectingFrames
{
    private sealed class Item(int number)
    {
        public int Number { get; } = number;

        public int Field = number;
    }

    private struct Pair
    {
        public Item Left;
        public int Number;
        public Item Right;
    }

    private interface IShape
    {
        int Area(Item item);
    }

    private sealed class Square : IShape
    {
        public int Area(Item item)
        {
            Move();
            return item.Number * item.Number;
        }
    }

    /// <summary>Exceptions, thrown through finally blocks, caught, rethrown, and thrown inside handlers.</summary>
    [Fact]
    public void Exceptions_and_their_handlers()
        => Assert.Equal("a1 f1 c1 r1 n2 f3 x4", HeapProcess.Run(static () =>
        {
            var journal = new List<string>();
            CatchWhatAFinallyBlockSaw(journal);
            CatchWhatReplacedAnother(journal);
            return string.Join(' ', journal);
        }));

    private static void CatchWhatAFinallyBlockSaw(List<string> journal)
    {
        var kept = new Item(1);
        try
        {
            try
            {
                journal.Add("a" + kept.Number);
                Throw("one");
            }
            finally
            {
                Move();
                journal.Add("f" + kept.Number);
            }
        }
        catch (InvalidOperationException exception) when (Move() && exception.Message == "one")
        {
            var inner = new Item(2);
            Move();
            journal.Add("c" + kept.Number);
            try
            {
                try
                {
                    throw;
                }
                catch (InvalidOperationException again)
                {
                    Move();
                    journal.Add("r" + (again.Message == "one" ? 1 : 0));
                    throw new FormatException("two", again);
                }
            }
            catch (FormatException second)
            {
                Move();
                journal.Add("n" + (second.InnerException!.Message == "one" ? inner.Number : 0));
            }
        }
    }

    private static void CatchWhatReplacedAnother(List<string> journal)
    {
        try
        {
            try
            {
                Throw("lost");
            }
            finally
            {
                Move();
                journal.Add("f3");
                Throw("found");
            }
        }
        catch (InvalidOperationException exception)
        {
            Move();
            journal.Add(exception.Message == "found" ? "x4" : "lost");
        }
    }

    /// <summary>A filter runs above the frames that threw: their references live, and so do its own.</summary>
    [Fact]
    public void Filters_run_above_living_frames()
        => Assert.Equal("7 9 8", HeapProcess.Run(static () =>
        {
            var outer = new Item(8);
            int seen = 0;
            try
            {
                ThrowHolding(new Item(7));
            }
            catch (InvalidOperationException exception) when (Weigh(exception, outer, out seen))
            {
                var mine = new Item(9);
                Move();
                return $"{seen} {mine.Number} {outer.Number}";
            }

            return "not caught";
        }));

    /// <summary>A fault of the processor is an exception like others.</summary>
    [Fact]
    public void Faults_of_the_processor()
        => Assert.Equal("3 4", HeapProcess.Run(static () =>
        {
            var kept = new Item(3);
            Item? none = null;
            try
            {
                Move();
                return none!.Number.ToString();
            }
            catch (NullReferenceException)
            {
                Move();
            }

            int zero = kept.Number - 3;
            try
            {
                return (kept.Number / zero).ToString();
            }
            catch (DivideByZeroException)
            {
                Move();
                return $"{kept.Number} {kept.Number + 1}";
            }
        }));

    /// <summary>Addresses of fields, elements and list entries follow their objects.</summary>
    [Fact]
    public void References_into_objects()
        => Assert.Equal("5 6 70 8", HeapProcess.Run(static () =>
        {
            ref int field = ref Make(5).Field;
            int[] numbers = [0, 6, 7];
            ref int element = ref numbers[1];
            ref int last = ref numbers[2];
            Move();
            last *= 10;
            var pairs = new List<Pair> { new() { Left = new Item(1), Number = 8, Right = new Item(2) } };
            ref Pair pair = ref CollectionsMarshal.AsSpan(pairs)[0];
            Move();
            pair.Left = new Item(3);
            Move();
            return $"{field} {element} {numbers[2]} {pair.Number}";
        }));

    /// <summary>Spans move with their arrays, empty ones at an array's very end, too.</summary>
    [Fact]
    public void Spans_and_their_ends()
        => Assert.Equal("12 0 end 3", HeapProcess.Run(static () =>
        {
            int sum = 0;
            Span<int> tail = default;
            for (int length = 0; length < 40; length++)
            {
                byte[] bytes = new byte[length];
                Span<byte> end = bytes.AsSpan(length);
                Move();
                sum += end.Length;
                Span<byte> all = MemoryMarshal.CreateSpan(
                    ref Unsafe.Subtract(ref MemoryMarshal.GetReference(end), length), length);
                all.Fill(1);
                sum += bytes.AsSpan().SequenceEqual(all) ? 0 : 1;
            }

            tail = new int[] { 3, 4, 5 }.AsSpan();
            Move();
            ReadOnlySpan<char> text = ("the " + "end" + sum).AsSpan()[4..7];
            Move();
            return $"{tail[0] + tail[1] + tail[2]} {sum} {text} {tail.Length}";
        }));

    /// <summary>stackalloc makes frames of a size of their own; references beside it are found.</summary>
    [Fact]
    public void Frames_with_local_arrays()
        => Assert.Equal("45 11", HeapProcess.Run(static () =>
        {
            var kept = new Item(11);
            return $"{SumOnStack(10, kept)} {kept.Number}";
        }));

    /// <summary>Iterators, lambdas, generics and sorting by comparison.</summary>
    [Fact]
    public void Iterators_generics_and_queries()
        => Assert.Equal("0,2,4,6,8 20 9:1 b,a 90", HeapProcess.Run(static () =>
        {
            var factor = new Item(2);
            string evens = string.Join(',', Count(5).Select(number =>
            {
                Move();
                return number * factor.Number;
            }));
            int total = Count(5).Where(static number => Move()).Sum(number => number * factor.Number);
            var groups = Count(10).GroupBy(static number => Move() ? number / 9 : 0).OrderByDescending(
                static group => group.Key);
            string first = string.Join(' ', groups.Take(1).Select(static group => $"{group.First()}:{group.Count()}"));
            string[] words = ["a", "b"];
            Array.Sort(words, static (left, right) => Move() ? string.CompareOrdinal(right, left) : 0);
            int area = Measure(new Square(), 5) + Generic(new Item(65)).Number;
            return $"{evens} {total} {first} {string.Join(',', words)} {area}";
        }));

    /// <summary>Structs with references, passed by value, returned, boxed, in arrays and in tuples.</summary>
    [Fact]
    public void Structs_with_references()
        => Assert.Equal("1 2 3 4 5 6", HeapProcess.Run(static () =>
        {
            Pair pair = Return(1, 2);
            object box = Return(3, 4);
            (Item, int, Item) tuple = (new Item(5), 0, new Item(6));
            Pair[] array = [pair, (Pair)box];
            Move();
            Pair second = Through(array[1]);
            return $"{pair.Left.Number} {array[0].Right.Number} {second.Left.Number} {second.Right.Number} "
                + $"{tuple.Item1.Number} {tuple.Item3.Number}";
        }));

    /// <summary>Twenty living locals need stack slots as well as registers.</summary>
    [Fact]
    public void Many_locals()
        => Assert.Equal("78", HeapProcess.Run(static () =>
        {
            Item a = new(1), b = new(2), c = new(3), d = new(4), e = new(5), f = new(6);
            Item g = new(7), h = new(8), i = new(9), j = new(10), k = new(11), l = new(12);
            Move();
            int first = a.Number + b.Number + c.Number + d.Number + e.Number + f.Number;
            Move();
            int second = g.Number + h.Number + i.Number + j.Number + k.Number + l.Number;
            return (first + second).ToString();
        }));

    /// <summary>
    /// A deep recursion holds a reference in each frame; more roots than fit the collector's own list.
    /// </summary>
    [Fact]
    public void Deep_recursions()
        => Assert.Equal("500500", HeapProcess.Run(static () => Descend(1000, new Item(1000)).ToString()));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Move()
    {
        GC.KeepAlive(new byte[100]);
        GC.Collect();
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Item Make(int number) => new(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(string message) => throw new InvalidOperationException(message);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowHolding(Item item)
    {
        try
        {
            Throw(item.Number.ToString());
        }
        finally
        {
            Move();
            GC.KeepAlive(item);
        }
    }

    private static bool Weigh(Exception exception, Item outer, out int seen)
    {
        var mine = new Item(int.Parse(exception.Message));
        Move();
        seen = mine.Number;
        return outer.Number == 8;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int SumOnStack(int count, Item kept)
    {
        Span<int> numbers = stackalloc int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = i;
        }

        Move();
        int sum = kept.Number - 11;
        foreach (int number in numbers)
        {
            sum += number;
        }

        return sum;
    }

    private static IEnumerable<int> Count(int count)
    {
        var step = new Item(1);
        for (int i = 0; i < count; i += step.Number)
        {
            Move();
            yield return i;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Measure(IShape shape, int number) => shape.Area(new Item(number));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static T Generic<T>(T value)
        where T : class
    {
        var list = new List<T> { value };
        Move();
        return list[0];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair Return(int left, int right) => new() { Left = new Item(left), Right = new Item(right) };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Pair Through(Pair pair)
    {
        Move();
        return pair;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth, Item item)
    {
        if (depth == 0)
        {
            Move();
            return 0;
        }

        return Descend(depth - 1, new Item(depth - 1)) + item.Number;
    }
}
