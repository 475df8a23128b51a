// The screen of a PC that was started by UEFI, or by a boot loader in a graphics mode: pixels in memory, drawn by us
// with Font8x16. Device memory is only written, eight bytes at a time, and never read. All 256 rows that a glyph can
// have are encoded once, for the depth of this screen; drawing is then copying, which is what makes scrolling bearable.
using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>A linear framebuffer with text on it. Any context once initialised, never allocates.</summary>
internal static unsafe class LinearFramebuffer
{
    private const int UnderlineRow = Font8x16.Height - 2;
    private const int PossibleRows = 256;
    private const int WordsPerRow = FramebufferFormat.MaxRowBytes / sizeof(ulong);

    private static byte* s_pixels;
    private static FramebufferFormat s_format;
    private static int s_columns;
    private static EncodedRows s_rows;

    /// <summary>Columns of text, before the grid's own limit.</summary>
    public static int Columns => s_format.Columns;

    /// <summary>Rows of text, before the grid's own limit.</summary>
    public static int Rows => s_format.Rows;

    /// <summary>Checks the loader's framebuffer and blanks it.</summary>
    /// <param name="boot">What the loader said.</param>
    /// <param name="paging">
    /// Whether <see cref="Paging"/> is up; else only what the boot tables show can be used.
    /// </param>
    /// <returns>False when there is none, when it cannot be one, or when it is out of reach.</returns>
    public static bool TryInitialize(in BootInfo boot, bool paging)
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
        if (!legal || !FramebufferPlace.IsDevice(told.Address, s_format.Length, AddressLimit(), boot.Memory.Entries))
        {
            return false;
        }

        if (!paging && told.Address + s_format.Length > PhysicalPages.BootReach)
        {
            return false;
        }

        // Both tables show physical memory at the same place, so the pointer outlives the change from one to the other.
        s_pixels = (byte*)DirectMap.Pointer(told.Address);
        if (paging)
        {
            Map(told.Address);
        }

        EncodeRows();
        Clear();
        return true;
    }

    /// <summary>Maps pixels that <see cref="TryInitialize"/> accepted before paging was up.</summary>
    /// <param name="address">Their physical address.</param>
    public static void Map(ulong address) => Paging.MapFramebuffer(address, s_format.Length);

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
        nuint top = (nuint)(cell / s_columns) * Font8x16.Height * s_format.Pitch;
        nuint left = (nuint)(cell % s_columns) * Font8x16.Width * (nuint)s_format.BytesPerPixel;
        byte* place = s_pixels + top + left;
        ReadOnlySpan<ulong> rows = s_rows;
        int words = s_format.BytesPerPixel;
        for (int y = 0; y < Font8x16.Height; y++)
        {
            byte bits = underlined && y >= UnderlineRow ? (byte)0xFF : glyph[y];
            ReadOnlySpan<ulong> row = rows.Slice(bits * WordsPerRow, words);
            for (int word = 0; word < row.Length; word++)
            {
                // Safety: the cell is inside the grid, the grid inside Width x Height (FramebufferFormat), and all of
                // Pitch x Height is mapped. Eight pixels are BytesPerPixel words of eight bytes.
                ((ulong*)place)[word] = row[word];
            }

            place += s_format.Pitch;
        }
    }

    // What page tables can map (MAXPHYADDR, Intel SDM Vol. 2A CPUID leaf 80000008H) and the direct map can show.
    private static ulong AddressLimit() =>
        Math.Min(1UL << (int)(Cpuid.Query(Cpuid.ExtendedBase + 8).Eax & 0x3F), DirectMap.Length);

    private static void EncodeRows()
    {
        Span<ulong> rows = s_rows;
        for (int bits = 0; bits < PossibleRows; bits++)
        {
            Span<ulong> row = rows.Slice(bits * WordsPerRow, WordsPerRow);
            s_format.EncodeRow((byte)bits, MemoryMarshal.AsBytes(row));
        }
    }

    private static void Clear()
    {
        // Eight bytes at a time, and all of Pitch: what a row has beyond its pixels is padding. A span's Clear would
        // leave managed code for so much memory.
        ulong* words = (ulong*)s_pixels;
        ulong count = s_format.Length / sizeof(ulong);
        for (ulong i = 0; i < count; i++)
        {
            // Safety: Length bytes are mapped.
            words[i] = 0;
        }
    }

    [InlineArray(PossibleRows * WordsPerRow)]
    private struct EncodedRows
    {
        private ulong _first;
    }
}
