// Entropy from time itself: how long a fixed piece of work takes varies by cache and TLB state, refresh cycles, bus
// contention, frequency changes and, on an emulator, by everything the host does. The work is a walk through a small
// buffer at addresses that depend on the timings before, so that the state of the memory system feeds back; the low
// bits of each duration are the sample. It is slow and modest (a quarter bit is claimed for a sample, NoiseHealth
// checks that the source is alive), but it exists on every machine, also on a virtual one without RDRAND.
//
// The time stamp comes through a function pointer: the TSC on X86, a fake in tests. Samples go straight into the
// pool, eight bytes each: nothing is whitened before, so the health tests see what the hardware gives.
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Entropy;

/// <summary>Collects timing jitter into an <see cref="EntropyPool"/>.</summary>
internal static unsafe class JitterSource
{
    private const int BufferSize = 2048;
    private const int StepsPerSample = 24;
    private const int BatchSize = 32;

    /// <summary>Absorbs <paramref name="sampleCount"/> samples.</summary>
    /// <param name="pool">Where the samples go.</param>
    /// <param name="readCounter">A counter fine enough to see single memory accesses.</param>
    /// <param name="sampleCount">How many samples; rounded up to whole batches of 32.</param>
    /// <returns>False if the health tests failed: the samples were absorbed, but no entropy was credited.</returns>
    public static bool TryCollect(ref EntropyPool pool, delegate*<ulong> readCounter, int sampleCount)
    {
        Span<byte> buffer = stackalloc byte[BufferSize];
        Span<ulong> batch = stackalloc ulong[BatchSize];
        NoiseHealth health = default;
        buffer.Clear();
        uint position = 0;
        ulong last = readCounter();
        int batches = (sampleCount + BatchSize - 1) / BatchSize;
        for (int i = 0; i < batches; i++)
        {
            for (int j = 0; j < BatchSize; j++)
            {
                position = Walk(buffer, position ^ (uint)last);
                ulong now = readCounter();
                batch[j] = now - last;
                health.Observe(batch[j]);
                last = now;
            }

            pool.Absorb(MemoryMarshal.AsBytes(batch), 0);
        }

        if (health.HasFailed)
        {
            return false;
        }

        // The samples are in already; the credit follows once the whole run has proven healthy.
        pool.Absorb(MemoryMarshal.AsBytes(batch[..1]), batches * BatchSize / NoiseHealth.SamplesPerBit);
        return true;
    }

    private static uint Walk(Span<byte> buffer, uint seed)
    {
        uint state = seed;
        for (int step = 0; step < StepsPerSample; step++)
        {
            state = (state * 1_664_525) + 1_013_904_223;
            ref byte cell = ref buffer[(int)((state >> 16) % BufferSize)];
            cell += (byte)(state >> 8);
            state ^= cell;
        }

        return state;
    }
}
