// Encodings turn text into bytes and back. Two promises are easy to break: bytes that are no valid text become
// U+FFFD, one for each maximal invalid sequence (Unicode Standard 3.9, "U+FFFD Substitution of Maximal Subparts"),
// and a Decoder remembers the unfinished character at the end of a chunk, so that where a stream is cut changes
// nothing.
using System.Text;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>UTF-8, UTF-16, UTF-32, ASCII and Latin-1.</summary>
public sealed class Encodings
{
    private const string Sample = "aé€😀z";

    private static readonly byte[] s_sampleUtf8 = [0x61, 0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0x7A];

    /// <summary>UTF-8 writes one to four bytes for a character and reads them back.</summary>
    [Fact]
    public void Utf8WritesOneToFourBytes()
    {
        Assert.Sequence(s_sampleUtf8, Encoding.UTF8.GetBytes(Sample));
        Assert.Equal(Sample, Encoding.UTF8.GetString(s_sampleUtf8));
        Assert.Equal(11, Encoding.UTF8.GetByteCount(Sample));
        Assert.Equal(6, Encoding.UTF8.GetCharCount(s_sampleUtf8));
        Assert.Sequence<byte>([0xEF, 0xBB, 0xBF], Encoding.UTF8.GetPreamble());
        Assert.Equal(0, new UTF8Encoding(false).GetPreamble().Length);
    }

    /// <summary>Each maximal invalid sequence of bytes becomes one U+FFFD.</summary>
    [Fact]
    public void InvalidUtf8BecomesTheReplacementCharacter()
    {
        Assert.Equal("a\uFFFDb", Encoding.UTF8.GetString([0x61, 0xFF, 0x62]));
        Assert.Equal("\uFFFD\uFFFD", Encoding.UTF8.GetString([0xC0, 0x80]));
        Assert.Equal("\uFFFDx", Encoding.UTF8.GetString([0xE2, 0x82, 0x78]));
        Assert.Equal("\uFFFD", Encoding.UTF8.GetString([0xF0, 0x9F, 0x98]));
        Assert.Equal("\uFFFD\uFFFD\uFFFD", Encoding.UTF8.GetString([0xED, 0xA0, 0x80]));
        Assert.Equal("\uFFFD", Encoding.UTF8.GetString([0x80]));
        Assert.Sequence<byte>([0xEF, 0xBF, 0xBD], Encoding.UTF8.GetBytes("\uD800"));
    }

    /// <summary>An encoding made to throw names the place of the bad bytes instead of replacing them.</summary>
    [Fact]
    public void AStrictEncodingThrowsInsteadOfReplacing()
    {
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        DecoderFallbackException bad = Assert.Throws<DecoderFallbackException>(() => strict.GetString([0x61, 0xFF]));
        Assert.Equal(1, bad.Index);
        Assert.Sequence<byte>([0xFF], bad.BytesUnknown!);
        Assert.Throws<EncoderFallbackException>(() => strict.GetBytes("x\uDC00"));
    }

    /// <summary>A decoder carries the unfinished character from chunk to chunk, wherever the stream is cut.</summary>
    [Fact]
    public void ADecoderCarriesCharactersAcrossChunks()
    {
        for (int cut = 0; cut <= s_sampleUtf8.Length; cut++)
        {
            Decoder decoder = Encoding.UTF8.GetDecoder();
            char[] chars = new char[16];
            int count = decoder.GetChars(s_sampleUtf8.AsSpan(0, cut), chars, flush: false);
            count += decoder.GetChars(s_sampleUtf8.AsSpan(cut), chars.AsSpan(count), flush: true);
            Assert.Equal(Sample, new string(chars, 0, count));
        }
    }

    /// <summary>An encoder keeps the high half of a surrogate pair until the low half comes.</summary>
    [Fact]
    public void AnEncoderCarriesSurrogatesAcrossChunks()
    {
        for (int cut = 0; cut <= Sample.Length; cut++)
        {
            Encoder encoder = Encoding.UTF8.GetEncoder();
            byte[] bytes = new byte[32];
            int count = encoder.GetBytes(Sample.AsSpan(0, cut), bytes, flush: false);
            count += encoder.GetBytes(Sample.AsSpan(cut), bytes.AsSpan(count), flush: true);
            Assert.Sequence(s_sampleUtf8, bytes.Take(count));
        }
    }

    /// <summary>UTF-16 and UTF-32 write units of two and four bytes in the byte order of their name.</summary>
    [Fact]
    public void WideEncodingsWriteWholeUnits()
    {
        Assert.Sequence<byte>([0x61, 0, 0x3D, 0xD8, 0x00, 0xDE], Encoding.Unicode.GetBytes("a😀"));
        Assert.Sequence<byte>([0, 0x61, 0xD8, 0x3D, 0xDE, 0x00], Encoding.BigEndianUnicode.GetBytes("a😀"));
        Assert.Sequence<byte>([0x61, 0, 0, 0, 0x00, 0xF6, 0x01, 0], Encoding.UTF32.GetBytes("a😀"));
        Assert.Equal("a😀", Encoding.UTF32.GetString([0x61, 0, 0, 0, 0x00, 0xF6, 0x01, 0]));
        Assert.Equal("a\uFFFD", Encoding.Unicode.GetString([0x61, 0, 0x3D, 0xD8]));
    }

    /// <summary>ASCII and Latin-1 replace what they cannot hold by a question mark.</summary>
    [Fact]
    public void NarrowEncodingsReplaceWhatTheyCannotHold()
    {
        Assert.Sequence("a??"u8.ToArray(), Encoding.ASCII.GetBytes("aé€"));
        Assert.Equal("a?", Encoding.ASCII.GetString([0x61, 0xE9]));
        Assert.Sequence<byte>([0x61, 0xE9, 0x3F], Encoding.Latin1.GetBytes("aé€"));
        Assert.Equal("aéÿ", Encoding.Latin1.GetString([0x61, 0xE9, 0xFF]));
    }

    /// <summary>Long texts of every length and mixture survive UTF-8, through vector code and its tails.</summary>
    [Fact]
    public void LongTextsSurviveUtf8()
    {
        const int Seed = 8;
        Random random = new(Seed);
        string[] pieces = ["a", "bc", "é", "€", "😀", "\0", "plain ascii text, longer than a vector register"];
        for (int round = 0; round < 200; round++)
        {
            StringBuilder builder = new();
            for (int i = random.Next(40); i > 0; i--)
            {
                builder.Append(pieces[random.Next(pieces.Length)]);
            }

            string text = builder.ToString();
            Assert.True(text == Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), $"seed {Seed}, round {round}");
        }
    }

    /// <summary>Encodings are found by name and by code page.</summary>
    [Fact]
    public void EncodingsAreFoundByName()
    {
        Assert.Equal(65001, Encoding.GetEncoding("utf-8").CodePage);
        Assert.Equal("us-ascii", Encoding.GetEncoding(20127).WebName);
        Assert.Equal("utf-16", Encoding.Unicode.WebName);
        Assert.Throws<ArgumentException>(() => Encoding.GetEncoding("no-such-encoding"));
    }
}
