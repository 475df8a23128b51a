using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Exception filters. Handling is done in two passes (ECMA-335 I.12.4.2.5): the first walks the frames and asks every
/// filter on the way, with the whole stack below still intact; the second, begun only once somebody said yes, unwinds
/// and runs the finally blocks. A one-pass implementation looks right in most programs and fails exactly here. A filter
/// that throws has said no (C# standard §13.11: the exception of the filter is dropped).
/// </summary>
public sealed class Filters
{
    private sealed class CodedException(int code) : Exception("coded")
    {
        public int Code { get; } = code;
    }

    /// <summary>The filter of the outer frame is asked while the inner frame's finally has not run yet.</summary>
    [Fact]
    public void Filters_of_all_frames_are_asked_before_the_first_finally_runs()
    {
        var journal = new Journal();
        try
        {
            Inner(journal, () => throw new CodedException(1));
        }
        catch (CodedException) when (journal.Answer("outer-filter", true))
        {
            journal.Note("catch");
        }

        Assert.Equal("inner-filter outer-filter inner-finally catch", journal.ToString());
    }

    /// <summary>Once a filter has accepted, the frames are unwound from the throw outwards.</summary>
    [Fact]
    public void Finally_blocks_run_inner_to_outer_after_the_filter_said_yes()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Inner(journal, () => throw new CodedException(1));
            }
            finally
            {
                journal.Note("outer-finally");
            }
        }
        catch (Exception) when (journal.Answer("yes", true))
        {
            journal.Note("catch");
        }

        Assert.Equal("inner-filter yes inner-finally outer-finally catch", journal.ToString());
    }

    /// <summary>A filter that throws counts as a refusal; the first exception goes on unharmed.</summary>
    [Fact]
    public void A_throwing_filter_counts_as_a_refusal()
    {
        var journal = new Journal();
        try
        {
            try
            {
                throw new CodedException(5);
            }
            catch (CodedException) when (Fails(journal))
            {
                journal.Note("wrong");
            }
        }
        catch (CodedException e)
        {
            journal.Note("code" + e.Code);
        }

        Assert.Equal("filter code5", journal.ToString());
    }

    /// <summary>A hardware fault inside a filter is swallowed just as a thrown exception is.</summary>
    [Fact]
    public void A_filter_that_divides_by_zero_counts_as_a_refusal()
    {
        int zero = Opaque.Of(0);
        int caught = 0;
        try
        {
            throw new CodedException(9);
        }
        catch (CodedException e) when (e.Code / zero > 0)
        {
            Assert.Fail("the filter has no value");
        }
        catch (CodedException e)
        {
            caught = e.Code;
        }

        Assert.Equal(9, caught);
    }

    /// <summary>A filter reads and writes the locals of its method as they stand at the throw.</summary>
    [Fact]
    public void A_filter_sees_and_changes_the_locals_of_its_method()
    {
        int step = 1;
        int seen = 0;
        try
        {
            try
            {
                step = Opaque.Of(2);
                throw new CodedException(1);
            }
            finally
            {
                step = 3;
            }
        }
        catch (CodedException) when ((seen = step) == 2)
        {
            Assert.Equal(3, step);
        }

        Assert.Equal(2, seen);
    }

    /// <summary>A filter is not asked about an exception that its clause's type does not cover.</summary>
    [Fact]
    public void A_filter_is_not_asked_about_other_types()
    {
        var journal = new Journal();
        try
        {
            Throw(new CodedException(0));
        }
        catch (ArgumentException) when (journal.Answer("wrong", true))
        {
            journal.Note("wrong");
        }
        catch (CodedException)
        {
            journal.Note("catch");
        }

        Assert.Equal("catch", journal.ToString());
    }

    /// <summary>A filter may call code that throws and catches on its own, twenty frames deep.</summary>
    [Fact]
    public void A_filter_may_throw_and_catch_inside()
    {
        int code = 0;
        try
        {
            Throw(new CodedException(6));
        }
        catch (CodedException e) when (CatchesOwn(20) == 20)
        {
            code = e.Code;
        }

        Assert.Equal(6, code);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Inner(Journal journal, Action action)
    {
        try
        {
            action();
        }
        catch (CodedException) when (journal.Answer("inner-filter", false))
        {
            journal.Note("wrong");
        }
        finally
        {
            journal.Note("inner-finally");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Fails(Journal journal)
    {
        journal.Note("filter");
        throw new InvalidOperationException("dropped");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int CatchesOwn(int depth)
    {
        try
        {
            Deeper(depth, depth);
            return -1;
        }
        catch (CodedException e) when (e.Code == depth)
        {
            return e.Code;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Deeper(int depth, int code) =>
        depth == 0 ? throw new CodedException(code) : Deeper(depth - 1, code) + 1;
}
