// A screenshot as QEMU writes it: a binary PPM (netpbm "ppm(5)": P6, width, height, 255, then three bytes a pixel).
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Boot.Screens;

/// <summary>What a screen shows, pixel by pixel.</summary>
public sealed class Picture
{
    private const int LitLevel = 0x40; // of 255: between black and the console's grey
    private readonly byte[] _pixels;

    private Picture(int width, int height, byte[] pixels)
    {
        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Reads a PPM file.</summary>
    /// <exception cref="InvalidDataException">It is not one.</exception>
    public static Picture Load(string file)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int position = 0;
        string magic = Word(bytes, ref position);
        int width = Number(bytes, ref position);
        int height = Number(bytes, ref position);
        int most = Number(bytes, ref position);
        byte[] pixels = bytes[Math.Min(position + 1, bytes.Length)..];
        return magic == "P6" && most == 255 && pixels.Length == width * height * 3
            ? new Picture(width, height, pixels)
            : throw new InvalidDataException($"{file} is not a PPM of 8-bit colours");
    }

    /// <summary>Whether a pixel is brighter than the background.</summary>
    public bool IsLit(int x, int y)
    {
        int start = ((y * Width) + x) * 3;
        return Math.Max(_pixels[start], Math.Max(_pixels[start + 1], _pixels[start + 2])) >= LitLevel;
    }

    /// <summary>How many pixels of some rows are lit.</summary>
    public int LitPixels(int firstRow, int rows)
    {
        int count = 0;
        for (int y = firstRow; y < Math.Min(firstRow + rows, Height); y++)
        {
            for (int x = 0; x < Width; x++)
            {
                count += IsLit(x, y) ? 1 : 0;
            }
        }

        return count;
    }

    private static string Word(byte[] bytes, ref int position)
    {
        while (position < bytes.Length && char.IsWhiteSpace((char)bytes[position]))
        {
            position++;
        }

        int start = position;
        while (position < bytes.Length && !char.IsWhiteSpace((char)bytes[position]))
        {
            position++;
        }

        return Encoding.ASCII.GetString(bytes, start, position - start);
    }

    private static int Number(byte[] bytes, ref int position) =>
        int.TryParse(Word(bytes, ref position), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : -1;
}
