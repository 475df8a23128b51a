using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Throwing again what was caught. <c>throw;</c> passes the same object on and keeps the trace of where it came from;
/// <c>throw e;</c> passes the same object on and starts its trace anew; <see cref="ExceptionDispatchInfo"/> keeps a
/// trace across any distance. The difference is only visible in the trace, which is what people debug by.
/// </summary>
public sealed class Rethrow
{
    private sealed class FirstException : Exception;

    private sealed class SecondException : Exception;

    /// <summary>A rethrown exception is the same object when the next frame catches it.</summary>
    [Fact]
    public void Rethrow_passes_on_the_same_object()
    {
        var thrown = new FirstException();
        FirstException caught = Assert.Throws<FirstException>(() => CatchAndRethrow(thrown));
        Assert.Same(thrown, caught);
    }

    /// <summary>After throw; the trace still names the method that threw first.</summary>
    [Fact]
    public void Rethrow_keeps_the_original_trace()
    {
        FirstException caught = Assert.Throws<FirstException>(() => CatchAndRethrow(new FirstException()));
        Assert.Contains(nameof(Origin), caught.StackTrace);
        Assert.Contains(nameof(CatchAndRethrow), caught.StackTrace);
    }

    /// <summary>After throw e; the trace begins at that statement.</summary>
    [Fact]
    public void Throwing_the_caught_object_restarts_its_trace()
    {
        FirstException caught = Assert.Throws<FirstException>(() => CatchAndThrow(new FirstException()));
        Assert.False(caught.StackTrace!.Contains(nameof(Origin)));
        Assert.Contains(nameof(CatchAndThrow), caught.StackTrace);
    }

    /// <summary>A clause beside the one that rethrows is not asked; the frames above are.</summary>
    [Fact]
    public void Sibling_clauses_do_not_see_a_rethrow()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Origin(new FirstException());
            }
            catch (FirstException)
            {
                journal.Note("first");
                throw;
            }
            catch (Exception)
            {
                journal.Note("sibling");
            }
            finally
            {
                journal.Note("finally");
            }
        }
        catch (Exception)
        {
            journal.Note("outer");
        }

        Assert.Equal("first finally outer", journal.ToString());
    }

    /// <summary>throw; means the exception of the innermost handler around it.</summary>
    [Fact]
    public void Rethrow_means_the_exception_of_the_innermost_handler()
    {
        var journal = new Journal();
        try
        {
            try
            {
                Origin(new FirstException());
            }
            catch (FirstException)
            {
                try
                {
                    Second(journal);
                }
                catch (SecondException)
                {
                    journal.Note("second-again");
                }

                throw;
            }
        }
        catch (Exception e)
        {
            journal.Note(e.GetType().Name);
        }

        Assert.Equal("second second-again FirstException", journal.ToString());
    }

    /// <summary>A filter above is asked once for the throw and once more for the rethrow.</summary>
    [Fact]
    public void Filters_above_are_asked_again_at_a_rethrow()
    {
        int asked = 0;
        try
        {
            try
            {
                try
                {
                    Origin(new FirstException());
                }
                catch (SecondException)
                {
                    Assert.Fail("not of this type");
                }
            }
            catch (FirstException) when (++asked == 1)
            {
                throw;
            }
        }
        catch (FirstException) when (++asked == 2)
        {
        }

        Assert.Equal(2, asked);
    }

    /// <summary>An exception may pass through many frames that catch and rethrow it.</summary>
    [Fact]
    public void Rethrow_works_in_every_frame_of_a_recursion()
    {
        var journal = new Journal();
        FirstException thrown = new();
        FirstException caught = Assert.Throws<FirstException>(() => RethrowEach(thrown, 5, journal));
        Assert.Same(thrown, caught);
        Assert.Equal("c1 f1 c2 f2 c3 f3 c4 f4 c5 f5", journal.ToString());
    }

    /// <summary>One object may be thrown, caught and thrown again later from somewhere else.</summary>
    [Fact]
    public void One_object_can_be_thrown_twice()
    {
        var shared = new FirstException();
        Assert.Same(shared, Assert.Throws<FirstException>(() => Origin(shared)));
        Assert.Contains(nameof(Origin), shared.StackTrace);
        Assert.Same(shared, Assert.Throws<FirstException>(() => Elsewhere(shared)));
        Assert.Contains(nameof(Elsewhere), shared.StackTrace);
        Assert.False(shared.StackTrace!.Contains(nameof(Origin)));
    }

    /// <summary>ExceptionDispatchInfo throws the captured object with the old trace in front of the new one.</summary>
    [Fact]
    public void Dispatch_info_keeps_the_captured_trace()
    {
        var thrown = new FirstException();
        ExceptionDispatchInfo? info = null;
        try
        {
            Origin(thrown);
        }
        catch (FirstException e)
        {
            info = ExceptionDispatchInfo.Capture(e);
        }

        Assert.Same(thrown, info!.SourceException);
        FirstException caught = Assert.Throws<FirstException>(() => ThrowCaptured(info));
        Assert.Same(thrown, caught);
        Assert.Contains(nameof(Origin), caught.StackTrace);
        Assert.Contains(nameof(ThrowCaptured), caught.StackTrace);
        Assert.True(caught.StackTrace!.IndexOf(nameof(Origin)) < caught.StackTrace.IndexOf(nameof(ThrowCaptured)));
    }

    /// <summary>A throw between capture and Throw does not disturb the captured trace.</summary>
    [Fact]
    public void Dispatch_info_restores_the_trace_of_the_capture()
    {
        var shared = new FirstException();
        Assert.Throws<FirstException>(() => Origin(shared));
        ExceptionDispatchInfo info = ExceptionDispatchInfo.Capture(shared);
        Assert.Throws<FirstException>(() => Elsewhere(shared));
        Assert.Throws<FirstException>(() => ThrowCaptured(info));
        Assert.Contains(nameof(Origin), shared.StackTrace);
        Assert.False(shared.StackTrace!.Contains(nameof(Elsewhere)));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Origin(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Elsewhere(Exception exception) => throw exception;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCaptured(ExceptionDispatchInfo info) => info.Throw();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CatchAndRethrow(Exception exception)
    {
        try
        {
            Origin(exception);
        }
        catch (FirstException)
        {
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CatchAndThrow(Exception exception)
    {
        try
        {
            Origin(exception);
        }
        catch (FirstException e)
        {
#pragma warning disable CA2200 // The lost trace is the subject of the case.
            throw e;
#pragma warning restore CA2200
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Second(Journal journal)
    {
        try
        {
            Origin(new SecondException());
        }
        catch (SecondException)
        {
            journal.Note("second");
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RethrowEach(Exception exception, int depth, Journal journal)
    {
        if (depth == 0)
        {
            Origin(exception);
        }

        try
        {
            RethrowEach(exception, depth - 1, journal);
        }
        catch (FirstException)
        {
            journal.Note("c" + depth);
            throw;
        }
        finally
        {
            journal.Note("f" + depth);
        }
    }
}
