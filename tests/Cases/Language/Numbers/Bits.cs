using System.Buffers.Binary;
using System.Numerics;

namespace Cosmos.Tests.Cases.Language.Numbers;

/// <summary>
/// Counting, turning and reversing bits. Each of these is one instruction on newer processors and a small algorithm on
/// older ones; the compiler picks by what it was told of the machine, or asks at run time. Both must give the same
/// answers, the edge cases zero and all-ones included, so every case compares with a loop over the bits.
/// </summary>
public sealed class Bits
{
    private static readonly ulong[] s_samples =
    [
        0, 1, 2, 3, 0x80, 0xFF, 0x100, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 0x0123_4567_89AB_CDEF,
        0x8000_0000_0000_0000, 0xAAAA_AAAA_AAAA_AAAA, ulong.MaxValue,
    ];

    /// <summary>The number of one bits.</summary>
    [Fact]
    public void Pop_count_counts_the_one_bits()
    {
        foreach (ulong sample in s_samples)
        {
            int expected = Enumerable.Range(0, 64).Count(bit => (sample >> bit & 1) != 0);
            Assert.Equal(expected, BitOperations.PopCount(sample));
            Assert.Equal(expected, BitOperations.PopCount((uint)sample) + BitOperations.PopCount((uint)(sample >> 32)));
        }
    }

    /// <summary>Zeros above the highest and below the lowest one bit; all of them when there is none.</summary>
    [Fact]
    public void Zero_counts_look_from_both_ends()
    {
        foreach (ulong sample in s_samples)
        {
            int lowest = Enumerable.Range(0, 64).FirstOrDefault(bit => (sample >> bit & 1) != 0, 64);
            int highest = Enumerable.Range(0, 64).LastOrDefault(bit => (sample >> bit & 1) != 0, -1);
            Assert.Equal(lowest, BitOperations.TrailingZeroCount(sample));
            Assert.Equal(63 - highest, BitOperations.LeadingZeroCount(sample));
            Assert.Equal(Math.Max(highest, 0), BitOperations.Log2(sample));
        }

        Assert.Equal((32, 32), (BitOperations.TrailingZeroCount(Opaque.Of(0)), BitOperations.LeadingZeroCount(0u)));
    }

    /// <summary>Rotation moves the bits that fall out to the other end, for any count.</summary>
    [Fact]
    public void Rotation_brings_bits_back_at_the_other_end()
    {
        Assert.Equal(0x3456_7812u, BitOperations.RotateLeft(Opaque.Of(0x1234_5678u), 8));
        Assert.Equal(0x7812_3456u, BitOperations.RotateRight(Opaque.Of(0x1234_5678u), 8));
        Assert.Equal(0x1234_5678u, BitOperations.RotateLeft(Opaque.Of(0x1234_5678u), Opaque.Of(32)));
        foreach (ulong sample in s_samples)
        {
            for (int count = -5; count < 70; count += 7)
            {
                ulong turned = BitOperations.RotateLeft(sample, count);
                Assert.Equal(sample, BitOperations.RotateRight(turned, count));
                Assert.Equal(turned, sample << count | sample >> -count);
            }
        }
    }

    /// <summary>Powers of two are recognised and rounded up to.</summary>
    [Fact]
    public void Powers_of_two_are_recognised()
    {
        Assert.True(BitOperations.IsPow2(Opaque.Of(1024)));
        Assert.False(BitOperations.IsPow2(Opaque.Of(0)));
        Assert.False(BitOperations.IsPow2(Opaque.Of(int.MinValue)));
        Assert.True(BitOperations.IsPow2(Opaque.Of(0x8000_0000u)));
        Assert.Equal(1024u, BitOperations.RoundUpToPowerOf2(Opaque.Of(1000u)));
        Assert.Equal(1UL << 40, BitOperations.RoundUpToPowerOf2(Opaque.Of((1UL << 39) + 1)));
    }

    /// <summary>The checksum CRC-32C of known inputs.</summary>
    [Fact]
    public void Crc32c_has_its_published_value()
    {
        uint crc = uint.MaxValue;
        foreach (byte digit in "123456789"u8)
        {
            crc = BitOperations.Crc32C(crc, digit);
        }

        Assert.Equal(0xE306_9283u, ~crc);
        uint wide = BitOperations.Crc32C(uint.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian("12345678"u8));
        Assert.Equal(crc, BitOperations.Crc32C(wide, (byte)'9'));
    }

    /// <summary>Byte order can be reversed and chosen.</summary>
    [Fact]
    public void Byte_order_is_reversed_and_chosen()
    {
        Assert.Equal(0x7856_3412u, BinaryPrimitives.ReverseEndianness(Opaque.Of(0x1234_5678u)));
        Assert.Equal(0xEFCD_AB89_6745_2301UL, BinaryPrimitives.ReverseEndianness(Opaque.Of(0x0123_4567_89AB_CDEFUL)));
        Assert.Equal((short)0x3412, BinaryPrimitives.ReverseEndianness(Opaque.Of((short)0x1234)));
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Opaque.Of(-2L));
        Assert.Equal(-2L, BinaryPrimitives.ReadInt64BigEndian(bytes));
        Assert.Equal((byte)0xFE, bytes[7]);
        Assert.True(BitConverter.IsLittleEndian);
    }

    /// <summary>Single bits are set, cleared, toggled and asked for in loops.</summary>
    [Fact]
    public void Single_bits_are_set_cleared_and_toggled()
    {
        ulong set = 0;
        for (int bit = 0; bit < 64; bit += 3)
        {
            set |= 1UL << Opaque.Of(bit);
        }

        Assert.Equal(0x9249_2492_4924_9249UL, set);
        ulong rest = set;
        int count = 0;
        while (rest != 0)
        {
            rest &= rest - 1;
            count++;
        }

        Assert.Equal(22, count);
        Assert.Equal(~set, set ^ ulong.MaxValue);
        Assert.Equal(1UL, set & (ulong)-(long)set);
    }
}
