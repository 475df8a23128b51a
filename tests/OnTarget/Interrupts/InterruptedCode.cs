using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Threading;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Tests.OnTarget.Interrupts;

/// <summary>
/// Claims about the code that an interrupt interrupts: it must not notice. The stubs save general and vector
/// registers; the handler here uses as many of the latter as it can get, fifty thousand times a second.
/// </summary>
public sealed unsafe class InterruptedCode : IDisposable
{
    private const long IntervalNs = 20_000;
    private const long DurationNs = 300_000_000;
    private const long LongestNs = 30_000_000_000; // on a machine that hardly runs
    private const ulong EnoughInterrupts = 100;

    private static ulong s_interrupts;
    private static float s_sink;

    private readonly bool _isMachine = Platform.Kind == PlatformKind.X86;

    /// <summary>The timer is the core's alarm again.</summary>
    public void Dispose()
    {
        if (_isMachine)
        {
            ApicTimer.Disarm();
            CoreAlarm.Initialize();
        }
    }

    /// <summary>A computation in vector registers gives the same result with and without interrupts.</summary>
    [Fact]
    public void Vector_registers_survive_interrupts()
    {
        if (!_isMachine)
        {
            return;
        }

        double[] data = Series.Of(1000, static i => i * 0.5);
        double expected = Compute(data);
        ulong flags = Processor.DisableInterrupts();
        s_interrupts = 0;
        InterruptDispatch.SetHandler(InterruptVectors.Timer, &Tick);
        ApicTimer.Arm(IntervalNs);
        Processor.EnableInterrupts();
        int wrong = 0;
        long start = Platform.MonotonicNanoseconds();
        long elapsed = 0;
        while (elapsed < DurationNs || (Volatile.Read(ref s_interrupts) < EnoughInterrupts && elapsed < LongestNs))
        {
            elapsed = Platform.MonotonicNanoseconds() - start;
            wrong += Compute(data) == expected ? 0 : 1;
        }

        Processor.DisableInterrupts();
        Processor.RestoreInterrupts(flags);
        Assert.Equal(0, wrong);
        Assert.InRange(s_interrupts, EnoughInterrupts, ulong.MaxValue);
    }

    private static void Tick(ulong vector)
    {
        s_interrupts++;
        UseVectorRegisters(s_interrupts);
        ApicTimer.Arm(IntervalNs);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void UseVectorRegisters(float seed)
    {
        var a = Vector128.Create(seed);
        Vector128<float> b = a * a;
        Vector128<float> c = b + a;
        Vector128<float> d = c * b;
        Vector128<float> e = d - a;
        Vector128<float> f = e * c;
        Vector128<float> g = f + d;
        Vector128<float> h = g * e;
        s_sink = Vector128.Sum(a + b + c + d + e + f + g + h);
    }

    private static double Compute(double[] data)
    {
        Vector128<double> a = default;
        Vector128<double> b = default;
        Vector128<double> c = default;
        Vector128<double> d = default;
        for (int i = 0; i < data.Length; i += 8)
        {
            a += Vector128.LoadUnsafe(ref data[i]) * Vector128.Create(3.0);
            b += Vector128.LoadUnsafe(ref data[i + 2]) * a;
            c += Vector128.LoadUnsafe(ref data[i + 4]) - b;
            d += Vector128.LoadUnsafe(ref data[i + 6]) * c;
        }

        return Vector128.Sum(a + b + c + d);
    }
}
