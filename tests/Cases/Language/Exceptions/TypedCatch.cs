using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Which handler takes an exception. The rule is short (ECMA-335 I.12.4.2.5): frames are searched from the innermost
/// outwards, the clauses of one frame in source order, and the first clause whose type the object is assignable to
/// wins. Everything else about exceptions stands on this search, so it comes first. The thrown types are declared here
/// so that no catch clause of the framework can step in between.
/// </summary>
public sealed class TypedCatch
{
    private class FruitException : Exception;

    private class AppleException : FruitException;

    private sealed class StoneException : Exception;

    private sealed class CarrierException<T>(T load) : Exception
    {
        public T Load { get; } = load;
    }

    /// <summary>A clause that names the exact type gets the exception.</summary>
    [Fact]
    public void A_catch_of_the_exact_type_takes_the_exception()
    {
        bool caught = false;
        try
        {
            Throw(new AppleException());
        }
        catch (AppleException)
        {
            caught = true;
        }

        Assert.True(caught);
    }

    /// <summary>A clause that names a base class gets exceptions of every class derived from it.</summary>
    [Fact]
    public void A_catch_of_a_base_class_takes_a_derived_exception()
    {
        Assert.Equal("fruit", Classify(new FruitException()));
        Assert.Equal("any", Classify(new StoneException()));
    }

    /// <summary>Of several clauses that match, the one written first is taken.</summary>
    [Fact]
    public void The_first_matching_clause_in_source_order_wins()
    {
        Assert.Equal("apple", Classify(new AppleException()));
    }

    /// <summary>A frame without a matching clause is passed over, and its finally block still runs.</summary>
    [Fact]
    public void A_clause_of_an_unrelated_type_is_passed_over()
    {
        var journal = new Journal();
        try
        {
            OnlyStones(journal);
        }
        catch (AppleException)
        {
            journal.Note("outer");
        }

        Assert.Equal("finally outer", journal.ToString());
    }

    /// <summary>A catch without a type takes whatever comes.</summary>
    [Fact]
    public void A_general_catch_takes_every_exception()
    {
        int caught = 0;
        foreach (Exception exception in new Exception[] { new AppleException(), new StoneException(), new() })
        {
            try
            {
                Throw(exception);
            }
            catch
            {
                caught++;
            }
        }

        Assert.Equal(3, caught);
    }

    /// <summary>What the handler sees is the thrown object itself, not a copy.</summary>
    [Fact]
    public void The_caught_object_is_the_thrown_object()
    {
        var thrown = new AppleException();
        try
        {
            Throw(thrown);
            Assert.Fail("not reached");
        }
        catch (FruitException caught)
        {
            Assert.Same(thrown, caught);
        }
    }

    /// <summary>After a handler the program goes on behind the try statement, and the exception is gone.</summary>
    [Fact]
    public void Execution_continues_behind_the_try_statement()
    {
        var journal = new Journal();
        try
        {
            journal.Note("try");
            Throw(new StoneException());
            journal.Note("never");
        }
        catch (StoneException)
        {
            journal.Note("catch");
        }

        journal.Note("behind");
        Assert.Equal("try catch behind", journal.ToString());
    }

    /// <summary>When an inner and an outer clause both match, only the inner one runs.</summary>
    [Fact]
    public void Only_the_innermost_matching_handler_runs()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Throw(new AppleException());
            }
            catch (FruitException)
            {
                journal.Note("inner");
            }
        }
        catch (AppleException)
        {
            journal.Note("outer");
        }

        Assert.Equal("inner", journal.ToString());
    }

    /// <summary>A clause may name a type parameter; it then means the type that the caller chose.</summary>
    [Fact]
    public void A_catch_of_a_type_parameter_means_the_instantiated_type()
    {
        Assert.True(Catches<FruitException>(new AppleException()));
        Assert.True(Catches<AppleException>(new AppleException()));
        Assert.False(Catches<StoneException>(new AppleException()));
        Assert.False(Catches<AppleException>(new FruitException()));
    }

    /// <summary>Two instantiations of one generic exception class are two different types to catch.</summary>
    [Fact]
    public void Instantiations_of_a_generic_exception_class_are_told_apart()
    {
        Assert.Equal("int 7", Unload(new CarrierException<int>(7)));
        Assert.Equal("string seven", Unload(new CarrierException<string>("seven")));
        Assert.Equal("other", Unload(new CarrierException<object>(7)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Classify(Exception exception)
    {
        try
        {
            Throw(exception);
            return "none";
        }
        catch (AppleException)
        {
            return "apple";
        }
        catch (FruitException)
        {
            return "fruit";
        }
        catch (Exception)
        {
            return "any";
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void OnlyStones(Journal journal)
    {
        try
        {
            Throw(new AppleException());
        }
        catch (StoneException)
        {
            journal.Note("stone");
        }
        finally
        {
            journal.Note("finally");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool Catches<T>(Exception exception)
        where T : Exception
    {
        try
        {
            try
            {
                Throw(exception);
                return false;
            }
            catch (T)
            {
                return true;
            }
        }
        catch (Exception)
        {
            return false;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static string Unload(Exception exception)
    {
        try
        {
            Throw(exception);
            return "none";
        }
        catch (CarrierException<int> carrier)
        {
            return "int " + carrier.Load;
        }
        catch (CarrierException<string> carrier)
        {
            return "string " + carrier.Load;
        }
        catch (Exception)
        {
            return "other";
        }
    }
}
