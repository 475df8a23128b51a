namespace Cosmos.Tests.Cases.Language.Types;

/// <summary>
/// Methods that yield. The compiler turns them into objects that remember where they stopped: nothing runs before the
/// first MoveNext, locals live on between two of them, and each enumeration starts anew (C# standard §15.14).
/// </summary>
public sealed class Iterators
{
    private sealed class Tree<T>(T value, Tree<T>? left = null, Tree<T>? right = null) : IEnumerable<T>
    {
        public IEnumerator<T> GetEnumerator()
        {
            foreach (T item in left ?? Enumerable.Empty<T>())
            {
                yield return item;
            }

            yield return value;
            foreach (T item in right ?? Enumerable.Empty<T>())
            {
                yield return item;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>No line of an iterator runs before the first MoveNext.</summary>
    [Fact]
    public void An_iterator_starts_at_the_first_move()
    {
        var journal = new Journal();
        IEnumerator<int> numbers = Counting(journal, 2).GetEnumerator();
        Assert.Equal("", journal.ToString());
        Assert.True(numbers.MoveNext());
        Assert.Equal("start", journal.ToString());
        Assert.Equal(0, numbers.Current);
    }

    /// <summary>It runs from yield to yield, and to its end with the last MoveNext.</summary>
    [Fact]
    public void An_iterator_runs_from_yield_to_yield()
    {
        var journal = new Journal();
        foreach (int number in Counting(journal, 2))
        {
            journal.Note("got" + number);
        }

        Assert.Equal("start got0 after0 got1 after1 end", journal.ToString());
    }

    /// <summary>Every enumeration of one sequence starts anew, with its arguments as they were.</summary>
    [Fact]
    public void Every_enumeration_starts_anew()
    {
        IEnumerable<int> down = Down(3);
        Assert.Sequence([3, 2, 1], down);
        Assert.Sequence([3, 2, 1], down);
        using IEnumerator<int> one = down.GetEnumerator();
        using IEnumerator<int> two = down.GetEnumerator();
        one.MoveNext();
        one.MoveNext();
        two.MoveNext();
        Assert.Equal((2, 3), (one.Current, two.Current));
    }

    /// <summary>An endless sequence is only walked as far as it is asked.</summary>
    [Fact]
    public void An_endless_iterator_is_walked_as_far_as_asked()
    {
        Assert.Sequence([0L, 1L, 1L, 2L, 3L, 5L, 8L, 13L], Fibonacci().Take(8));
        Assert.Equal(12_586_269_025L, Fibonacci().ElementAt(50));
    }

    /// <summary>yield break ends the sequence; MoveNext stays false.</summary>
    [Fact]
    public void Yield_break_ends_the_sequence()
    {
        using IEnumerator<int> numbers = StopAt(2).GetEnumerator();
        Assert.True(numbers.MoveNext());
        Assert.True(numbers.MoveNext());
        Assert.False(numbers.MoveNext());
        Assert.False(numbers.MoveNext());
    }

    /// <summary>A recursive iterator walks a tree of values and one of references.</summary>
    [Fact]
    public void A_recursive_iterator_walks_a_tree()
    {
        var numbers = new Tree<int>(4, new(2, new(1), new(3)), new(6, new(5)));
        var texts = new Tree<string>("b", new("a"), new("c"));
        Assert.Sequence([1, 2, 3, 4, 5, 6], numbers);
        Assert.Equal("abc", string.Concat(texts));
    }

    /// <summary>Sequences of pairs, built lazily over two others, end with the shorter one.</summary>
    [Fact]
    public void A_generic_iterator_pairs_two_sequences()
    {
        Assert.Sequence([(1, "a"), (2, "b")], Pairs([1, 2, 3], ["a", "b"]));
    }

    /// <summary>A query expression is evaluated lazily, in order, each time it is walked.</summary>
    [Fact]
    public void A_query_is_evaluated_each_time_it_is_walked()
    {
        var source = new List<int> { 3, 1, 2 };
        IEnumerable<string> query =
            from number in source
            where number > 1
            let square = number * number
            orderby square descending
            select number + "²=" + square;
        Assert.Sequence(["3²=9", "2²=4"], query);
        source.Add(5);
        Assert.Sequence(["5²=25", "3²=9", "2²=4"], query);
    }

    private static IEnumerable<int> Counting(Journal journal, int count)
    {
        journal.Note("start");
        for (int i = 0; i < count; i++)
        {
            yield return i;
            journal.Note("after" + i);
        }

        journal.Note("end");
    }

    private static IEnumerable<int> Down(int from)
    {
        while (from > 0)
        {
            yield return from--;
        }
    }

    private static IEnumerable<long> Fibonacci()
    {
        (long current, long next) = (0, 1);
        while (true)
        {
            yield return current;
            (current, next) = (next, current + next);
        }
    }

    private static IEnumerable<int> StopAt(int limit)
    {
        for (int i = 0; ; i++)
        {
            if (i == limit)
            {
                yield break;
            }

            yield return i;
        }
    }

    private static IEnumerable<(TFirst First, TSecond Second)> Pairs<TFirst, TSecond>(
        IEnumerable<TFirst> firsts, IEnumerable<TSecond> seconds)
    {
        using IEnumerator<TFirst> first = firsts.GetEnumerator();
        using IEnumerator<TSecond> second = seconds.GetEnumerator();
        while (first.MoveNext() && second.MoveNext())
        {
            yield return (first.Current, second.Current);
        }
    }
}
