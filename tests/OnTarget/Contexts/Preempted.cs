using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;

namespace Cosmos.Tests.OnTarget.Contexts;

/// <summary>
/// Claims about code that is preempted at any instruction: it does not notice, whatever it was in the middle of.
/// </summary>
public sealed unsafe class Preempted : IDisposable
{
    private readonly Slices _slices = new();
    private object?[] _slots = [];

    private interface IShape
    {
        long Area(long side);
    }

    private sealed record Square : IShape
    {
        public long Area(long side) => side * side;
    }

    private sealed record Bar : IShape
    {
        public long Area(long side) => side * 3;
    }

    private sealed class Ownership
    {
        [ThreadStatic]
        public static long Sum;
    }

    /// <inheritdoc/>
    public void Dispose() => _slices.Dispose();

    /// <summary>A tight loop that calls nothing: general registers and flags.</summary>
    [Fact]
    public void A_tight_loop() => _slices.Compare(static () =>
    {
        ulong low = 1;
        ulong high = 0;
        for (int i = 0; i < 200_000; i++)
        {
            // Carries travel in the flags from one addition to the next.
            ulong sum = low + (low << 13) + (ulong)i;
            high += sum < low ? 1ul : 0ul;
            high = BitOperations.RotateLeft(high, 7) ^ sum;
            low = sum;
        }

        return (long)(high ^ low);
    });

    /// <summary>Floating point, in scalar registers and the control word's rounding.</summary>
    [Fact]
    public void Floating_point() => _slices.Compare(static () =>
    {
        double a = 1.0;
        float b = 3.0f;
        for (int i = 1; i < 30_000; i++)
        {
            a += Math.Sin(a) / i;
            b = (b * 1.0000001f) + (1.0f / i);
        }

        return BitConverter.DoubleToInt64Bits(a) ^ BitConverter.SingleToInt32Bits(b);
    });

    /// <summary>Vector registers to their full width.</summary>
    [Fact]
    public void Vectors() => _slices.Compare(static () =>
    {
        Vector256<ulong> a = Vector256.Create(1ul, 2, 3, 4);
        Vector256<ulong> b = Vector256.Create(5ul, 6, 7, 8);
        Vector256<ulong> c = a ^ b;
        Vector<ulong> d = Vector<ulong>.One;
        for (int i = 0; i < 60_000; i++)
        {
            a += b;
            b ^= a << 3;
            c += b ^ (a >> 5);
            d += d << 1;
            d ^= Vector<ulong>.One;
        }

        return (long)(Vector256.Sum(a ^ b ^ c) ^ Vector.Sum(d));
    });

    /// <summary>The allocator: no object is handed out twice, none is written into.</summary>
    [Fact]
    public void Allocation() => _slices.Compare(static () =>
    {
        long sum = 0;
        long[][] kept = new long[64][];
        for (int i = 0; i < 3_000; i++)
        {
            long[]? old = kept[i % 64];
            sum += old is null ? 0 : old[0] + old[^1];
            kept[i % 64] = new long[1 + (i % 40)];
            Assert.Equal(0, kept[i % 64][i % 40]);
            kept[i % 64].AsSpan().Fill(i);
        }

        return sum;
    });

    /// <summary>Stores of references, by barriers and by bulk moves.</summary>
    [Fact]
    public void Barriers_and_moves() => _slices.Compare(static () =>
    {
        object?[] from = new object?[100];
        object?[] to = new object?[100];
        object[] words = ["a", "bb", "ccc", "dddd"];
        long sum = 0;
        for (int i = 0; i < 3_000; i++)
        {
            from[i % 100] = words[(i * 7) & 3];
            from.AsSpan(0, 50).CopyTo(to.AsSpan(i % 50));
            sum += ((to[i % 100] as string)?.Length ?? 0) * (i & 15);
        }

        return sum;
    });

    /// <summary>Exceptions on their way, with filters and finally blocks.</summary>
    [Fact]
    public void Exceptions_in_flight() => _slices.Compare(static () =>
    {
        long sum = 0;
        for (int i = 0; i < 200; i++)
        {
            try
            {
                Throw(5, i);
            }
            catch (FormatException exception) when (exception.Message.Length > 0)
            {
                sum += exception.Message.Length;
            }
        }

        return sum;

        static void Throw(int depth, int value)
        {
            try
            {
                if (depth == 0)
                {
                    throw new FormatException(value.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                Throw(depth - 1, value);
            }
            finally
            {
                value++;
            }
        }
    });

    /// <summary>Faults that become exceptions.</summary>
    [Fact]
    public void Hardware_faults() => _slices.Compare(static () =>
    {
        long sum = 0;
        string? nothing = null;
        for (int i = 0; i < 200; i++)
        {
            try
            {
                sum += nothing!.Length;
            }
            catch (NullReferenceException)
            {
                sum += i;
            }
        }

        return sum;
    });

    /// <summary>Interface calls, from the first of a type on, and thread statics.</summary>
    [Fact]
    public void Interface_calls_and_thread_statics() => _slices.Compare(static () =>
    {
        IShape[] shapes = [new Square(), new Bar()];
        Ownership.Sum = 0;
        for (int i = 0; i < 100_000; i++)
        {
            Ownership.Sum += shapes[i & 1].Area(i);
        }

        return Ownership.Sum;
    });

    /// <summary>Stacks that grow and shrink.</summary>
    [Fact]
    public void Deep_recursion() => _slices.Compare(static () =>
    {
        return Sum(600) + Sum(3);

        static long Sum(int depth)
        {
            Span<long> room = stackalloc long[20];
            room.Fill(depth);
            return depth == 0 ? 0 : Sum(depth - 1) + room[11];
        }
    });

    /// <summary>Kernel calls that others make too: memory, clock, random bytes.</summary>
    [Fact]
    public void Kernel_calls() => _slices.Compare(static () =>
    {
        long sum = 0;
        byte* random = stackalloc byte[40];
        for (int i = 0; i < 500; i++)
        {
            nuint bytes = (nuint)(16 + (i % 9) * 600);
            var block = (byte*)Cosmos.Core.Memory.KernelMemory.Allocate(bytes);
            Assert.True(block[0] == 0 && block[bytes - 1] == 0, "kernel memory ought to be zero");
            block[0] = 1;
            block[bytes - 1] = 1;
            sum += Clock.Now > 0 ? 1 : 0;
            Cosmos.Core.Platforms.Platform.FillEntropy(random, 40);
            Cosmos.Core.Memory.KernelMemory.Free(block, bytes);
        }

        return sum;
    });

    /// <summary>
    /// While preemption is off nothing comes between; a wish for the core is met when it is on again.
    /// </summary>
    [Fact]
    public void Preemption_off_holds_the_core() => _slices.Compare(() =>
    {
        long torn = 0;
        for (int round = 0; round < 50; round++)
        {
            Preemption.Disable();
            nint self = (nint)Context.CurrentBlock;
            _slots = [];
            for (int i = 0; i < 2_000; i++)
            {
                s_owner = self;
                torn += s_owner == self ? 0 : 1;
            }

            Preemption.Enable();
        }

        return torn;
    });

    private static volatile nint s_owner;

    /// <summary>A wish made in the process itself is met at once, or when preemption is on again.</summary>
    [Fact]
    public void A_request_is_met()
    {
        using var runtime = new ScriptedRuntime();
        int calls = 0;
        int before = 0;
        int inside = 0;
        int after = 0;
        runtime.Preempted = () => calls++;
        Context.SwitchTo(ScriptedRuntime.Create(() =>
        {
            Preemption.Disable();
            before = calls;
            ProcessContexts.RequestPreemption();
            inside = calls;
            Preemption.Enable();
            after = calls;
        }));
        Assert.Equal(before, inside);
        Assert.Equal(before + 1, after);
    }
}
