// Text notations of raw bytes and numbers in any of the usual bases: Convert, Base64Url, BitConverter and
// BinaryPrimitives. Byte order is explicit wherever the API offers it; BitConverter follows the machine, which on
// x86-64 is little-endian.
using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Base64, hexadecimal, number bases and byte order.</summary>
public sealed class Conversions
{
    /// <summary>Base64 agrees with the test vectors of RFC 4648 §10 and is read back, white space ignored.</summary>
    [Fact]
    public void Base64AgreesWithTheRfcVectors()
    {
        string[] plain = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        string[] coded = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"];
        for (int i = 0; i < plain.Length; i++)
        {
            Assert.Equal(coded[i], Convert.ToBase64String(Encoding.ASCII.GetBytes(plain[i])));
            Assert.Equal(plain[i], Encoding.ASCII.GetString(Convert.FromBase64String(coded[i])));
        }

        Assert.Equal("foobar", Encoding.ASCII.GetString(Convert.FromBase64String(" Zm9v\r\nYmFy ")));
        Assert.Throws<FormatException>(() => Convert.FromBase64String("Zg="));
        Assert.Throws<FormatException>(() => Convert.FromBase64String("Z*=="));
    }

    /// <summary>Random byte strings of every length survive Base64 and Base64Url, in text and in UTF-8.</summary>
    [Fact]
    public void Base64SurvivesEveryLength()
    {
        Random random = new(64);
        for (int length = 0; length < 200; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Sequence(bytes, Convert.FromBase64String(Convert.ToBase64String(bytes)));
            Assert.Sequence(bytes, Base64Url.DecodeFromChars(Base64Url.EncodeToString(bytes)));
            byte[] utf8 = new byte[Base64.GetMaxEncodedToUtf8Length(length)];
            Assert.Equal(OperationStatus.Done, Base64.EncodeToUtf8(bytes, utf8, out _, out int written));
            Assert.Equal(OperationStatus.Done, Base64.DecodeFromUtf8InPlace(utf8.AsSpan(0, written), out written));
            Assert.Sequence(bytes, utf8.Take(written));
        }

        Assert.Equal("-_8", Base64Url.EncodeToString([0xFB, 0xFF]));
    }

    /// <summary>Hexadecimal strings are written in either case and read in both.</summary>
    [Fact]
    public void HexadecimalIsReadInBothCases()
    {
        byte[] bytes = [0x00, 0x7F, 0x80, 0xFE, 0xFF];
        Assert.Equal("007F80FEFF", Convert.ToHexString(bytes));
        Assert.Equal("007f80feff", Convert.ToHexStringLower(bytes));
        Assert.Sequence(bytes, Convert.FromHexString("007f80FEfF"));
        Assert.Equal("00-7F-80-FE-FF", BitConverter.ToString(bytes));
        Assert.Throws<FormatException>(() => Convert.FromHexString("0"));
        Assert.Throws<FormatException>(() => Convert.FromHexString("0g"));
    }

    /// <summary>Convert writes and reads the bases 2, 8, 10 and 16, negative numbers as two's complement.</summary>
    [Fact]
    public void ConvertKnowsFourBases()
    {
        Assert.Equal("11111111111111111111111111010110", Convert.ToString(-42, 2));
        Assert.Equal("777", Convert.ToString(511, 8));
        Assert.Equal("ff", Convert.ToString(255L, 16));
        Assert.Equal(-42, Convert.ToInt32("11111111111111111111111111010110", 2));
        Assert.Equal(0xBEEFu, Convert.ToUInt32("0xBEEF", 16));
        Assert.Throws<ArgumentException>(() => Convert.ToInt32("1", 3));
        Assert.Throws<OverflowException>(() => Convert.ToByte("100", 16));
    }

    /// <summary>Convert rounds to even, checks ranges and goes through IConvertible.</summary>
    [Fact]
    public void ConvertRoundsToEvenAndChecksRanges()
    {
        Assert.Equal(2, Convert.ToInt32(2.5));
        Assert.Equal(4, Convert.ToInt32(3.5));
        Assert.Equal((byte)200, Convert.ToByte(200L));
        Assert.Throws<OverflowException>(() => Convert.ToByte(256));
        Assert.Throws<OverflowException>(() => Convert.ToInt32(3e9));
        Assert.Throws<InvalidCastException>(() => Convert.ToDateTime(true));
        Assert.Equal(1.5, Convert.ChangeType("1.5", typeof(double), CultureInfo.InvariantCulture));
        Assert.Equal(0, Convert.ToInt32((object?)null, CultureInfo.InvariantCulture));
    }

    /// <summary>BinaryPrimitives writes and reads both byte orders and reverses them.</summary>
    [Fact]
    public void BinaryPrimitivesObeyTheByteOrder()
    {
        byte[] buffer = new byte[8];
        BinaryPrimitives.WriteUInt32BigEndian(buffer, 0x01020304);
        Assert.Sequence<byte>([1, 2, 3, 4, 0, 0, 0, 0], buffer);
        Assert.Equal(0x04030201u, BinaryPrimitives.ReadUInt32LittleEndian(buffer));
        BinaryPrimitives.WriteDoubleBigEndian(buffer, 1.0);
        Assert.Sequence<byte>([0x3F, 0xF0, 0, 0, 0, 0, 0, 0], buffer);
        Assert.Equal(0x0807060504030201, BinaryPrimitives.ReverseEndianness(0x0102030405060708));
        Assert.False(BinaryPrimitives.TryReadInt64LittleEndian(buffer.AsSpan(1), out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryPrimitives.WriteInt64BigEndian(buffer.AsSpan(1), 1));
    }

    /// <summary>BitConverter shows values as bytes and bits without changing them.</summary>
    [Fact]
    public void BitConverterShowsTheBits()
    {
        Assert.True(BitConverter.IsLittleEndian);
        Assert.Sequence<byte>([0x78, 0x56, 0x34, 0x12], BitConverter.GetBytes(0x12345678));
        Assert.Equal(0x12345678, BitConverter.ToInt32([0, 0x78, 0x56, 0x34, 0x12], 1));
        Assert.Equal(0x3FF0000000000000, BitConverter.DoubleToInt64Bits(1.0));
        Assert.Equal(-2.0f, BitConverter.Int32BitsToSingle(unchecked((int)0xC0000000)));
        Assert.True(BitConverter.ToBoolean([2], 0));
        Assert.Throws<ArgumentException>(() => BitConverter.ToInt32([1, 2, 3], 0));
    }

    /// <summary>HashCode gives equal codes for equal sequences and depends on their order.</summary>
    [Fact]
    public void HashCodesDependOnValuesAndOrder()
    {
        HashCode first = default;
        first.Add(1);
        first.Add("two");
        first.AddBytes("three"u8);
        HashCode second = default;
        second.Add(1);
        second.Add("two");
        second.AddBytes("three"u8);
        Assert.Equal(first.ToHashCode(), second.ToHashCode());
        Assert.Equal(HashCode.Combine(1, 2, 3), HashCode.Combine(1, 2, 3));
        Assert.NotEqual(HashCode.Combine(1, 2, 3, 4), HashCode.Combine(4, 3, 2, 1));
    }
}
