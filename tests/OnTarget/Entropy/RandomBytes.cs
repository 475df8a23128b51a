using System.Numerics;
using System.Security.Cryptography;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Entropy;

/// <summary>
/// Claims about the random bytes of the machine. Each bound is so wide that sound randomness fails it less than once in
/// 10^9 runs; a stuck, repeating or biased source fails it at once.
/// </summary>
public sealed unsafe class RandomBytes
{
    private const int Size = 64 * 1024;

    /// <summary>Half of the bits are set: 524,288 bits, standard deviation 362.</summary>
    [Fact]
    public void Half_of_the_bits_are_set()
    {
        int ones = 0;
        foreach (byte value in Take(Size))
        {
            ones += BitOperations.PopCount(value);
        }

        Assert.InRange(ones, (Size * 4) - 2500, (Size * 4) + 2500);
    }

    /// <summary>Every byte value comes, none much too often: 256 expected of each, standard deviation 16.</summary>
    [Fact]
    public void Every_byte_value_comes_about_equally_often()
    {
        int[] counts = new int[256];
        foreach (byte value in Take(Size))
        {
            counts[value]++;
        }

        foreach (int count in counts)
        {
            Assert.InRange(count, 128, 384);
        }
    }

    /// <summary>No two requests give the same bytes.</summary>
    [Fact]
    public void Requests_differ()
    {
        var seen = new HashSet<UInt128>();
        for (int round = 0; round < 1000; round++)
        {
            Assert.True(seen.Add(new UInt128(BitConverter.ToUInt64(Take(8)), BitConverter.ToUInt64(Take(8)))));
        }
    }

    /// <summary>Any length is served, and not a byte beyond it is written.</summary>
    [Fact]
    public void Only_the_requested_bytes_are_written()
    {
        Span<byte> buffer = stackalloc byte[300];
        for (int length = 0; length < 260; length++)
        {
            buffer.Clear();
            fixed (byte* start = buffer)
            {
                Platform.FillEntropy(start, (nuint)length);
            }

            Assert.Equal(-1, buffer[length..].IndexOfAnyExcept((byte)0));
        }
    }

    /// <summary>.NET's cryptographic generator and its Guid take their bytes from here.</summary>
    [Fact]
    public void Dotnet_draws_from_it()
    {
        Assert.False(RandomNumberGenerator.GetBytes(32).AsSpan().SequenceEqual(RandomNumberGenerator.GetBytes(32)));
        Assert.NotEqual(Guid.NewGuid(), Guid.NewGuid());
    }

    private static byte[] Take(int count)
    {
        byte[] bytes = new byte[count];
        fixed (byte* start = bytes)
        {
            Platform.FillEntropy(start, (nuint)count);
        }

        return bytes;
    }
}
