// What the FADT says, with its history resolved: every register that exists in an old 32-bit and a new 64-bit field
// is one GenericAddress here, fields beyond the table's revision are absent, and flags that guard a field have been
// looked at. The rest of the kernel never sees the layout.
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The power management registers of a machine. The default value names none.</summary>
internal struct Fadt
{
    /// <summary>Physical address of the DSDT, 0: none.</summary>
    public ulong Dsdt;

    /// <summary>PM1a control: SCI_EN, SLP_TYP, SLP_EN (ACPI 6.5 §4.8.3.2.1).</summary>
    public GenericAddress Pm1aControl;

    /// <summary>PM1b control, where the hardware splits the block.</summary>
    public GenericAddress Pm1bControl;

    /// <summary>The sleep control register of hardware-reduced machines (§4.8.3.7).</summary>
    public GenericAddress SleepControl;

    /// <summary>The 3.579545 MHz timer (§4.8.3.3).</summary>
    public GenericAddress PmTimer;

    /// <summary>The bits that the timer counts with: 24 or 32.</summary>
    public uint PmTimerMask;

    /// <summary>The reset register (§4.8.3.6), absent when the machine does not promise it.</summary>
    public GenericAddress ResetRegister;

    /// <summary>What to write there.</summary>
    public byte ResetValue;

    /// <summary>Port for <see cref="AcpiEnable"/>, 0: the machine is always in ACPI mode.</summary>
    public uint SmiCommand;

    /// <summary>The command, 0: no legacy mode either.</summary>
    public byte AcpiEnable;

    /// <summary>The global system interrupt of power management events.</summary>
    public ushort SciInterrupt;

    /// <summary>CMOS index of the century, 0: none.</summary>
    public byte CenturyIndex;

    /// <summary>Reads the table at the start of <paramref name="memory"/>.</summary>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, out Fadt fadt)
    {
        fadt = default;
        AcpiVerdict verdict = AcpiTable.Open(memory, AcpiSignature.Fadt, out ReadOnlySpan<byte> table);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (table.Length < FadtLayout.MinimumSize)
        {
            return AcpiVerdict.BadLength;
        }

        // Fields behind a shorter table's end read as zero, which means "absent" for each of them.
        Span<byte> padded = stackalloc byte[FadtLayout.Size];
        padded.Clear();
        table[..Math.Min(table.Length, FadtLayout.Size)].CopyTo(padded);
        FadtLayout raw = MemoryMarshal.Read<FadtLayout>(padded);

        bool reduced = (raw.Flags & FadtLayout.FlagHardwareReduced) != 0;
        bool resets = (raw.Flags & FadtLayout.FlagResetRegister) != 0;
        fadt.Dsdt = raw.XDsdt != 0 ? raw.XDsdt : raw.Dsdt;
        fadt.Pm1aControl = reduced ? default : Prefer(raw.XPm1aControl, raw.Pm1aControlBlock, 16);
        fadt.Pm1bControl = reduced ? default : Prefer(raw.XPm1bControl, raw.Pm1bControlBlock, 16);
        fadt.SleepControl = reduced ? raw.SleepControl : default;
        fadt.PmTimer = reduced || raw.PmTimerLength != 4 ? default : Prefer(raw.XPmTimer, raw.PmTimerBlock, 32);
        fadt.PmTimerMask = (raw.Flags & FadtLayout.FlagTimer32) != 0 ? uint.MaxValue : 0x00FF_FFFF;
        fadt.ResetRegister = resets ? raw.ResetRegister : default;
        fadt.ResetValue = raw.ResetValue;
        fadt.SmiCommand = reduced ? 0 : raw.SmiCommand;
        fadt.AcpiEnable = raw.AcpiEnable;
        fadt.SciInterrupt = raw.SciInterrupt;
        fadt.CenturyIndex = raw.Century;
        return AcpiVerdict.Sound;
    }

    // ACPI 6.5 §5.2.9: an extended field that is not zero supersedes its 32-bit predecessor.
    private static GenericAddress Prefer(GenericAddress extended, uint port, byte bits)
    {
        if (extended.Exists)
        {
            return extended;
        }

        return port != 0 ? GenericAddress.Port(port, bits) : default;
    }
}
