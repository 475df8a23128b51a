// The few VGA registers that a text console touches ("VGA registers" of docs/SOURCES.md): miscellaneous output
// (3C2h/3CCh), graphics controller (3CEh/3CFh) and CRT controller in colour addressing (3D4h/3D5h). The graphics and
// CRT controllers are reached by an index and a data port.
namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>VGA registers by their data-sheet names.</summary>
internal static class VgaRegisters
{
    /// <summary>GR06: bit 0 set means graphics mode, clear means text.</summary>
    public const byte GraphicsMiscellaneous = 0x06;

    /// <summary>GR06: graphics mode.</summary>
    public const byte GraphicsMode = 0x01;

    /// <summary>GR06: which addresses the memory answers to.</summary>
    public const byte MemoryMapMask = 0x0C;

    /// <summary>GR06: B8000h to BFFFFh.</summary>
    public const byte MemoryMapB8000 = 0x0C;

    /// <summary>CR0C: start address of the picture, high byte.</summary>
    public const byte StartAddressHigh = 0x0C;

    /// <summary>CR0D: start address of the picture, low byte.</summary>
    public const byte StartAddressLow = 0x0D;

    /// <summary>CR0E: text cursor location, high byte.</summary>
    public const byte CursorLocationHigh = 0x0E;

    /// <summary>CR0F: text cursor location, low byte.</summary>
    public const byte CursorLocationLow = 0x0F;

    /// <summary>MSR: the CRT controller answers at 3D4h (colour) and not at 3B4h.</summary>
    public const byte MiscellaneousColorAddressing = 0x01;

    /// <summary>What a read gives when no adapter answers.</summary>
    public const byte NoDevice = 0xFF;

    /// <summary>3CCh, RO: miscellaneous output.</summary>
    public static ReadPort8 Miscellaneous => new(0x3CC);

    /// <summary>3CEh, RW: graphics controller index.</summary>
    public static ReadWritePort8 GraphicsIndex => new(0x3CE);

    /// <summary>3CFh, RW: graphics controller data.</summary>
    public static ReadWritePort8 GraphicsData => new(0x3CF);

    /// <summary>3D4h, RW: CRT controller index.</summary>
    public static ReadWritePort8 CrtIndex => new(0x3D4);

    /// <summary>3D5h, RW: CRT controller data.</summary>
    public static ReadWritePort8 CrtData => new(0x3D5);
}
