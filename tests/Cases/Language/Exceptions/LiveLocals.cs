using System.Runtime.CompilerServices;

namespace Cosmos.Tests.Cases.Language.Exceptions;

/// <summary>
/// What the locals hold when a handler, filter or finally looks at them. Handlers are funclets: they run on another
/// stack frame and reach their method's variables through its frame pointer, while the values that the compiler kept in
/// registers must have been put back by the unwinder. A value assigned before the throw is there, one assigned after it
/// is not, and nothing of the frames in between shines through.
/// </summary>
public sealed class LiveLocals
{
    private sealed class LocalException : Exception;

    private struct Wide
    {
        public long A;
        public string B;
        public double C;
        public long D;
    }

    /// <summary>Catch and finally see the values as they were at the throw.</summary>
    [Fact]
    public void Values_assigned_in_the_try_are_seen_by_catch_and_finally()
    {
        int number = 1;
        string text = "before";
        double fraction = 0.25;
        int inFinally = 0;
        try
        {
            number = Opaque.Of(2);
            text = Opaque.Of("inside");
            fraction = Opaque.Of(0.75);
            Throw();
            number = 3;
            text = "after";
        }
        catch (LocalException)
        {
            Assert.Equal(2, number);
            Assert.Equal("inside", text);
            Assert.Equal(0.75, fraction);
            number = 4;
        }
        finally
        {
            inFinally = number;
        }

        Assert.Equal(4, inFinally);
    }

    /// <summary>An assignment whose expression throws does not happen.</summary>
    [Fact]
    public void An_assignment_that_throws_keeps_the_old_value()
    {
        int number = Opaque.Of(10);
        try
        {
            number = ThrowInt();
        }
        catch (LocalException)
        {
            number++;
        }

        Assert.Equal(11, number);
    }

    /// <summary>More integers than there are registers survive an exception thrown below.</summary>
    [Fact]
    public void Twelve_integers_live_across_a_throw_are_all_kept()
    {
        int a = Opaque.Of(1), b = Opaque.Of(2), c = Opaque.Of(3), d = Opaque.Of(4), e = Opaque.Of(5), f = Opaque.Of(6);
        int g = Opaque.Of(7), h = Opaque.Of(8), i = Opaque.Of(9), j = Opaque.Of(10), k = Opaque.Of(11);
        int l = Opaque.Of(12);
        try
        {
            Busy(5);
        }
        catch (LocalException)
        {
            Assert.Equal(78, a + b + c + d + e + f + g + h + i + j + k + l);
        }

        Assert.Equal(650, (a * a) + (b * b) + (c * c) + (d * d) + (e * e) + (f * f) + (g * g) + (h * h) + (i * i)
            + (j * j) + (k * k) + (l * l));
    }

    /// <summary>Floating-point locals survive, although no vector register is preserved by calls.</summary>
    [Fact]
    public void Ten_doubles_live_across_a_throw_are_all_kept()
    {
        double a = Opaque.Of(0.5), b = Opaque.Of(1.5), c = Opaque.Of(2.5), d = Opaque.Of(3.5), e = Opaque.Of(4.5);
        double f = Opaque.Of(5.5), g = Opaque.Of(6.5), h = Opaque.Of(7.5), i = Opaque.Of(8.5), j = Opaque.Of(9.5);
        try
        {
            Busy(5);
        }
        catch (LocalException)
        {
            a += 100;
        }

        Assert.Equal(150.0, a + b + c + d + e + f + g + h + i + j);
    }

    /// <summary>References kept across a throw still name the same objects after much allocation.</summary>
    [Fact]
    public void References_live_across_a_throw_name_the_same_objects()
    {
        object first = new();
        string second = Opaque.Of("s") + Opaque.Of(2);
        int[] third = [Opaque.Of(3)];
        object firstAgain = Opaque.Of(first);
        try
        {
            Busy(20);
        }
        catch (LocalException)
        {
            Assert.Same(first, firstAgain);
        }

        Assert.Equal("s2", second);
        Assert.Equal(3, third[0]);
    }

    /// <summary>A struct that spans several words is whole in the handler.</summary>
    [Fact]
    public void A_struct_local_is_whole_in_the_handler()
    {
        Wide wide = new() { A = 1, B = "b", C = 2.5, D = 4 };
        try
        {
            wide.A = Opaque.Of(10L);
            wide.B = Opaque.Of("bb");
            Throw();
            wide.D = 0;
        }
        catch (LocalException) when (wide is { A: 10, B: "bb", C: 2.5, D: 4 })
        {
            wide.C = -1;
        }

        Assert.Equal(-1, wide.C);
        Assert.Equal(4, wide.D);
    }

    /// <summary>ref, out and in parameters written before the throw keep what was written.</summary>
    [Fact]
    public void Ref_and_out_parameters_keep_what_was_written_before_the_throw()
    {
        int byRef = 1;
        int byOut = 1;
        int byIn = 5;
        Assert.Throws<LocalException>(() => Write(ref byRef, out byOut, in byIn));
        Assert.Equal(6, byRef);
        Assert.Equal(7, byOut);
        Assert.Equal(5, byIn);
    }

    /// <summary>Frames with a stackalloc of varying size are unwound, and outer buffers stay intact.</summary>
    [Fact]
    public void Stackalloc_frames_are_unwound_and_outer_buffers_stay_intact()
    {
        Span<byte> outer = stackalloc byte[8];
        for (int size = 1; size < 400; size += 57)
        {
            outer.Fill((byte)size);
            int caught = 0;
            try
            {
                Allocating(size, 6);
            }
            catch (LocalException)
            {
                caught++;
            }

            Assert.Equal(1, caught);
            Assert.Equal(8, outer.Count((byte)size));
        }
    }

    /// <summary>A local captured by a lambda is one variable for try, handler and lambda.</summary>
    [Fact]
    public void A_captured_local_is_shared_with_the_handler()
    {
        int shared = 0;
        Action raise = () =>
        {
            shared = 8;
            throw new LocalException();
        };
        try
        {
            raise();
        }
        catch (LocalException) when (shared++ == 8)
        {
            shared *= 2;
        }

        Assert.Equal(18, shared);
    }

    /// <summary>A span over a caller's array survives the throw of a callee.</summary>
    [Fact]
    public void Spans_and_ref_locals_survive_a_throw()
    {
        int[] array = [1, 2, 3, 4];
        Span<int> middle = array.AsSpan(1, 2);
        ref int last = ref array[3];
        try
        {
            Busy(3);
        }
        catch (LocalException)
        {
            middle[0] = 20;
            last = 40;
        }
        finally
        {
            middle[1] = 30;
        }

        Assert.Sequence([1, 20, 30, 40], array);
    }

    /// <summary>A local function reads its method's locals in the handler and throws out of them.</summary>
    [Fact]
    public void Local_functions_share_locals_with_the_handler()
    {
        int level = 0;
        int Descend(int depth)
        {
            level = depth;
            return depth == 9 ? throw new LocalException() : Descend(depth + 1);
        }

        try
        {
            Descend(1);
        }
        catch (LocalException)
        {
            level += 100;
        }

        Assert.Equal(109, level);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw() => throw new LocalException();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ThrowInt() => throw new LocalException();

    // Overwrites registers and allocates in every frame, so that a value that was not restored cannot be right by luck.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Busy(int depth)
    {
        int a = Opaque.Of(depth), b = a * 3, c = b ^ 91, d = c - a, e = d * b, f = e + c;
        object garbage = new int[16 + depth];
        if (depth == 0)
        {
            throw new LocalException();
        }

        int below = Busy(depth - 1);
        return below + a + b + c + d + e + f + garbage.GetHashCode();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Write(ref int byRef, out int byOut, in int byIn)
    {
        byRef += byIn;
        byOut = 7;
        Throw();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Allocating(int size, int depth)
    {
        Span<byte> buffer = stackalloc byte[Opaque.Of(size)];
        buffer.Fill(0xEE);
        if (depth == 0)
        {
            Throw();
        }

        return Allocating(size + 16, depth - 1) + buffer[0];
    }
}
