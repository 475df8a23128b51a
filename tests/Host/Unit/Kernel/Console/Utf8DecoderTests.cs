// The screen's UTF-8 decoder against RFC 3629 and against .NET's own decoder.
using System.Text;
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class Utf8DecoderTests
{
    // Every character of the Basic Multilingual Plane comes back, byte by byte.
    [Fact]
    public void DecodesTheWholePlane()
    {
        for (int code = 0; code <= 0xFFFF; code++)
        {
            if (code is < 0xD800 or > 0xDFFF)
            {
                string text = ((char)code).ToString();
                Assert.Equal(text, Decode(Encoding.UTF8.GetBytes(text)));
            }
        }
    }

    // Errors are question marks, and the decoder finds its feet again at the next character.
    [Theory]
    [InlineData("41 80 42", "A?B")] // continuation without a beginning
    [InlineData("C3 41", "?A")] // broken off
    [InlineData("E2 82 41", "?A")]
    [InlineData("C3 C3 A9", "?é")]
    [InlineData("C0 80", "??")] // overlong forms
    [InlineData("C1 BF", "??")]
    [InlineData("E0 80 80", "?")]
    [InlineData("ED A0 80", "?")] // a surrogate
    [InlineData("F0 9F 98 80 41", "?A")] // beyond the plane: one question mark
    [InlineData("F4 90 80 80", "?")] // beyond Unicode
    [InlineData("F5 80", "??")]
    [InlineData("FF FE", "??")]
    [InlineData("F0 82 82 AC", "?")]
    public void RefusesWhatIsNotUtf8(string hex, string expected) =>
        Assert.Equal(expected, Decode(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));

    // Noise gives characters and never anything else; text after it is decoded right.
    [Fact]
    public void SurvivesNoise()
    {
        const int seed = 4711;
        Random random = new(seed);
        byte[] noise = new byte[100_000];
        random.NextBytes(noise);
        Assert.EndsWith("end", Decode([.. noise, .. "\n\n\nend"u8]), StringComparison.Ordinal);
    }

    private static string Decode(byte[] bytes)
    {
        Utf8Decoder decoder = default;
        StringBuilder text = new();
        foreach (byte value in bytes)
        {
            int count = decoder.Decode(value, out char first, out char second);
            if (count > 0)
            {
                text.Append(first);
            }

            if (count > 1)
            {
                text.Append(second);
            }
        }

        return text.ToString();
    }
}
