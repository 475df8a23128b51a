// Brings the interrupt controllers into one known state: the 8259s silent, the boot core's local APIC on, every I/O
// APIC input masked. Interrupts are off while it runs and stay off; after it they may be allowed.

namespace Cosmos.Core.Platforms.X86;

/// <summary>Start-up of the interrupt controllers.</summary>
internal static unsafe class Apic
{
    // Without a MADT: pin 1 carries NMI, as the MultiProcessor Specification 1.4 §3.6.2.2 wires every PC.
    private const byte DefaultNmiPins = 0b10;

    private static ulong s_errors;

    /// <summary>How often the local APIC reported an error (illegal vector, failed message).</summary>
    public static ulong ErrorCount => s_errors;

    /// <summary>Readies the boot core and the I/O APICs. Once, after ACPI was read and the IDT is in place.</summary>
    public static void Initialize()
    {
        // Done also where the MADT denies the 8259s: the writes hit nothing then, and a wrong table costs nothing.
        LegacyPic.Disable();
        LocalApic.Initialize(Acpi.HasMadt ? Acpi.Madt.NmiPins : DefaultNmiPins);
        InterruptDispatch.SetHandler(InterruptVectors.ApicError, &CountError);
        IoApic.Initialize(Acpi.Madt);
        if (Acpi.Madt.Dropped != 0)
        {
            KernelConsole.Write("ACPI: MADT entries beyond the kernel's limits: "u8);
            KernelConsole.WriteDecimal((ulong)Acpi.Madt.Dropped);
            KernelConsole.WriteLine();
        }
    }

    private static void CountError(ulong vector)
    {
        // SDM Vol. 3A §10.5.3: writing the register latches and re-arms it.
        LocalApic.Write(LocalApicRegisters.ErrorStatus, 0);
        s_errors++;
    }
}
