// UTF-8 without the detour through strings: Utf8Formatter and Utf8Parser for protocols, IUtf8SpanFormattable for
// values, Utf8.TryWrite for interpolation, transcoding by OperationStatus. A kernel's console and its network speak
// bytes, so these are the calls that matter there.
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Formatting, parsing and transcoding of UTF-8 bytes.</summary>
public sealed class Utf8Formatting
{
    /// <summary>Utf8Formatter writes integers, numbers, booleans, dates and GUIDs as invariant bytes.</summary>
    [Fact]
    public void TheFormatterWritesInvariantBytes()
    {
        Span<byte> buffer = stackalloc byte[64];
        Assert.True(Utf8Formatter.TryFormat(-1234567, buffer, out int written, new StandardFormat('N', 0)));
        Assert.Equal("-1,234,567", Text(buffer[..written]));
        Assert.True(Utf8Formatter.TryFormat(48879u, buffer, out written, 'x'));
        Assert.Equal("beef", Text(buffer[..written]));
        Assert.True(Utf8Formatter.TryFormat(1.5m, buffer, out written, new StandardFormat('F', 3)));
        Assert.Equal("1.500", Text(buffer[..written]));
        Assert.True(Utf8Formatter.TryFormat(true, buffer, out written, 'l'));
        Assert.Equal("true", Text(buffer[..written]));
        DateTime moment = new(2024, 2, 29, 13, 5, 7, DateTimeKind.Utc);
        Assert.True(Utf8Formatter.TryFormat(moment, buffer, out written, 'R'));
        Assert.Equal("Thu, 29 Feb 2024 13:05:07 GMT", Text(buffer[..written]));
        Assert.True(Utf8Formatter.TryFormat(Guid.Empty, buffer, out written, 'N'));
        Assert.Equal(new string('0', 32), Text(buffer[..written]));
    }

    /// <summary>Utf8Parser reads the longest prefix that is a value and says how many bytes it took.</summary>
    [Fact]
    public void TheParserReadsTheLongestPrefix()
    {
        Assert.True(Utf8Parser.TryParse("-42;rest"u8, out int number, out int consumed));
        Assert.Equal(-42, number);
        Assert.Equal(3, consumed);
        Assert.True(Utf8Parser.TryParse("1.25e2 "u8, out double real, out consumed));
        Assert.Equal(125.0, real);
        Assert.Equal(6, consumed);
        Assert.True(Utf8Parser.TryParse("FFff"u8, out ushort hex, out consumed, 'x'));
        Assert.Equal(ushort.MaxValue, hex);
        Assert.False(Utf8Parser.TryParse("256"u8, out byte _, out consumed));
        Assert.Equal(0, consumed);
        Assert.False(Utf8Parser.TryParse("x1"u8, out int _, out _));
    }

    /// <summary>Values format themselves into bytes, and a short span is answered with false.</summary>
    [Fact]
    public void ValuesFormatThemselvesIntoBytes()
    {
        Span<byte> buffer = stackalloc byte[32];
        Assert.Equal("3.14", Format(3.14159, "F2", buffer));
        Assert.Equal("0042", Format(42, "D4", buffer));
        Assert.Equal("1.02:03:04", Format(new TimeSpan(1, 2, 3, 4), "c", buffer));
        Assert.Equal("2024-02-29", Format(new DateOnly(2024, 2, 29), "O", buffer));
        Assert.Equal("1.2.3", Format(new Version(1, 2, 3), "", buffer));
        Assert.False(123456.TryFormat(buffer[..5], out int written, default, CultureInfo.InvariantCulture));
        Assert.Equal(0, written);
    }

    /// <summary>Utf8.TryWrite writes an interpolated string as UTF-8 without making a string.</summary>
    [Fact]
    public void InterpolationWritesBytes()
    {
        Span<byte> buffer = stackalloc byte[40];
        int vector = 14;
        Assert.True(Utf8.TryWrite(
            buffer, CultureInfo.InvariantCulture, $"é vector {vector,4} at 0x{0xCAFEul:X8}", out int written));
        Assert.Equal("é vector   14 at 0x0000CAFE", Text(buffer[..written]));
        Assert.False(Utf8.TryWrite(buffer[..5], $"too long {vector}", out _));
    }

    /// <summary>
    /// Transcoding stops at the end of the destination or at an incomplete character, and says which.
    /// </summary>
    [Fact]
    public void TranscodingReportsWhyItStopped()
    {
        Span<char> chars = stackalloc char[3];
        ReadOnlySpan<byte> source = "ab€x"u8;
        Assert.Equal(OperationStatus.DestinationTooSmall, Utf8.ToUtf16(source, chars, out int read, out int written));
        Assert.Equal(5, read);
        Assert.Equal("ab€", chars[..written].ToString());
        OperationStatus status = Utf8.ToUtf16(source[..4], chars, out read, out written, isFinalBlock: false);
        Assert.Equal(OperationStatus.NeedMoreData, status);
        Assert.Equal(2, read);
        status = Utf8.ToUtf16([0x61, 0xFF], chars, out read, out written, replaceInvalidSequences: false);
        Assert.Equal(OperationStatus.InvalidData, status);
        Assert.Equal(1, read);
        Span<byte> bytes = stackalloc byte[8];
        Assert.Equal(OperationStatus.Done, Utf8.FromUtf16("é€", bytes, out read, out written));
        Assert.Equal("é€", Text(bytes[..written]));
        Assert.True(Utf8.IsValid("a€"u8));
        Assert.False(Utf8.IsValid([0xC3]));
    }

    /// <summary>Ascii compares and changes case of ASCII bytes only.</summary>
    [Fact]
    public void AsciiTouchesOnlyAscii()
    {
        Span<byte> upper = stackalloc byte[5];
        Assert.Equal(OperationStatus.Done, Ascii.ToUpper("ab1-z"u8, upper, out _));
        Assert.Equal("AB1-Z", Text(upper));
        Assert.True(Ascii.EqualsIgnoreCase("Host"u8, "hOST"));
        Assert.False(Ascii.IsValid("é"u8));
        Assert.Equal(1..4, Ascii.Trim(" abc\t"u8));
    }

    private static string Format<T>(T value, string format, Span<byte> buffer)
        where T : IUtf8SpanFormattable
    {
        Assert.True(value.TryFormat(buffer, out int written, format, CultureInfo.InvariantCulture));
        return Text(buffer[..written]);
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
