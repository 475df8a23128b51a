namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>Where one primary colour sits in a pixel, as boot loaders tell it: position and size in bits.</summary>
/// <remarks>A claim from outside until <see cref="Fits"/> has said yes; the other members rely on that.</remarks>
internal readonly struct ColorField
{
    private const int MaxSize = 16;
    private const uint FullLevel = 255;

    /// <summary>Makes a field.</summary>
    /// <param name="position">Its lowest bit.</param>
    /// <param name="size">Its bits.</param>
    public ColorField(int position, int size)
    {
        Position = position;
        Size = size;
    }

    /// <summary>The lowest bit.</summary>
    public int Position { get; }

    /// <summary>The number of bits.</summary>
    public int Size { get; }

    /// <summary>The field's bits in a pixel.</summary>
    public uint Mask => ((1u << Size) - 1) << Position;

    /// <summary>Whether the field has bits, and all of them inside the pixel.</summary>
    /// <param name="bitsPerPixel">Bits in a pixel, at most 32.</param>
    public bool Fits(int bitsPerPixel) =>
        Size is >= 1 and <= MaxSize && Position >= 0 && Position <= bitsPerPixel - Size;

    /// <summary>A brightness in this field's bits, at its place.</summary>
    /// <param name="level">0 to 255.</param>
    public uint Scale(uint level) => (level * ((1u << Size) - 1) / FullLevel) << Position;
}
