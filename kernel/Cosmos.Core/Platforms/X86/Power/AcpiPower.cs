// Switching off and resetting through ACPI's fixed hardware (ACPI 6.5 §4.8.3.2, §4.8.3.6, §16.1).
//
// The machine is left in legacy mode until it is to be switched off: before, nobody here listens to power management
// events, and in legacy mode the firmware itself handles the power button. The control methods _PTS and _GTS are not
// run, because there is no AML interpreter (SleepPackage says why); they prepare devices for waking up, which
// soft-off does not.
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Power control by ACPI registers. Callable in every context; it never returns if it works.</summary>
internal static class AcpiPower
{
    // PM1 control, §4.8.3.2.1.
    private const ushort SciEnabled = 1 << 0;
    private const int SleepTypeShift = 10;
    private const ushort SleepFields = (7 << SleepTypeShift) | SleepEnable;
    private const ushort SleepEnable = 1 << 13;

    // Sleep control register of hardware-reduced machines, §4.8.3.7.
    private const int ReducedSleepTypeShift = 2;
    private const byte ReducedSleepEnable = 1 << 5;

    // The hand-over goes through system management mode and may take a while; §5.2.9 sets no limit.
    private const int EnablePolls = 1_000_000;

    /// <summary>Writes the soft-off state, if the machine names it. Returns only when nothing came of it.</summary>
    public static void TrySoftOff()
    {
        if (!Acpi.HasFadt || !Acpi.TryGetSoftOff(out SleepPackage off))
        {
            return;
        }

        if (Acpi.Fadt.SleepControl.Exists)
        {
            byte value = (byte)((off.TypeA << ReducedSleepTypeShift) | ReducedSleepEnable);
            AcpiRegister.Write8(Acpi.Fadt.SleepControl, value);
        }
        else if (Acpi.Fadt.Pm1aControl.Exists)
        {
            EnterAcpiMode();
            Sleep(Acpi.Fadt.Pm1aControl, off.TypeA);
            Sleep(Acpi.Fadt.Pm1bControl, off.TypeB);
        }

        PowerWait.ForMachine();
    }

    /// <summary>Writes the reset register, if there is one. Returns only when nothing came of it.</summary>
    public static void TryReset()
    {
        bool hasRegister = Acpi.HasFadt && Acpi.Fadt.ResetRegister.Exists;
        if (hasRegister && AcpiRegister.Write8(Acpi.Fadt.ResetRegister, Acpi.Fadt.ResetValue))
        {
            PowerWait.ForMachine();
        }
    }

    private static void EnterAcpiMode()
    {
        bool canSwitch = Acpi.Fadt.SmiCommand is > 0 and <= ushort.MaxValue && Acpi.Fadt.AcpiEnable != 0;
        if (!canSwitch || (AcpiRegister.Read16(Acpi.Fadt.Pm1aControl) & SciEnabled) != 0)
        {
            return;
        }

        Ports.Out8((ushort)Acpi.Fadt.SmiCommand, Acpi.Fadt.AcpiEnable);
        for (int i = 0; i < EnablePolls && (AcpiRegister.Read16(Acpi.Fadt.Pm1aControl) & SciEnabled) == 0; i++)
        {
            Processor.Pause();
        }
    }

    // §4.8.3.2.1: the type first, then the same with the enable bit, for chip sets that latch the type.
    private static void Sleep(in GenericAddress control, byte type)
    {
        if (!control.Exists)
        {
            return;
        }

        ushort value = (ushort)((AcpiRegister.Read16(control) & ~SleepFields) | (type << SleepTypeShift));
        AcpiRegister.Write16(control, value);
        AcpiRegister.Write16(control, (ushort)(value | SleepEnable));
    }
}
