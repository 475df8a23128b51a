// The screen of a PC that was started by a BIOS: 80 x 25 cells of text memory at B8000h, two bytes each, drawn by the
// adapter with the font in its ROM. We never ask for the mode, we only look whether it is on: mode 3 is what a BIOS
// leaves, and what GRUB leaves when it does not set a graphics mode.
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>VGA text mode 3. State is one pointer; any context, never allocates.</summary>
internal static unsafe class VgaText
{
    /// <summary>Columns of mode 3.</summary>
    public const int Columns = 80;

    /// <summary>Rows of mode 3.</summary>
    public const int Rows = 25;

    private const ulong PhysicalBase = 0xB8000;
    private const ushort LightGreyOnBlack = 0x0700;
    private const ushort Blank = LightGreyOnBlack | ' ';

    private static ushort* s_cells;

    /// <summary>Looks for an adapter in text mode and blanks its screen.</summary>
    /// <returns>False when there is none.</returns>
    public static bool TryInitialize()
    {
        if (!IsTextMode())
        {
            return false;
        }

        // Safety: B8000h to BFFFFh is the adapter's in every memory map, and both the boot tables and Paging show it at
        // the direct map, so this works before paging and goes on working.
        s_cells = (ushort*)DirectMap.Pointer(PhysicalBase);
        if (!HoldsText())
        {
            return false;
        }

        // Eight bytes at a time: text memory behind a virtual adapter costs per access.
        ulong* blanks = (ulong*)s_cells;
        for (int i = 0; i < Columns * Rows / 4; i++)
        {
            blanks[i] = Blank * 0x0001_0001_0001_0001UL;
        }

        WriteCrt(VgaRegisters.StartAddressHigh, 0);
        WriteCrt(VgaRegisters.StartAddressLow, 0);
        MoveCursor(0);
        return true;
    }

    /// <summary>Shows a character.</summary>
    /// <param name="cell">Row times <see cref="Columns"/> plus column.</param>
    /// <param name="character">The character.</param>
    public static void Draw(int cell, char character)
    {
        // Safety: the grid was made with this Columns and Rows, so cell is below their product.
        s_cells[cell] = (ushort)(LightGreyOnBlack | CodePage437.Encode(character));
    }

    /// <summary>Puts the blinking cursor on a cell.</summary>
    /// <param name="cell">The cell.</param>
    public static void MoveCursor(int cell)
    {
        WriteCrt(VgaRegisters.CursorLocationHigh, (byte)(cell >> 8));
        WriteCrt(VgaRegisters.CursorLocationLow, (byte)cell);
    }

    private static bool IsTextMode()
    {
        byte miscellaneous = VgaRegisters.Miscellaneous.Read();
        if (miscellaneous == VgaRegisters.NoDevice || (miscellaneous & VgaRegisters.MiscellaneousColorAddressing) == 0)
        {
            return false;
        }

        VgaRegisters.GraphicsIndex.Write(VgaRegisters.GraphicsMiscellaneous);
        byte graphics = VgaRegisters.GraphicsData.Read();
        return (graphics & VgaRegisters.GraphicsMode) == 0
            && (graphics & VgaRegisters.MemoryMapMask) == VgaRegisters.MemoryMapB8000;
    }

    /// <summary>
    /// Whether text memory remembers: the one read that a console may do, before anything depends on it.
    /// </summary>
    private static bool HoldsText()
    {
        // Safety: s_cells points at mapped text memory. Volatile, or the compiler would answer from its own registers.
        System.Threading.Volatile.Write(ref *s_cells, (ushort)0x0755);
        bool holds = System.Threading.Volatile.Read(ref *s_cells) == 0x0755;
        System.Threading.Volatile.Write(ref *s_cells, Blank);
        return holds && System.Threading.Volatile.Read(ref *s_cells) == Blank;
    }

    private static void WriteCrt(byte index, byte value)
    {
        VgaRegisters.CrtIndex.Write(index);
        VgaRegisters.CrtData.Write(value);
    }
}
