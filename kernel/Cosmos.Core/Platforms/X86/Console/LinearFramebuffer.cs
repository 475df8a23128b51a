// The screen of a PC that was started by UEFI, or by a boot loader in a graphics mode: pixels in memory, drawn by us
// with Font8x16. Device memory is only written, eight bytes at a time, and never read.
using System;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>A linear framebuffer with text on it. Any context once initialised, never allocates.</summary>
internal static unsafe class LinearFramebuffer
{
    private const int UnderlineRow = Font8x16.Height - 2;

    private static byte* s_pixels;
    private static FramebufferFormat s_format;
    private static int s_columns;

    /// <summary>Columns of text, before the grid's own limit.</summary>
    public static int Columns => s_format.Columns;

    /// <summary>Rows of text, before the grid's own limit.</summary>
    public static int Rows => s_format.Rows;

    /// <summary>Checks the loader's framebuffer, maps it and blanks it.</summary>
    /// <param name="boot">What the loader said.</param>
    /// <returns>False when there is none, or when it cannot be one.</returns>
    public static bool TryInitialize(in BootInfo boot)
    {
        ref readonly BootFramebuffer told = ref boot.Framebuffer;
        bool legal = FramebufferFormat.TryCreate(
            told.Width,
            told.Height,
            told.Pitch,
            told.BitsPerPixel,
            new ColorField(told.RedPosition, told.RedSize),
            new ColorField(told.GreenPosition, told.GreenSize),
            new ColorField(told.BluePosition, told.BlueSize),
            out s_format);
        if (!legal || !IsDeviceMemory(told.Address, s_format.Length, boot.Memory))
        {
            return false;
        }

        s_pixels = (byte*)Paging.MapDevice(told.Address, s_format.Length);
        if (s_pixels == null)
        {
            return false;
        }

        Clear();
        return true;
    }

    /// <summary>Tells how many columns the grid took, so that cells have places.</summary>
    /// <param name="columns">At most <see cref="Columns"/>.</param>
    public static void SetColumns(int columns) => s_columns = columns;

    /// <summary>Draws a character.</summary>
    /// <param name="cell">Row times columns plus column, as the grid counts.</param>
    /// <param name="character">The character.</param>
    /// <param name="underlined">Whether the cursor stands here.</param>
    public static void Draw(int cell, char character, bool underlined)
    {
        ReadOnlySpan<byte> glyph = Font8x16.Glyph(character);
        Span<byte> encoded = stackalloc byte[FramebufferFormat.MaxRowBytes];
        nuint top = (nuint)(cell / s_columns) * Font8x16.Height * s_format.Pitch;
        nuint left = (nuint)(cell % s_columns) * Font8x16.Width * (nuint)s_format.BytesPerPixel;
        byte* place = s_pixels + top + left;
        for (int row = 0; row < Font8x16.Height; row++)
        {
            s_format.EncodeRow(underlined && row >= UnderlineRow ? (byte)0xFF : glyph[row], encoded);

            // Safety: the cell is inside the grid, the grid inside Width x Height (FramebufferFormat), and all of Pitch
            // x Height is mapped. Eight pixels are BytesPerPixel words of eight bytes.
            fixed (byte* source = encoded)
            {
                for (int word = 0; word < s_format.BytesPerPixel; word++)
                {
                    ((ulong*)place)[word] = ((ulong*)source)[word];
                }
            }

            place += s_format.Pitch;
        }
    }

    /// <summary>
    /// A framebuffer that overlaps memory which the same loader calls usable RAM is a lie or a bug either way: drawing
    /// would overwrite the kernel's heap.
    /// </summary>
    private static bool IsDeviceMemory(ulong address, ulong length, in BootMemoryMap map)
    {
        if (address == 0 || address > ulong.MaxValue - length)
        {
            return false;
        }

        foreach (ref readonly BootMemoryEntry entry in map.Entries)
        {
            bool apart = address >= entry.Address
                ? address - entry.Address >= entry.Length
                : entry.Address - address >= length;
            if (entry.Type == BootMemoryType.Usable && !apart)
            {
                return false;
            }
        }

        return true;
    }

    private static void Clear()
    {
        nuint rowBytes = (nuint)(s_format.Width * (uint)s_format.BytesPerPixel);
        for (uint y = 0; y < s_format.Height; y++)
        {
            // Safety: Pitch holds at least Width pixels (FramebufferFormat), so a row ends before the next one begins.
            new Span<byte>(s_pixels + ((nuint)y * s_format.Pitch), (int)rowBytes).Clear();
        }
    }
}
