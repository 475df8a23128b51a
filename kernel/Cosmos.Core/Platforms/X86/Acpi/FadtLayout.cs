// The Fixed ACPI Description Table as bytes: where the machine's power management registers are. The offsets are
// those of ACPI 6.5 §5.2.9, table 5.9; older revisions are shorter and end after 116 (ACPI 1.0) or 244 bytes. Fields
// that this kernel does not use are left out; the explicit offsets keep the others in place.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>ACPI 6.5 §5.2.9, the fields in use.</summary>
[StructLayout(LayoutKind.Explicit, Pack = 1, Size = Size)]
internal struct FadtLayout
{
    /// <summary>Bytes of the newest revision.</summary>
    public const int Size = 276;

    /// <summary>Bytes of the oldest revision (ACPI 1.0).</summary>
    public const int MinimumSize = 116;

    /// <summary>Flags bit 8: the power management timer has 32 bits instead of 24.</summary>
    public const uint FlagTimer32 = 1u << 8;

    /// <summary>Flags bit 10: the reset register exists.</summary>
    public const uint FlagResetRegister = 1u << 10;

    /// <summary>Flags bit 20: none of the fixed PM1 hardware exists, the sleep control register stands in.</summary>
    public const uint FlagHardwareReduced = 1u << 20;

    /// <summary>The common header.</summary>
    [FieldOffset(0)] public AcpiTableHeader Header;

    /// <summary>Physical address of the DSDT, low 4 GiB.</summary>
    [FieldOffset(40)] public uint Dsdt;

    /// <summary>The interrupt of power management events.</summary>
    [FieldOffset(46)] public ushort SciInterrupt;

    /// <summary>Port that takes commands for the firmware's system management mode.</summary>
    [FieldOffset(48)] public uint SmiCommand;

    /// <summary>The command that hands power management to the operating system.</summary>
    [FieldOffset(52)] public byte AcpiEnable;

    /// <summary>Port of PM1a control.</summary>
    [FieldOffset(64)] public uint Pm1aControlBlock;

    /// <summary>Port of PM1b control, 0: none.</summary>
    [FieldOffset(68)] public uint Pm1bControlBlock;

    /// <summary>Port of the power management timer, 0: none.</summary>
    [FieldOffset(76)] public uint PmTimerBlock;

    /// <summary>Bytes of the timer's register, 4 when it exists.</summary>
    [FieldOffset(91)] public byte PmTimerLength;

    /// <summary>CMOS index of the century, 0: none.</summary>
    [FieldOffset(108)] public byte Century;

    /// <summary>Feature flags, §5.2.9.3 names the bits.</summary>
    [FieldOffset(112)] public uint Flags;

    /// <summary>The reset register, if <see cref="FlagResetRegister"/> is set.</summary>
    [FieldOffset(116)] public GenericAddress ResetRegister;

    /// <summary>The value that resets the machine.</summary>
    [FieldOffset(128)] public byte ResetValue;

    /// <summary>Physical address of the DSDT, replaces <see cref="Dsdt"/> when not 0.</summary>
    [FieldOffset(140)] public ulong XDsdt;

    /// <summary>PM1a control, replaces <see cref="Pm1aControlBlock"/> when it exists.</summary>
    [FieldOffset(172)] public GenericAddress XPm1aControl;

    /// <summary>PM1b control, replaces <see cref="Pm1bControlBlock"/> when it exists.</summary>
    [FieldOffset(184)] public GenericAddress XPm1bControl;

    /// <summary>The timer, replaces <see cref="PmTimerBlock"/> when it exists.</summary>
    [FieldOffset(208)] public GenericAddress XPmTimer;

    /// <summary>Takes the sleep type on hardware-reduced machines.</summary>
    [FieldOffset(244)] public GenericAddress SleepControl;
}
