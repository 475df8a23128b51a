// What a generator owes its users: nothing before it is seeded, never the same twice, every input counts, the past
// cannot be computed from the state, and the stream looks like noise.
using System.Numerics;
using System.Text;
using Cosmos.Core.Entropy;

namespace Cosmos.Tests.Host.Unit.Kernel.Entropy;

public class EntropyPoolTests
{
    // Before a full key was credited there are no bytes, and the buffer stays as it was.
    [Fact]
    public void GivesNothingUntilSeeded()
    {
        EntropyPool pool = default;
        byte[] output = new byte[16];
        Assert.False(pool.TryFill(output));
        pool.Absorb("some"u8, EntropyPool.RequiredBits - 1);
        Assert.False(pool.TryFill(output));
        Assert.All(output, value => Assert.Equal(0, value));
        pool.Absorb("more"u8, 1);
        Assert.True(pool.TryFill(output));
    }

    // A pool is a function of what it absorbed: each bit, each length and the order count.
    [Fact]
    public void EveryInputChangesTheOutput()
    {
        string[] inputs =
            ["", "a", "a\0", "b", "ab", "ba", new string('a', 31), new string('a', 32), new string('a', 33)];
        HashSet<string> outputs = [];
        foreach (string input in inputs)
        {
            EntropyPool pool = default;
            pool.Absorb(Encoding.ASCII.GetBytes(input), 0);
            pool.Absorb("seed"u8, EntropyPool.RequiredBits);
            outputs.Add(Take(ref pool, 32));
        }

        Assert.Equal(inputs.Length, outputs.Count);
    }

    // The same seed replays the same bytes, so a simulation can be repeated.
    [Fact]
    public void SameSeedSameBytes()
    {
        EntropyPool one = Seeded();
        EntropyPool two = Seeded();
        Assert.Equal(Take(ref one, 1_000), Take(ref two, 1_000));
    }

    // Consecutive requests never repeat, whatever their sizes.
    [Fact]
    public void RequestsDoNotRepeat()
    {
        EntropyPool pool = Seeded();
        HashSet<string> seen = [];
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(seen.Add(Take(ref pool, 16 + (i % 80))));
        }
    }

    // Absorbing later forks the future of two pools that were equal.
    [Fact]
    public void LaterEntropyForksTheStream()
    {
        EntropyPool one = Seeded();
        EntropyPool two = one;
        two.Absorb([1], 0);
        Assert.NotEqual(Take(ref one, 32), Take(ref two, 32));
    }

    // After the interval the pool asks for fresh entropy and is content once it got some.
    [Fact]
    public void AsksForReseed()
    {
        EntropyPool pool = Seeded();
        byte[] output = new byte[1 << 16];
        for (ulong given = 0; given < EntropyPool.ReseedInterval; given += (ulong)output.Length)
        {
            Assert.False(pool.NeedsReseed);
            Assert.True(pool.TryFill(output));
        }

        Assert.True(pool.NeedsReseed);
        pool.Absorb("public"u8, 0);
        Assert.True(pool.NeedsReseed);
        pool.Absorb("fresh"u8, 1);
        Assert.False(pool.NeedsReseed);
    }

    // Ones and zeroes balance: 8 million bits deviate by less than five standard deviations.
    [Fact]
    public void BitsBalance()
    {
        EntropyPool pool = Seeded();
        byte[] output = new byte[1_000_000];
        Assert.True(pool.TryFill(output));
        long ones = output.Sum(value => (long)BitOperations.PopCount(value));
        Assert.InRange(ones, 4_000_000 - 7_071, 4_000_000 + 7_071);
    }

    private static EntropyPool Seeded()
    {
        EntropyPool pool = default;
        pool.Absorb("a seed that is only for tests"u8, EntropyPool.RequiredBits);
        return pool;
    }

    private static string Take(ref EntropyPool pool, int count)
    {
        byte[] output = new byte[count];
        Assert.True(pool.TryFill(output));
        return Convert.ToHexString(output);
    }
}
