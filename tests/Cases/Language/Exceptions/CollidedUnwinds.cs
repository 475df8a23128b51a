using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Exceptions that meet. A throw inside a handler starts a second journey while the first one is not over; a throw
/// inside a finally block ends the first one for good (C# standard §13.10.6: the exception in flight is dropped). The
/// hard part is the bookkeeping: the second search passes over frames that the first one has half unwound, and no
/// finally block may be run twice, nor forgotten.
/// </summary>
public sealed class CollidedUnwinds
{
    private sealed class NumberedException(int number, Exception? inner = null) : Exception("numbered", inner)
    {
        public int Number { get; } = number;
    }

    /// <summary>A handler may throw another exception with the first as its cause.</summary>
    [Fact]
    public void A_throw_inside_a_catch_starts_a_new_search_above()
    {
        NumberedException caught = Assert.Throws<NumberedException>(() =>
        {
            try
            {
                Throw(1);
            }
            catch (NumberedException first)
            {
                throw new NumberedException(2, first);
            }
            catch (Exception)
            {
                Assert.Fail("a sibling clause is never asked");
            }
        });
        Assert.Equal(2, caught.Number);
        Assert.Equal(1, Assert.IsType<NumberedException>(caught.InnerException).Number);
    }

    /// <summary>When a handler throws, the finally block of its own try still runs.</summary>
    [Fact]
    public void A_throw_inside_a_catch_runs_the_finally_of_the_same_try()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Throw(1);
            }
            catch (NumberedException)
            {
                journal.Note("catch1");
                Throw(2);
            }
            finally
            {
                journal.Note("finally");
            }
        }
        catch (NumberedException e)
        {
            journal.Note("catch" + e.Number);
        }

        Assert.Equal("catch1 finally catch2", journal.ToString());
    }

    /// <summary>An exception thrown by a finally block takes the place of the one in flight.</summary>
    [Fact]
    public void A_throw_inside_a_finally_replaces_the_exception_in_flight()
    {
        var journal = new Journal();
        try
        {
            try
            {
                try
                {
                    Throw(1);
                }
                finally
                {
                    journal.Note("finally");
                    Throw(2);
                }
            }
            finally
            {
                journal.Note("middle");
            }
        }
        catch (NumberedException e)
        {
            journal.Note("catch" + e.Number);
        }

        Assert.Equal("finally middle catch2", journal.ToString());
    }

    /// <summary>A finally block may also throw when nothing was wrong before.</summary>
    [Fact]
    public void A_throw_inside_a_finally_of_a_normal_exit_is_caught_above()
    {
        int caught = 0;
        try
        {
            try
            {
                caught = -1;
            }
            finally
            {
                Throw(Opaque.Of(3));
            }
        }
        catch (NumberedException e)
        {
            caught = e.Number;
        }

        Assert.Equal(3, caught);
    }

    /// <summary>The handler chosen for the first exception never runs when a finally below it throws another.</summary>
    [Fact]
    public void A_replaced_exception_never_reaches_its_handler()
    {
        var journal = new Journal();
        try
        {
            try
            {
                try
                {
                    Throw(1);
                }
                finally
                {
                    throw new InvalidOperationException();
                }
            }
            catch (NumberedException)
            {
                journal.Note("wrong");
            }
            finally
            {
                journal.Note("finally");
            }
        }
        catch (InvalidOperationException)
        {
            journal.Note("second");
        }

        Assert.Equal("finally second", journal.ToString());
    }

    /// <summary>A handler between the throwing finally and the first target stops the second exception there.</summary>
    [Fact]
    public void A_collision_may_be_caught_below_the_first_target()
    {
        var journal = new Journal();
        try
        {
            try
            {
                try
                {
                    Throw(1);
                }
                finally
                {
                    throw new InvalidOperationException();
                }
            }
            catch (InvalidOperationException)
            {
                journal.Note("between");
            }

            journal.Note("on");
        }
        catch (NumberedException)
        {
            journal.Note("wrong");
        }

        Assert.Equal("between on", journal.ToString());
    }

    /// <summary>Eight frames have a finally that throws: the last exception wins, each finally ran once.</summary>
    [Fact]
    public void Eight_collisions_in_a_row_leave_the_last_exception()
    {
        var journal = new Journal();
        NumberedException caught = Assert.Throws<NumberedException>(() => ThrowingFinally(8, journal));
        Assert.Equal(8, caught.Number);
        Assert.Equal("1 2 3 4 5 6 7 8", journal.ToString());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(int number) => throw new NumberedException(number);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowingFinally(int depth, Journal journal)
    {
        if (depth == 0)
        {
            Throw(0);
        }

        try
        {
            ThrowingFinally(depth - 1, journal);
        }
        finally
        {
            journal.Note(depth.ToString());
            Throw(depth);
        }
    }
}
