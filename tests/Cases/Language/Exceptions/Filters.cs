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

    /// <summary>A filter that says no hands the exception to the next clause of the same try.</summary>
    [Fact]
    public void A_refusing_filter_passes_to_the_next_clause()
    {
        Assert.Equal("low", Range(3));
        Assert.Equal("teen", Range(14));
        Assert.Equal("even", Range(100));
        Assert.Equal("rest", Range(101));
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

    /// <summary>Patterns over the exception's properties select the handler.</summary>
    [Fact]
    public void A_filter_may_match_a_pattern_on_the_exception()
    {
        Assert.Equal("inner 4", Describe(new CodedException(4)));
        Assert.Equal("plain", Describe(new InvalidOperationException("plain")));
        Assert.Equal("wraps coded", Describe(new InvalidOperationException("x", new CodedException(0))));
    }

    /// <summary>What a filter writes into the exception is there when the handler reads it.</summary>
    [Fact]
    public void What_a_filter_leaves_on_the_exception_the_handler_finds()
    {
        object? found = null;
        try
        {
            Throw(new CodedException(0));
        }
        catch (CodedException e) when (Mark(e))
        {
            found = e.Data["mark"];
        }

        Assert.Equal("seen", (string?)found);
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

    /// <summary>The filters of a generic method work for reference and for value instantiations.</summary>
    [Fact]
    public void A_filter_in_a_generic_method_knows_its_type_arguments()
    {
        Assert.True(Accepts(5, 5));
        Assert.False(Accepts(5, 6));
        Assert.True(Accepts("five", "five"));
        Assert.False(Accepts("five", "six"));
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

    private static string Range(int code)
    {
        try
        {
            Throw(new CodedException(code));
            return "none";
        }
        catch (CodedException e) when (e.Code < 10)
        {
            return "low";
        }
        catch (CodedException e) when (e.Code is >= 10 and < 20)
        {
            return "teen";
        }
        catch (Exception e) when (e is CodedException { Code: var c } && c % 2 == 0)
        {
            return "even";
        }
        catch
        {
            return "rest";
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Fails(Journal journal)
    {
        journal.Note("filter");
        throw new InvalidOperationException("dropped");
    }

    private static string Describe(Exception exception)
    {
        try
        {
            Throw(exception);
            return "none";
        }
        catch (Exception e) when (e is CodedException { Code: > 3 and var code })
        {
            return "inner " + code;
        }
        catch (Exception e) when (e.InnerException is { Message: "coded" } inner)
        {
            return "wraps " + inner.Message;
        }
        catch (Exception e) when (e is not CodedException)
        {
            return e.Message;
        }
    }

    private static bool Mark(Exception exception)
    {
        exception.Data["mark"] = "seen";
        return true;
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

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Accepts<T>(T wanted, T given)
        where T : notnull
    {
        try
        {
            Throw(new CodedException(0));
            return false;
        }
        catch (CodedException) when (EqualityComparer<T>.Default.Equals(wanted, given))
        {
            return true;
        }
        catch (CodedException)
        {
            return false;
        }
    }
}
