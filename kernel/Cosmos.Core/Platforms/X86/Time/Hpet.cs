// The High Precision Event Timer, used as nothing but a counter of known rate: the yardstick for the TSC, and the
// clock itself on machines whose TSC is not constant. Its comparators are left alone; the local APIC's timer is
// closer.
//
// Only the counter's low 32 bits are used, although it may have 64: some chip sets, and QEMU, refuse or split a
// 64-bit access, and 32 bits last for 42 seconds at QEMU's 100 MHz and 5 minutes at the usual 14.3 MHz.
using System.Threading;
using Cosmos.Core.Platforms.X86.Memory;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The HPET's main counter (IA-PC HPET Specification 1.0a §2.3).</summary>
internal static unsafe class Hpet
{
    // §2.3.4 General Capabilities, RO: the upper half is the period in femtoseconds.
    private const int PeriodRegister = 0x004;

    // §2.3.5 General Configuration, RW: bit 0 lets the counter run, bit 1 takes over the PIT's interrupts.
    private const int ConfigurationRegister = 0x010;
    private const uint EnableCounter = 1u << 0;
    private const uint LegacyReplacement = 1u << 1;

    // §2.3.7 Main Counter, RW.
    private const int MainCounterRegister = 0x0F0;

    private const ulong RegisterLength = 0x400;

    // §2.3.4: no slower than 10 MHz. None is faster than 10 GHz either.
    private const uint LongestPeriodFs = 100_000_000;
    private const uint ShortestPeriodFs = 100_000;

    private static byte* s_registers;

    /// <summary>The counter's width as used here.</summary>
    public const ulong Mask = uint.MaxValue;

    /// <summary>Maps the device and starts its counter.</summary>
    /// <param name="physical">Its address from ACPI, 0: none.</param>
    /// <param name="scale">The counter's rate.</param>
    /// <returns>False if there is no device or its period is not plausible.</returns>
    public static bool TryStart(ulong physical, out TickScale scale)
    {
        scale = default;
        if (physical == 0)
        {
            return false;
        }

        s_registers = (byte*)Paging.MapDevice(physical, RegisterLength);
        uint period = Read(PeriodRegister);
        if (period is < ShortestPeriodFs or > LongestPeriodFs)
        {
            return false;
        }

        uint configuration = Read(ConfigurationRegister);
        Write(ConfigurationRegister, (configuration | EnableCounter) & ~LegacyReplacement);
        scale = TickScale.FromPeriod(period);
        return true;
    }

    /// <summary>The low 32 bits of the counter.</summary>
    public static ulong ReadCounter() => Read(MainCounterRegister);

    // Safety (both): s_registers maps the device's page, uncached and for good; all registers are 32 bits on 4-byte
    // boundaries.
    private static uint Read(int register) => Volatile.Read(ref *(uint*)(s_registers + register));

    private static void Write(int register, uint value) => Volatile.Write(ref *(uint*)(s_registers + register), value);
}
