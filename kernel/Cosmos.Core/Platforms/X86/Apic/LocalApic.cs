// The interrupt controller inside each core (Intel SDM Vol. 3A §10.4). It is driven through model-specific registers
// where the processor has the x2APIC (no memory mapping, no page of uncached reads, 32-bit ids), and through its
// memory page elsewhere. Everything above this file only names registers and never knows which.
//
// The mode is chosen once at boot and is the same on all cores, so the choice is one predictable branch. A core that
// firmware left in x2APIC mode stays there: going back takes a reset of the APIC (§10.12.5).
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The running core's local APIC.</summary>
internal static unsafe class LocalApic
{
    // CPUID.01H:ECX (SDM Vol. 2A, CPUID, table 3-10).
    private const uint FeatureX2Apic = 1u << 21;

    private const int InServiceRegisters = 8;
    private const int LvtEntryPerformance = 4;
    private const int LvtEntryThermal = 5;
    private const int LvtEntryCmci = 6;

    // A command is taken within a microsecond; a broken APIC must not hold the machine up.
    private const int SendPolls = 100_000;

    private static byte* s_page;
    private static ulong s_base;
    private static byte s_nmiPins;

    /// <summary>Whether the core is driven through MSRs.</summary>
    public static bool IsX2Apic => s_page == null;

    /// <summary>This core's id.</summary>
    public static uint Id => IsX2Apic ? Read(LocalApicRegisters.Id) : Read(LocalApicRegisters.Id) >> 24;

    /// <summary>
    /// Chooses the mode and switches the boot core's APIC on with every source masked but NMI. Interrupts must be off.
    /// </summary>
    /// <param name="nmiPins">Bits 0 and 1: the pins that carry an NMI.</param>
    public static void Initialize(byte nmiPins)
    {
        s_nmiPins = nmiPins;
        ulong apicBase = Msr.Read(Msr.ApicBase) | LocalApicRegisters.BaseEnable;
        if (MustUseX2Apic(apicBase) || (HasX2Apic && !Acpi.RefusesX2Apic))
        {
            // §10.12.5: from disabled, xAPIC mode must be entered before x2APIC mode. Writing what is there changes
            // nothing.
            Msr.Write(Msr.ApicBase, apicBase);
            Msr.Write(Msr.ApicBase, apicBase | LocalApicRegisters.BaseX2Apic);
        }
        else
        {
            Msr.Write(Msr.ApicBase, apicBase);
            s_base = apicBase & LocalApicRegisters.BaseAddressMask;
            s_page = (byte*)Paging.MapDevice(s_base, 0x1000);
        }

        Prepare();
    }

    /// <summary>Brings another core's APIC into the boot core's mode and state. On that core, interrupts off.</summary>
    public static void InitializeOther()
    {
        ulong old = Msr.Read(Msr.ApicBase);
        ulong bits = (old & ~(LocalApicRegisters.BaseX2Apic | LocalApicRegisters.BaseAddressMask))
            | LocalApicRegisters.BaseEnable;
        if (IsX2Apic)
        {
            bits |= old & LocalApicRegisters.BaseAddressMask;
            if (!MustUseX2Apic(old))
            {
                Msr.Write(Msr.ApicBase, bits);
            }

            Msr.Write(Msr.ApicBase, bits | LocalApicRegisters.BaseX2Apic);
        }
        else
        {
            if (MustUseX2Apic(old))
            {
                // §10.12.5: the way back leads through an APIC that is off.
                Msr.Write(Msr.ApicBase, bits & ~LocalApicRegisters.BaseEnable);
            }

            Msr.Write(Msr.ApicBase, bits | s_base);
        }

        Prepare();
    }

    /// <summary>
    /// Sends another core an interrupt. Any context; what was written before is seen by its handler.
    /// </summary>
    /// <param name="apicId">The core's id.</param>
    /// <param name="command">Vector and delivery mode.</param>
    public static void Send(uint apicId, uint command)
    {
        ulong flags = Processor.DisableInterrupts();
        Processor.Fence();
        if (IsX2Apic)
        {
            uint register = LocalApicRegisters.X2ApicMsrBase + (LocalApicRegisters.InterruptCommand >> 4);
            Msr.Write(register, ((ulong)apicId << 32) | LocalApicRegisters.Assert | command);
        }
        else
        {
            // Two registers, which an interrupt handler that sends too must not find half written.
            WaitUntilSent();
            Write(LocalApicRegisters.InterruptDestination, apicId << 24);
            Write(LocalApicRegisters.InterruptCommand, LocalApicRegisters.Assert | command);
            WaitUntilSent();
        }

        Processor.RestoreInterrupts(flags);
    }

    /// <summary>Tells the APIC that the interrupt in service is done with. Interrupt handlers only.</summary>
    public static void EndOfInterrupt() => Write(LocalApicRegisters.EndOfInterrupt, 0);

    /// <summary>Reads a register of <see cref="LocalApicRegisters"/>.</summary>
    public static uint Read(uint register)
    {
        if (IsX2Apic)
        {
            return (uint)Msr.Read(LocalApicRegisters.X2ApicMsrBase + (register >> 4));
        }

        // Safety: the page is mapped uncached for good; registers are 32 bits wide on 16-byte boundaries.
        return Volatile.Read(ref *(uint*)(s_page + register));
    }

    /// <summary>Writes a register of <see cref="LocalApicRegisters"/>.</summary>
    public static void Write(uint register, uint value)
    {
        if (IsX2Apic)
        {
            Msr.Write(LocalApicRegisters.X2ApicMsrBase + (register >> 4), value);
            return;
        }

        // Safety: as in Read.
        Volatile.Write(ref *(uint*)(s_page + register), value);
    }

    private static bool HasX2Apic => (Cpuid.Query(1).Ecx & FeatureX2Apic) != 0;

    private static bool MustUseX2Apic(ulong apicBase) => (apicBase & LocalApicRegisters.BaseX2Apic) != 0;

    private static void WaitUntilSent()
    {
        for (int i = 0; i < SendPolls; i++)
        {
            if ((Read(LocalApicRegisters.InterruptCommand) & LocalApicRegisters.SendPending) == 0)
            {
                return;
            }

            Processor.Pause();
        }
    }

    private static void Prepare()
    {
        MaskAll();
        DrainInService();
        Write(LocalApicRegisters.LvtPin0, Pin(s_nmiPins, 0));
        Write(LocalApicRegisters.LvtPin1, Pin(s_nmiPins, 1));
        Write(LocalApicRegisters.LvtError, InterruptVectors.ApicError);
        Write(LocalApicRegisters.ErrorStatus, 0);
        Write(LocalApicRegisters.TaskPriority, 0);
    }

    private static uint Pin(byte nmiPins, int pin)
        => ((nmiPins >> pin) & 1) != 0 ? LocalApicRegisters.DeliverNmi : LocalApicRegisters.Masked;

    private static void MaskAll()
    {
        // Software enable comes first: while it is off, mask bits cannot be cleared again (§10.4.7.2).
        Write(LocalApicRegisters.SpuriousVector, LocalApicRegisters.SoftwareEnable | InterruptVectors.Spurious);
        Write(LocalApicRegisters.LvtTimer, LocalApicRegisters.Masked | InterruptVectors.Timer);
        uint lastEntry = (Read(LocalApicRegisters.Version) >> 16) & 0xFF;
        if (lastEntry >= LvtEntryPerformance)
        {
            Write(LocalApicRegisters.LvtPerformance, LocalApicRegisters.Masked);
        }

        if (lastEntry >= LvtEntryThermal)
        {
            Write(LocalApicRegisters.LvtThermal, LocalApicRegisters.Masked);
        }

        if (lastEntry >= LvtEntryCmci)
        {
            Write(LocalApicRegisters.LvtCmci, LocalApicRegisters.Masked);
        }
    }

    // Firmware may have left an interrupt in service, and its EOI would never come: everything of lower priority
    // would wait for ever. Each EOI ends the highest one; there are 256 at most.
    private static void DrainInService()
    {
        for (int i = 0; i < InterruptVectors.Count && AnyInService(); i++)
        {
            EndOfInterrupt();
        }
    }

    private static bool AnyInService()
    {
        uint bits = 0;
        for (uint i = 0; i < InServiceRegisters; i++)
        {
            bits |= Read(LocalApicRegisters.InService + (i * 0x10));
        }

        return bits != 0;
    }
}
