using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Handlers within handlers. An exception that is thrown and caught inside a catch or finally block is a complete
/// journey of its own; the outer one waits on the stack below and goes on as if nothing had been. Each active
/// handler keeps its own exception, and the dispatcher must keep them in order, as deep as they nest.
/// </summary>
public sealed class NestedHandlers
{
    private sealed class NumberedException(int number, Exception? inner = null) : Exception("numbered", inner)
    {
        public int Number { get; } = number;
    }

    /// <summary>An exception that is thrown and caught inside a finally block leaves the one in flight alone.</summary>
    [Fact]
    public void An_exception_handled_inside_a_finally_does_not_disturb_the_one_in_flight()
    {
        var journal = new Journal();
        NumberedException caught = Assert.Throws<NumberedException>(() => HandlesInFinally(4, journal));
        Assert.Equal(100, caught.Number);
        Assert.Equal("h1 h2 h3 h4", journal.ToString());
    }

    /// <summary>Handlers may nest: twenty exceptions are handled at once, and each handler keeps its own.</summary>
    [Fact]
    public void Twenty_handlers_may_be_active_at_once()
    {
        Assert.Equal(20 * 21 / 2, NestHandlers(20));
    }

    /// <summary>A finally that collides twice, with a handler for each, still lets the first exception go on.</summary>
    [Fact]
    public void A_finally_inside_a_catch_inside_a_finally_keeps_the_order()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Throw(1);
            }
            finally
            {
                try
                {
                    Throw(2);
                }
                catch (NumberedException e)
                {
                    journal.Note("catch" + e.Number);
                    try
                    {
                        ThrowingFinally(2, journal);
                    }
                    catch (NumberedException)
                    {
                        journal.Note("inner");
                    }
                }
            }
        }
        catch (NumberedException e)
        {
            journal.Note("catch" + e.Number);
        }

        Assert.Equal("catch2 1 2 inner catch1", journal.ToString());
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void HandlesInFinally(int depth, Journal journal)
    {
        if (depth == 0)
        {
            Throw(100);
        }

        try
        {
            HandlesInFinally(depth - 1, journal);
        }
        finally
        {
            try
            {
                Throw(depth);
            }
            catch (NumberedException e)
            {
                journal.Note("h" + e.Number);
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int NestHandlers(int depth)
    {
        if (depth == 0)
        {
            return 0;
        }

        try
        {
            Throw(depth);
            return -1;
        }
        catch (NumberedException e)
        {
            return NestHandlers(depth - 1) + e.Number;
        }
    }
}
