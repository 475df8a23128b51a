using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// The statements of C# that hide a finally block: using, foreach, lock, and iterators, whose own finally blocks become
/// part of Dispose. What they promise is the same each time: the resource is given back exactly once, on every way out,
/// and the latest opened is the first closed.
/// </summary>
public sealed class Disposal
{
    private sealed class Resource(Journal journal, string name) : IDisposable
    {
        public void Dispose() => journal.Note("-" + name);
    }

    private sealed class BadResource : IDisposable
    {
        public void Dispose() => throw new NotSupportedException();
    }

    private sealed class BoomException : Exception;

    private readonly struct Countdown(Journal journal)
    {
        public Enumerator GetEnumerator() => new(journal);

        public struct Enumerator(Journal journal) : IDisposable
        {
            private int _left = 3;

            public readonly int Current => _left;

            public bool MoveNext() => _left-- > 0;

            public readonly void Dispose() => journal.Note("dispose");
        }
    }

    /// <summary>Nested using statements close in reverse order when the body throws.</summary>
    [Fact]
    public void Using_disposes_in_reverse_order_when_the_body_throws()
    {
        var journal = new Journal();
        Assert.Throws<BoomException>(() =>
        {
            using (new Resource(journal, "a"))
            using (new Resource(journal, "b"))
            {
                throw new BoomException();
            }
        });
        Assert.Equal("-b -a", journal.ToString());
    }

    /// <summary>A using declaration closes at the end of its block, return or exception alike.</summary>
    [Fact]
    public void A_using_declaration_disposes_at_the_end_of_its_block()
    {
        var journal = new Journal();
        Assert.Equal(4, UseTwo(journal, false));
        Assert.Throws<BoomException>(() => UseTwo(journal, true));
        Assert.Equal("work -b -a -b -a", journal.ToString());
    }

    /// <summary>A resource that is null is not disposed and does no harm.</summary>
    [Fact]
    public void Using_accepts_a_null_resource()
    {
        int ran = 0;
        using (Opaque.Null<Resource>())
        {
            ran++;
        }

        Assert.Equal(1, ran);
    }

    /// <summary>An exception from Dispose takes the place of the one from the body.</summary>
    [Fact]
    public void An_exception_in_dispose_replaces_the_one_of_the_body()
    {
        Assert.Throws<NotSupportedException>(() =>
        {
            using var bad = new BadResource();
            throw new BoomException();
        });
    }

    /// <summary>foreach disposes its enumerator when the body throws.</summary>
    [Fact]
    public void Foreach_disposes_the_enumerator_when_the_body_throws()
    {
        var journal = new Journal();
        Assert.Throws<BoomException>(() =>
        {
            foreach (int number in Numbers(journal, 5))
            {
                if (number == 2)
                {
                    throw new BoomException();
                }
            }
        });
        Assert.Equal("0 1 2 closed", journal.ToString());
    }

    /// <summary>Leaving foreach by break runs the finally block the iterator is suspended in.</summary>
    [Fact]
    public void A_break_runs_the_finally_of_a_suspended_iterator()
    {
        var journal = new Journal();
        foreach (int number in Numbers(journal, 5))
        {
            if (number == 1)
            {
                break;
            }
        }

        Assert.Equal("0 1 closed", journal.ToString());
    }

    /// <summary>An iterator that throws runs its own finally at once; disposing it later adds nothing.</summary>
    [Fact]
    public void An_iterator_that_throws_runs_its_finally_once()
    {
        var journal = new Journal();
        using (IEnumerator<int> numbers = FailsAtTwo(journal).GetEnumerator())
        {
            Assert.True(numbers.MoveNext());
            Assert.True(numbers.MoveNext());
            Assert.Throws<BoomException>(() => numbers.MoveNext());
            Assert.Equal("closed", journal.ToString());
            Assert.False(numbers.MoveNext());
        }

        Assert.Equal("closed", journal.ToString());
    }

    /// <summary>An iterator that never started has no finally to run.</summary>
    [Fact]
    public void Disposing_an_unstarted_iterator_runs_no_finally()
    {
        var journal = new Journal();
        IEnumerator<int> numbers = Numbers(journal, 3).GetEnumerator();
        numbers.Dispose();
        Assert.False(numbers.MoveNext());
        Assert.Equal("", journal.ToString());
    }

    /// <summary>Iterators that feed one another are closed from the innermost outwards.</summary>
    [Fact]
    public void Nested_iterators_are_all_disposed()
    {
        var journal = new Journal();
        Assert.Throws<BoomException>(() =>
        {
            foreach (int number in Through(journal, "x", Through(journal, "y", Numbers(journal, 9))))
            {
                throw new BoomException();
            }
        });
        Assert.Equal("0 closed y x", journal.ToString());
    }

    /// <summary>A struct enumerator found by pattern is disposed too.</summary>
    [Fact]
    public void Foreach_disposes_a_struct_enumerator()
    {
        var journal = new Journal();
        Assert.Throws<BoomException>(() =>
        {
            foreach (int left in new Countdown(journal))
            {
                throw new BoomException();
            }
        });
        Assert.Equal("dispose", journal.ToString());
    }

    /// <summary>The lock statement lets go of the object when its body throws.</summary>
    [Fact]
    public void Lock_is_released_when_the_body_throws()
    {
        object gate = new();
        bool heldInside = false;
        Assert.Throws<BoomException>(() =>
        {
            lock (gate)
            {
                heldInside = Monitor.IsEntered(gate);
                throw new BoomException();
            }
        });
        Assert.True(heldInside);
        Assert.False(Monitor.IsEntered(gate));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int UseTwo(Journal journal, bool fail)
    {
        using var a = new Resource(journal, "a");
        using var b = new Resource(journal, "b");
        if (fail)
        {
            throw new BoomException();
        }

        journal.Note("work");
        return 4;
    }

    private static IEnumerable<int> Numbers(Journal journal, int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                journal.Note(i.ToString());
                yield return i;
            }
        }
        finally
        {
            journal.Note("closed");
        }
    }

    private static IEnumerable<int> FailsAtTwo(Journal journal)
    {
        try
        {
            yield return 0;
            yield return 1;
            throw new BoomException();
        }
        finally
        {
            journal.Note("closed");
        }
    }

    private static IEnumerable<int> Through(Journal journal, string name, IEnumerable<int> source)
    {
        try
        {
            foreach (int number in source)
            {
                yield return number;
            }
        }
        finally
        {
            journal.Note(name);
        }
    }
}
