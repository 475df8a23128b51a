// The shape of a linear framebuffer, checked. The numbers come from a boot loader, that is from outside: TryCreate
// takes them apart and makes a format only if every pixel that the console will ever write lies inside Pitch x Height
// bytes and the three colours are separate bit fields of a pixel. After that, nothing needs checking again.
using System;
using System.Buffers.Binary;
using System.Numerics;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>A framebuffer layout that can only hold legal values, and the encoding of a glyph's row in it.</summary>
internal readonly struct FramebufferFormat
{
    /// <summary>
    /// The most pixels across or down; beyond any screen made, and small enough that no product overflows.
    /// </summary>
    public const uint MaxPixels = 16384;

    /// <summary>The most bytes that <see cref="EncodeRow"/> writes: eight pixels of four bytes.</summary>
    public const int MaxRowBytes = Font8x16.Width * 4;

    private const uint MaxPitch = MaxPixels * 4 * 2;
    private const int ForegroundLevel = 0xAA; // of 255: the light grey of VGA text

    private readonly uint _foreground;

    private FramebufferFormat(uint width, uint height, uint pitch, int bytesPerPixel, uint foreground)
    {
        Width = width;
        Height = height;
        Pitch = pitch;
        BytesPerPixel = bytesPerPixel;
        _foreground = foreground;
    }

    /// <summary>Pixels across.</summary>
    public uint Width { get; }

    /// <summary>Pixels down.</summary>
    public uint Height { get; }

    /// <summary>Bytes from one row of pixels to the next.</summary>
    public uint Pitch { get; }

    /// <summary>Bytes in a pixel: 2, 3 or 4.</summary>
    public int BytesPerPixel { get; }

    /// <summary>Whole glyphs across.</summary>
    public int Columns => (int)(Width / Font8x16.Width);

    /// <summary>Whole glyphs down.</summary>
    public int Rows => (int)(Height / Font8x16.Height);

    /// <summary>Bytes from the first pixel to the end of the last row.</summary>
    public ulong Length => (ulong)Pitch * Height;

    /// <summary>Checks a loader's description of a framebuffer.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="pitch">Bytes from row to row.</param>
    /// <param name="bitsPerPixel">15, 16, 24 or 32.</param>
    /// <param name="red">Where red is.</param>
    /// <param name="green">Where green is.</param>
    /// <param name="blue">Where blue is.</param>
    /// <param name="format">The checked format.</param>
    /// <returns>False when it is no framebuffer that can show text.</returns>
    public static bool TryCreate(
        uint width,
        uint height,
        uint pitch,
        int bitsPerPixel,
        ColorField red,
        ColorField green,
        ColorField blue,
        out FramebufferFormat format)
    {
        format = default;
        if (bitsPerPixel is not (15 or 16 or 24 or 32))
        {
            return false;
        }

        int bytes = (bitsPerPixel + 7) / 8;
        bool shape = width is >= Font8x16.Width and <= MaxPixels && height is >= Font8x16.Height and <= MaxPixels
            && pitch >= width * (uint)bytes && pitch <= MaxPitch;
        if (!shape || !red.Fits(bitsPerPixel) || !green.Fits(bitsPerPixel) || !blue.Fits(bitsPerPixel))
        {
            return false;
        }

        // Fields that share a bit leave fewer bits set in the union than in the parts.
        uint union = red.Mask | green.Mask | blue.Mask;
        if (BitOperations.PopCount(union) != red.Size + green.Size + blue.Size)
        {
            return false;
        }

        uint grey = red.Scale(ForegroundLevel) | green.Scale(ForegroundLevel) | blue.Scale(ForegroundLevel);
        format = new FramebufferFormat(width, height, pitch, bytes, grey);
        return true;
    }

    /// <summary>Encodes one row of a glyph as pixels: set bits in grey, the others black.</summary>
    /// <param name="bits">The row, leftmost pixel in bit 7.</param>
    /// <param name="pixels">
    /// Takes eight pixels; at least <see cref="MaxRowBytes"/> long, whatever the pixel's size.
    /// </param>
    public void EncodeRow(byte bits, Span<byte> pixels)
    {
        for (int x = 0; x < Font8x16.Width; x++)
        {
            uint pixel = (bits & (0x80 >> x)) != 0 ? _foreground : 0;
            Span<byte> place = pixels[(x * BytesPerPixel)..];
            if (BytesPerPixel == 4)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(place, pixel);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)pixel);
                if (BytesPerPixel == 3)
                {
                    place[2] = (byte)(pixel >> 16);
                }
            }
        }
    }
}
