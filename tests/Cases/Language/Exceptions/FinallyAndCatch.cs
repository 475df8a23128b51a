using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Finally blocks in the company of handlers. While an exception is under way the runtime runs the finally blocks
/// between the throw and the handler first; the finally block of the handler's own try comes after the handler, and
/// also when the handler returns (C# standard §13.11). A finally block is ordinary code and may hold try statements
/// of its own.
/// </summary>
public sealed class FinallyAndCatch
{
    /// <summary>With an exception under way the finally block runs before the outer handler.</summary>
    [Fact]
    public void A_finally_runs_before_the_outer_handler()
    {
        var journal = new Journal();
        try
        {
            ThrowThroughFinally(journal);
        }
        catch (InvalidOperationException)
        {
            journal.Note("catch");
        }

        Assert.Equal("try finally catch", journal.ToString());
    }

    /// <summary>In try-catch-finally the finally block comes after the handler.</summary>
    [Fact]
    public void A_finally_runs_after_the_catch_of_its_own_try()
    {
        var journal = new Journal();
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            journal.Note("catch");
        }
        finally
        {
            journal.Note("finally");
        }

        Assert.Equal("catch finally", journal.ToString());
    }

    /// <summary>A return inside a handler still passes through the finally block.</summary>
    [Fact]
    public void A_return_out_of_a_catch_runs_the_finally()
    {
        var journal = new Journal();
        Assert.Equal(5, ReturnFromCatch(journal));
        Assert.Equal("catch finally", journal.ToString());
    }

    /// <summary>A try-finally inside a finally block is complete on its own, also during unwinding.</summary>
    [Fact]
    public void A_finally_may_contain_further_try_statements()
    {
        var journal = new Journal();
        try
        {
            try
            {
                throw new InvalidOperationException();
            }
            finally
            {
                try
                {
                    journal.Note("f1");
                }
                finally
                {
                    journal.Note("f2");
                }

                journal.Note("f3");
            }
        }
        catch (InvalidOperationException)
        {
            journal.Note("catch");
        }

        Assert.Equal("f1 f2 f3 catch", journal.ToString());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowThroughFinally(Journal journal)
    {
        try
        {
            journal.Note("try");
            throw new InvalidOperationException();
        }
        finally
        {
            journal.Note("finally");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ReturnFromCatch(Journal journal)
    {
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            journal.Note("catch");
            return 5;
        }
        finally
        {
            journal.Note("finally");
        }
    }
}
