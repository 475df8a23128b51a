// The health tests must be deaf to honest noise, even to little of it, and hear a dead source at once.
using Cosmos.Core.Entropy;

namespace Cosmos.Tests.Host.Unit.Kernel.Entropy;

public unsafe class NoiseHealthTests
{
    private static ulong s_time;
    private static ulong s_random = 1;

    // A source that sticks is caught after exactly the limit.
    [Fact]
    public void StuckSourceFails()
    {
        NoiseHealth health = default;
        for (int i = 0; i < NoiseHealth.RepetitionLimit - 1; i++)
        {
            health.Observe(42);
        }

        Assert.False(health.HasFailed);
        health.Observe(42);
        Assert.True(health.HasFailed);
    }

    // A source that gives one value nearly always is caught by the proportion, though it never repeats for long.
    [Fact]
    public void NearlyConstantSourceFails()
    {
        NoiseHealth health = default;
        for (int i = 0; i < 10 * NoiseHealth.WindowSize; i++)
        {
            health.Observe(i % 50 == 49 ? 1ul : 0ul);
        }

        Assert.True(health.HasFailed);
    }

    // A coin that shows heads half the time passes for a million throws.
    [Fact]
    public void PoorButAliveSourcePasses()
    {
        const int Seed = 3;
        Random random = new(Seed);
        NoiseHealth health = default;
        for (int i = 0; i < 1_000_000; i++)
        {
            health.Observe((ulong)random.Next(2));
        }

        Assert.False(health.HasFailed, $"seed {Seed}");
    }

    // A clock that counts the same for the same work, as an emulator's may, earns no credit.
    [Fact]
    public void RegularClockEarnsNoCredit()
    {
        EntropyPool pool = default;
        Assert.False(JitterSource.TryCollect(ref pool, &Regular, 1_024));
        Assert.False(pool.IsReady);
    }

    // A jittery one fills the key with a quarter bit from each sample.
    [Fact]
    public void JitteryClockFillsTheKey()
    {
        EntropyPool pool = default;
        Assert.True(JitterSource.TryCollect(ref pool, &Jittery, 1_023 - 32));
        Assert.False(pool.IsReady);
        Assert.True(JitterSource.TryCollect(ref pool, &Jittery, 32));
        Assert.True(pool.IsReady);
    }

    private static ulong Regular() => s_time += 100;

    private static ulong Jittery()
    {
        s_random = (s_random * 6_364_136_223_846_793_005) + 1;
        return s_time += 100 + (s_random >> 61);
    }
}
