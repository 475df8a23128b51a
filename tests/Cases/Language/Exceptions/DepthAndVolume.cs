using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// Long journeys and many of them. Depth shows whether the unwinder restores every frame it passes (one register lost
/// in a thousand frames is enough to crash); volume shows whether each throw gives back what it took: a dispatcher that
/// leaks a little stack or a link in a list survives ten exceptions and not ten thousand.
/// </summary>
public sealed class DepthAndVolume
{
    private sealed class DeepException(int value) : Exception
    {
        public int Value { get; } = value;
    }

    private sealed class WrapException(Exception inner) : Exception("wrap", inner);

    private int _finals;

    /// <summary>A thousand frames lie between throw and catch.</summary>
    [Fact]
    public void An_exception_crosses_a_thousand_frames()
    {
        DeepException caught = Assert.Throws<DeepException>(() => Plain(1000, 42));
        Assert.Equal(42, caught.Value);
    }

    /// <summary>Each of a thousand frames has a finally block, and each runs once.</summary>
    [Fact]
    public void A_thousand_finally_blocks_run_on_the_way()
    {
        Assert.Throws<DeepException>(() => WithFinally(1000));
        Assert.Equal(1000, _finals);
    }

    /// <summary>A filter a thousand frames above is asked before the first of them is unwound.</summary>
    [Fact]
    public void A_filter_a_thousand_frames_above_is_asked_before_any_finally()
    {
        int finalsAtFilter = -1;
        try
        {
            WithFinally(1000);
        }
        catch (DeepException) when ((finalsAtFilter = _finals) == 0)
        {
        }

        Assert.Equal(0, finalsAtFilter);
        Assert.Equal(1000, _finals);
    }

    /// <summary>A hundred frames each catch the exception and rethrow it.</summary>
    [Fact]
    public void A_hundred_frames_may_rethrow()
    {
        DeepException caught = Assert.Throws<DeepException>(() => Rethrowing(100));
        Assert.Equal(7, caught.Value);
        Assert.Equal(100, _finals);
    }

    /// <summary>A hundred frames each wrap what they caught: the chain of causes is complete.</summary>
    [Fact]
    public void A_hundred_frames_may_wrap()
    {
        Exception? link = Assert.Throws<WrapException>(() => Wrapping(100));
        int wraps = 0;
        while (link is WrapException)
        {
            wraps++;
            link = link.InnerException;
        }

        Assert.Equal(100, wraps);
        Assert.Equal(7, Assert.IsType<DeepException>(link).Value);
    }

    /// <summary>Ten thousand throws through a finally and a refusing filter leave everything as it was.</summary>
    [Fact]
    public void Ten_thousand_throws_add_up()
    {
        long total = 0;
        int finals = 0;
        for (int i = 0; i < 10_000; i++)
        {
            try
            {
                try
                {
                    Plain(i & 3, i);
                }
                catch (DeepException e) when (e.Value < 0)
                {
                    Assert.Fail("refused");
                }
                finally
                {
                    finals++;
                }
            }
            catch (DeepException e)
            {
                total += e.Value;
            }
        }

        Assert.Equal(49_995_000L, total);
        Assert.Equal(10_000, finals);
    }

    /// <summary>A thousand hardware faults in a row are a thousand exceptions.</summary>
    [Fact]
    public void A_thousand_faults_add_up()
    {
        int[] none = Opaque.Null<int[]>();
        int zero = Opaque.Of(0);
        int faults = 0;
        for (int i = 0; i < 1000; i++)
        {
            try
            {
                faults += (i & 1) == 0 ? none[i] : i / zero;
            }
            catch (Exception e) when (e is NullReferenceException or DivideByZeroException)
            {
                faults++;
            }
        }

        Assert.Equal(1000, faults);
    }

    /// <summary>Throws from alternating depths do not confuse one another.</summary>
    [Fact]
    public void Throws_from_changing_depths_keep_their_values()
    {
        for (int round = 0; round < 200; round++)
        {
            int depth = round * 37 % 101;
            Assert.Equal(depth, Assert.Throws<DeepException>(() => Plain(depth, depth)).Value);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Plain(int depth, int value)
    {
        if (depth == 0)
        {
            throw new DeepException(value);
        }

        return Plain(depth - 1, value) + depth;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void WithFinally(int depth)
    {
        if (depth == 0)
        {
            throw new DeepException(depth);
        }

        try
        {
            WithFinally(depth - 1);
        }
        finally
        {
            _finals++;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Rethrowing(int depth)
    {
        if (depth == 0)
        {
            throw new DeepException(7);
        }

        try
        {
            Rethrowing(depth - 1);
        }
        catch (DeepException)
        {
            _finals++;
            throw;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Wrapping(int depth)
    {
        if (depth == 0)
        {
            throw new DeepException(7);
        }

        try
        {
            Wrapping(depth - 1);
        }
        catch (Exception e)
        {
            throw new WrapException(e);
        }
    }
}
