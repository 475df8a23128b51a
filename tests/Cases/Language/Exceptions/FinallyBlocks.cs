using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// A finally block runs whenever control leaves its try block (C# standard §13.11): at the end, by return, break,
/// continue or goto, and by an exception. The first kinds are calls that the compiler writes into the method (IL's
/// <c>leave</c>), the last is made by the runtime while it unwinds; the program must not be able to tell which it was.
/// </summary>
public sealed class FinallyBlocks
{
    /// <summary>On the normal way out the finally block runs between the try block and what follows.</summary>
    [Fact]
    public void A_finally_runs_after_a_try_that_ends_normally()
    {
        var journal = new Journal();
        try
        {
            journal.Note("try");
        }
        finally
        {
            journal.Note("finally");
        }

        journal.Note("behind");
        Assert.Equal("try finally behind", journal.ToString());
    }

    /// <summary>The value of a return statement is fixed before the finally block changes the variable.</summary>
    [Fact]
    public void The_return_value_is_computed_before_the_finally_runs()
    {
        int after = 0;
        Assert.Equal(1, Return(ref after));
        Assert.Equal(2, after);
    }

    /// <summary>A return from inside several try blocks runs their finally blocks from the inside out.</summary>
    [Fact]
    public void A_return_runs_every_finally_it_leaves_inside_out()
    {
        var journal = new Journal();
        Assert.Equal("value", LeaveThree(journal));
        Assert.Equal("a b c", journal.ToString());
    }

    /// <summary>Break leaves a loop through the finally block.</summary>
    [Fact]
    public void A_break_runs_the_finally()
    {
        int finals = 0;
        int rounds = 0;
        while (true)
        {
            try
            {
                if (++rounds == Opaque.Of(3))
                {
                    break;
                }
            }
            finally
            {
                finals++;
            }
        }

        Assert.Equal(3, rounds);
        Assert.Equal(3, finals);
    }

    /// <summary>Continue ends one round of a loop through the finally block.</summary>
    [Fact]
    public void A_continue_runs_the_finally_of_every_round()
    {
        var journal = new Journal();
        for (int i = 0; i < 4; i++)
        {
            try
            {
                if (i % 2 == 0)
                {
                    continue;
                }

                journal.Note("odd" + i);
            }
            finally
            {
                journal.Note("f" + i);
            }
        }

        Assert.Equal("f0 odd1 f1 f2 odd3 f3", journal.ToString());
    }

    /// <summary>A goto out of two nested try blocks runs both finally blocks before it lands.</summary>
    [Fact]
    public void A_goto_runs_every_finally_it_leaves()
    {
        var journal = new Journal();
        try
        {
            try
            {
                if (Opaque.Of(true))
                {
                    goto landing;
                }
            }
            finally
            {
                journal.Note("inner");
            }

            journal.Note("never");
        }
        finally
        {
            journal.Note("outer");
        }

        journal.Note("never");
    landing:
        journal.Note("landed");
        Assert.Equal("inner outer landed", journal.ToString());
    }

    /// <summary>Loops that leave by break, continue and return run each finally block exactly once.</summary>
    [Fact]
    public void Every_way_out_of_nested_loops_runs_each_finally_once()
    {
        int finals = 0;
        Assert.Equal(12, Search(ref finals));
        Assert.Equal(3 + 1 + 3 + 1 + 3 + 1, finals);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Return(ref int variable)
    {
        variable = 1;
        try
        {
            return variable;
        }
        finally
        {
            variable++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string LeaveThree(Journal journal)
    {
        try
        {
            try
            {
                try
                {
                    return "value";
                }
                finally
                {
                    journal.Note("a");
                }
            }
            finally
            {
                journal.Note("b");
            }
        }
        finally
        {
            journal.Note("c");
        }
    }

    // Three rounds outside; in each, the inner loop continues twice and is then left: by break, by break, by return.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Search(ref int finals)
    {
        for (int row = 0; ; row++)
        {
            try
            {
                for (int column = 0; ; column++)
                {
                    try
                    {
                        if (column < 2)
                        {
                            continue;
                        }

                        if (row == 2)
                        {
                            return (row * 5) + column;
                        }

                        break;
                    }
                    finally
                    {
                        finals++;
                    }
                }
            }
            finally
            {
                finals++;
            }
        }
    }
}
