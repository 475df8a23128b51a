// Random bytes on X86: the pool, seeded at start-up by the processor's own source and by timing jitter. The two are
// mixed, so either of them alone is enough and neither can spoil the other. A processor with RDSEED or RDRAND fills
// the key at once and jitter comes on top; without them (QEMU's qemu64, old machines) jitter alone is collected until
// the key is full.
//
// If nothing healthy is found, the console says so and the machine goes on with what there is: hash seeds and port
// numbers want bytes on a toy machine too, but nobody shall think them secret. The health tests hear a dead source,
// not a computable one: on an emulator that takes its time from the instructions it executed (Bochs, QEMU with
// icount) jitter repeats itself, and without RDRAND only the moment of the start tells two runs apart.
//
// Generating is serialised by a lock with interrupts off, in pieces short enough not to delay an interrupt.
using System;
using System.Threading;
using Cosmos.Core.Entropy;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The kernel's random numbers on bare metal.</summary>
internal static unsafe class X86Entropy
{
    // Beside hardware randomness, and for a reseed.
    private const int ExtraJitterSamples = 128;

    // Alone: a full key at a quarter bit a sample.
    private const int FullJitterSamples = EntropyPool.RequiredBits * NoiseHealth.SamplesPerBit;
    private const int JitterRounds = 4;

    // Bytes made with interrupts off at one time: about a microsecond.
    private const int PieceSize = 256;

    private static EntropyPool s_pool;
    private static int s_lock;

    /// <summary>Seeds the pool. Once, after the clock runs.</summary>
    public static void Initialize()
    {
        // Public, but different on every machine and at every start: no credit.
        AbsorbWord(Tsc.Read());
        AbsorbWord((ulong)WallClock.UnixNanoseconds());

        bool hardware = HardwareRandom.TryCollect(ref s_pool);
        bool jitter = JitterSource.TryCollect(ref s_pool, &Tsc.Read, hardware ? ExtraJitterSamples : FullJitterSamples);
        for (int round = 1; !s_pool.IsReady && !jitter && round < JitterRounds; round++)
        {
            jitter = JitterSource.TryCollect(ref s_pool, &Tsc.Read, FullJitterSamples);
        }

        if (!s_pool.IsReady)
        {
            KernelConsole.WriteLine("entropy: no healthy source on this machine; random numbers are guessable"u8);
            s_pool.Absorb("guessable"u8, EntropyPool.RequiredBits);
        }
    }

    /// <summary>
    /// Writes random bytes. Any context but interrupt handlers; interrupts are off for microseconds at a time.
    /// </summary>
    public static void Fill(byte* buffer, nuint length)
    {
        while (length > 0)
        {
            nuint count = Math.Min(length, PieceSize);
            FillPiece(new Span<byte>(buffer, (int)count));
            buffer += count;
            length -= count;
        }
    }

    private static void FillPiece(Span<byte> piece)
    {
        ulong flags = Processor.DisableInterrupts();
        while (Interlocked.Exchange(ref s_lock, 1) != 0)
        {
            Processor.Pause();
        }

        if (s_pool.NeedsReseed && !HardwareRandom.TryCollect(ref s_pool))
        {
            JitterSource.TryCollect(ref s_pool, &Tsc.Read, ExtraJitterSamples);
        }

        s_pool.TryFill(piece);
        Volatile.Write(ref s_lock, 0);
        Processor.RestoreInterrupts(flags);
    }

    private static void AbsorbWord(ulong word) => s_pool.Absorb(new ReadOnlySpan<byte>(&word, sizeof(ulong)), 0);
}
