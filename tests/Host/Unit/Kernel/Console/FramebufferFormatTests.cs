// A boot loader's description of the screen is a claim from outside: what may be believed, and how pixels then look.
using Cosmos.Core.Platforms.X86.Console;

namespace Cosmos.Tests.Host.Unit.Kernel.Consoles;

public class FramebufferFormatTests
{
    private static readonly ColorField s_red = new(16, 8);
    private static readonly ColorField s_green = new(8, 8);
    private static readonly ColorField s_blue = new(0, 8);

    [Theory]
    [InlineData(1024, 768, 4096, 32, true)]
    [InlineData(800, 600, 2400, 24, true)]
    [InlineData(800, 600, 2432, 24, true)] // rows are padded
    [InlineData(8, 16, 32, 32, true)] // one character
    [InlineData(7, 16, 32, 32, false)]
    [InlineData(8, 15, 32, 32, false)]
    [InlineData(0, 0, 0, 0, false)]
    [InlineData(1024, 768, 4095, 32, false)] // rows overlap
    [InlineData(1024, 768, 0, 32, false)]
    [InlineData(16385, 768, 65540, 32, false)]
    [InlineData(1024, 16385, 4096, 32, false)]
    [InlineData(0x4000_0001, 768, 4, 32, false)] // width * 4 wraps to 4
    [InlineData(1024, 768, uint.MaxValue, 32, false)]
    [InlineData(1024, 768, 4096, 8, false)]
    [InlineData(1024, 768, 4096, 33, false)]
    [InlineData(1024, 768, 4096, 64, false)]
    [InlineData(1024, 768, 4096, -32, false)]
    public void BelievesOnlyShapesThatHoldTheirPixels(uint width, uint height, uint pitch, int bits, bool believed) =>
        Assert.Equal(believed, FramebufferFormat.TryCreate(width, height, pitch, bits, s_red, s_green, s_blue, out _));

    [Theory]
    [InlineData(16, 8, 8, 8, 0, 8, true)]
    [InlineData(0, 8, 8, 8, 16, 8, true)] // BGR
    [InlineData(20, 10, 10, 10, 0, 10, true)]
    [InlineData(16, 0, 8, 8, 0, 8, false)] // no red
    [InlineData(16, 8, 15, 8, 0, 8, false)] // overlap
    [InlineData(25, 8, 8, 8, 0, 8, false)] // beyond the pixel
    [InlineData(255, 8, 8, 8, 0, 8, false)]
    [InlineData(16, 255, 8, 8, 0, 8, false)]
    [InlineData(-1, 8, 8, 8, 16, 8, false)]
    public void ColoursMustBeSeparateBitFields(int rp, int rs, int gp, int gs, int bp, int bs, bool believed)
    {
        ColorField red = new(rp, rs);
        Assert.Equal(
            believed,
            FramebufferFormat.TryCreate(
                640, 480, 2560, 32, red, new ColorField(gp, gs), new ColorField(bp, bs), out _));
    }

    // Eight pixels, leftmost first, little endian, in each depth: grey where the glyph has a bit.
    [Theory]
    [InlineData(32, 16, 8, 8, 8, 0, 8, "AAAAAA00 00000000 AAAAAA00 00000000 00000000 00000000 00000000 AAAAAA00")]
    [InlineData(24, 16, 8, 8, 8, 0, 8, "AAAAAA 000000 AAAAAA 000000 000000 000000 000000 AAAAAA")]
    [InlineData(16, 11, 5, 5, 6, 0, 5, "54A5 0000 54A5 0000 0000 0000 0000 54A5")]
    [InlineData(15, 10, 5, 5, 5, 0, 5, "9452 0000 9452 0000 0000 0000 0000 9452")]
    public void EncodesARowOfAGlyph(int bits, int rp, int rs, int gp, int gs, int bp, int bs, string expected)
    {
        uint pitch = 640 * (((uint)bits + 7) / 8);
        ColorField red = new(rp, rs);
        Assert.True(FramebufferFormat.TryCreate(
            640, 480, pitch, bits, red, new ColorField(gp, gs), new ColorField(bp, bs), out var format));
        byte[] pixels = new byte[FramebufferFormat.MaxRowBytes];
        format.EncodeRow(0b1010_0001, pixels);
        Assert.Equal(
            expected.Replace(" ", "", StringComparison.Ordinal),
            Convert.ToHexString(pixels.AsSpan(0, 8 * format.BytesPerPixel)));
    }

    // Text uses whole cells only.
    [Fact]
    public void CountsWholeCells()
    {
        Assert.True(FramebufferFormat.TryCreate(1366, 768, 5504, 32, s_red, s_green, s_blue, out var format));
        Assert.Equal((170, 48, 5504UL * 768), (format.Columns, format.Rows, format.Length));
    }
}
