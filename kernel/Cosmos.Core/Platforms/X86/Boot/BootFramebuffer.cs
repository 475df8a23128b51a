namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>
/// A linear RGB framebuffer that the loader set up; <see cref="Address"/> 0 means there is none (VGA text, or no
/// screen).
/// </summary>
internal struct BootFramebuffer
{
    /// <summary>Physical address of the first pixel; 0: none.</summary>
    public ulong Address;

    /// <summary>Pixels in a row.</summary>
    public uint Width;

    /// <summary>Rows.</summary>
    public uint Height;

    /// <summary>Bytes from one row to the next.</summary>
    public uint Pitch;

    /// <summary>Bits in a pixel: 15, 16, 24 or 32.</summary>
    public byte BitsPerPixel;

    /// <summary>Lowest bit of red.</summary>
    public byte RedPosition;

    /// <summary>Bits of red.</summary>
    public byte RedSize;

    /// <summary>Lowest bit of green.</summary>
    public byte GreenPosition;

    /// <summary>Bits of green.</summary>
    public byte GreenSize;

    /// <summary>Lowest bit of blue.</summary>
    public byte BluePosition;

    /// <summary>Bits of blue.</summary>
    public byte BlueSize;

    /// <summary>Bytes from the first pixel to the end of the last row.</summary>
    public readonly ulong Length => (ulong)Pitch * Height;

    /// <summary>
    /// Whether the numbers can be a framebuffer at all; a screen driver may then index it by Pitch and Height
    /// without further checks.
    /// </summary>
    public readonly bool IsPlausible =>
        Address != 0
        && Width is > 0 and <= 16384
        && Height is > 0 and <= 16384
        && BitsPerPixel is 15 or 16 or 24 or 32
        && Pitch >= (ulong)Width * ((BitsPerPixel + 7u) / 8)
        && Pitch <= 16384 * 16
        && Address <= ulong.MaxValue - Length
        && RedPosition + RedSize <= 32 && GreenPosition + GreenSize <= 32 && BluePosition + BlueSize <= 32;
}
