// The local APIC's registers: offsets of the xAPIC's memory page (Intel SDM Vol. 3A §10.4.1, table 10-1). In x2APIC
// mode register `offset` is MSR 0x800 + offset/16 (§10.12.1.2, table 10-6). Those of task-priority arbitration,
// remote read and the logical destination are not used and not listed.
namespace Cosmos.Core.Platforms.X86;

/// <summary>Offsets and bits of the local APIC.</summary>
internal static class LocalApicRegisters
{
    /// <summary>RO: this core's id; bits 31..24 in xAPIC mode, all 32 in x2APIC mode.</summary>
    public const uint Id = 0x020;

    /// <summary>RO: bits 7..0 version, 23..16 number of the last LVT entry.</summary>
    public const uint Version = 0x030;

    /// <summary>RW: interrupts of this class and below wait.</summary>
    public const uint TaskPriority = 0x080;

    /// <summary>WO: end of interrupt.</summary>
    public const uint EndOfInterrupt = 0x0B0;

    /// <summary>RW: bits 7..0 vector, bit 8 software enable.</summary>
    public const uint SpuriousVector = 0x0F0;

    /// <summary>RO: eight registers, 16 bytes apart; one bit for each vector in service.</summary>
    public const uint InService = 0x100;

    /// <summary>RW: errors since it was last written.</summary>
    public const uint ErrorStatus = 0x280;

    /// <summary>RW: sends an interrupt to other cores; in xAPIC mode bit 12 says that it is not sent yet.</summary>
    public const uint InterruptCommand = 0x300;

    /// <summary>RW: bits 31..24 the destination's id; in xAPIC mode only, the x2APIC has one wide register.</summary>
    public const uint InterruptDestination = 0x310;

    /// <summary>RW: corrected machine checks; exists if <see cref="Version"/> names LVT entry 6.</summary>
    public const uint LvtCmci = 0x2F0;

    /// <summary>RW: bits 7..0 vector, 16 mask, 18..17 timer mode.</summary>
    public const uint LvtTimer = 0x320;

    /// <summary>RW: thermal sensor; exists if <see cref="Version"/> names LVT entry 5.</summary>
    public const uint LvtThermal = 0x330;

    /// <summary>RW: performance counters; exists if <see cref="Version"/> names LVT entry 4.</summary>
    public const uint LvtPerformance = 0x340;

    /// <summary>RW: pin 0, which the 8259s drive.</summary>
    public const uint LvtPin0 = 0x350;

    /// <summary>RW: pin 1, which NMI drives.</summary>
    public const uint LvtPin1 = 0x360;

    /// <summary>RW: errors.</summary>
    public const uint LvtError = 0x370;

    /// <summary>RW: starts the timer; 0 stops it.</summary>
    public const uint TimerInitialCount = 0x380;

    /// <summary>RO: what the timer has left.</summary>
    public const uint TimerCurrentCount = 0x390;

    /// <summary>RW: the timer's divider, bits 3, 1, 0.</summary>
    public const uint TimerDivide = 0x3E0;

    /// <summary>Bit 16 of each LVT entry: no interrupt.</summary>
    public const uint Masked = 1u << 16;

    /// <summary>Delivery mode of an LVT entry: non-maskable interrupt.</summary>
    public const uint DeliverNmi = 4u << 8;

    /// <summary>Delivery mode of a command: the core starts anew and waits for where to begin (§8.4.3).</summary>
    public const uint DeliverInit = 5u << 8;

    /// <summary>Delivery mode of a command: begin at the page whose number is the vector.</summary>
    public const uint DeliverStartUp = 6u << 8;

    /// <summary>Bit 14 of a command; set in all but the one that old processors wanted after INIT.</summary>
    public const uint Assert = 1u << 14;

    /// <summary>Bit 12 of a command register: the last command is still on its way.</summary>
    public const uint SendPending = 1u << 12;

    /// <summary>Timer mode: the deadline stands in <see cref="TscDeadlineMsr"/> (§10.5.4.1).</summary>
    public const uint TimerTscDeadline = 2u << 17;

    /// <summary>Bit 8 of <see cref="SpuriousVector"/>.</summary>
    public const uint SoftwareEnable = 1u << 8;

    /// <summary><see cref="TimerDivide"/>: count every bus clock.</summary>
    public const uint DivideBy1 = 0b1011;

    /// <summary>MSR of register 0 in x2APIC mode.</summary>
    public const uint X2ApicMsrBase = 0x800;

    /// <summary>IA32_TSC_DEADLINE.</summary>
    public const uint TscDeadlineMsr = 0x6E0;

    /// <summary>IA32_APIC_BASE bit 11: the local APIC works.</summary>
    public const ulong BaseEnable = 1ul << 11;

    /// <summary>IA32_APIC_BASE bit 10: x2APIC mode.</summary>
    public const ulong BaseX2Apic = 1ul << 10;

    /// <summary>IA32_APIC_BASE bits 51..12: physical address of the register page.</summary>
    public const ulong BaseAddressMask = 0x000F_FFFF_FFFF_F000;
}
