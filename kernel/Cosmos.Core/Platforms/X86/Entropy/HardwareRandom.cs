// RDSEED and RDRAND (Intel SDM Vol. 1 §7.3.17): the processor's own noise source, raw through RDSEED, stretched by a
// generator through RDRAND. Both may have nothing to give for a moment, so they are asked again a bounded number of
// times. Some processors came out of sleep with a source that always says "all ones" (AMD erratum 1135 and kin), and
// an emulator may do anything: a value that is all ones, all zeroes or the same as the one before disqualifies the
// instruction for this collection.
using System;
using System.Runtime.InteropServices;
using Cosmos.Core.Entropy;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Takes entropy from the processor's instructions.</summary>
internal static unsafe class HardwareRandom
{
    // CPUID.01H:ECX bit 30 and CPUID.(07H,0):EBX bit 18.
    private const uint FeatureRdrand = 1u << 30;
    private const uint FeatureRdseed = 1u << 18;

    private const int Words = 8;

    // §7.3.17.1: ten times for RDRAND. RDSEED may need longer while others draw from the same source.
    private const int RdrandAttempts = 10;
    private const int RdseedAttempts = 200;

    /// <summary>Absorbs 512 bits, preferably from RDSEED, and credits the pool with a full key.</summary>
    /// <returns>
    /// False if the processor has neither instruction or what it gave looks broken; nothing is credited then.
    /// </returns>
    public static bool TryCollect(ref EntropyPool pool)
    {
        Span<ulong> words = stackalloc ulong[Words];
        bool hasRdseed = (Cpuid.Query(7).Ebx & FeatureRdseed) != 0;
        bool hasRdrand = (Cpuid.Query(1).Ecx & FeatureRdrand) != 0;
        bool sound = (hasRdseed && TryFill(words, seed: true)) || (hasRdrand && TryFill(words, seed: false));
        if (sound)
        {
            pool.Absorb(MemoryMarshal.AsBytes(words), EntropyPool.RequiredBits);
        }

        words.Clear();
        return sound;
    }

    private static bool TryFill(Span<ulong> words, bool seed)
    {
        ulong previous = 0;
        for (int i = 0; i < words.Length; i++)
        {
            if (!TryDraw(seed, out ulong value) || value == previous || value is 0 or ulong.MaxValue)
            {
                return false;
            }

            words[i] = value;
            previous = value;
        }

        return true;
    }

    private static bool TryDraw(bool seed, out ulong value)
    {
        int attempts = seed ? RdseedAttempts : RdrandAttempts;
        ulong drawn = 0;
        for (int i = 0; i < attempts; i++)
        {
            // Safety: the routines write one word to a local; CPUID has shown that the instruction exists.
            if ((seed ? Rdseed(&drawn) : Rdrand(&drawn)) != 0)
            {
                value = drawn;
                return true;
            }

            Processor.Pause();
        }

        value = 0;
        return false;
    }

    [DllImport("*", EntryPoint = "cosmos_rdrand"), SuppressGCTransition]
    private static extern int Rdrand(ulong* value);

    [DllImport("*", EntryPoint = "cosmos_rdseed"), SuppressGCTransition]
    private static extern int Rdseed(ulong* value);
}
