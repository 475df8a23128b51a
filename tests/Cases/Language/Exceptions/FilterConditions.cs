using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// What a filter may ask. The condition is any expression: comparisons, patterns over the exception, calls that
/// look into it or mark it, comparisons of a type parameter. It selects between clauses as the arms of a switch do,
/// in source order, and the handler finds the exception as the condition left it (C# standard §13.11).
/// </summary>
public sealed class FilterConditions
{
    private sealed class CodedException(int code) : Exception("coded")
    {
        public int Code { get; } = code;
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
