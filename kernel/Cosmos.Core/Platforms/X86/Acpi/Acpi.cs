// Finds the firmware's tables and keeps what the kernel needs of them. It runs once, on the boot core, before there
// is a managed runtime: no allocation, no exceptions, statics of plain bits only. The tables themselves stay where
// they are and are not looked at again after start-up.
//
// The order of trust: the root pointer from the boot loader, else one found by searching the BIOS areas (ACPI 6.5
// §5.2.5.1; UEFI machines have none there); the XSDT, else the RSDT; of two tables of the same kind the first sound
// one. A machine without any usable table still boots: it has one processor, no I/O APIC and the clock and power-off
// of an old PC.
using System;
using System.Runtime.InteropServices;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The machine as its ACPI tables describe it.</summary>
internal static unsafe class Acpi
{
    // The real-mode segment of the extended BIOS data area, and the BIOS ROM (ACPI 6.5 §5.2.5.1).
    private const ulong EbdaSegmentPointer = 0x40E;
    private const ulong EbdaSearchLength = 1024;
    private const ulong BiosRom = 0xE_0000;
    private const ulong BiosRomLength = 0x2_0000;

    private static Madt s_madt;
    private static Fadt s_fadt;
    private static Mcfg s_mcfg;
    private static SleepPackage s_softOff;
    private static ulong s_hpetAddress;
    private static bool s_refusesX2Apic;
    private static bool s_hasMadt;
    private static bool s_hasFadt;
    private static bool s_hasSoftOff;

    /// <summary>Processors and interrupt controllers; meaningful if <see cref="HasMadt"/>.</summary>
    public static ref readonly Madt Madt => ref s_madt;

    /// <summary>Whether a sound MADT was found.</summary>
    public static bool HasMadt => s_hasMadt;

    /// <summary>Power management registers; meaningful if <see cref="HasFadt"/>.</summary>
    public static ref readonly Fadt Fadt => ref s_fadt;

    /// <summary>Whether a sound FADT was found.</summary>
    public static bool HasFadt => s_hasFadt;

    /// <summary>PCI Express configuration windows, none if the machine has no MCFG.</summary>
    public static ref readonly Mcfg Mcfg => ref s_mcfg;

    /// <summary>Whether the firmware asks for the local APICs to stay in xAPIC mode.</summary>
    public static bool RefusesX2Apic => s_refusesX2Apic;

    /// <summary>Physical address of the HPET, 0: none.</summary>
    public static ulong HpetAddress => s_hpetAddress;

    /// <summary>The sleep types of soft-off; false if the machine does not name them.</summary>
    public static bool TryGetSoftOff(out SleepPackage package)
    {
        package = s_softOff;
        return s_hasSoftOff;
    }

    /// <summary>Reads all tables. Boot core only, once, after paging is up.</summary>
    /// <param name="rsdpCopy">The root pointer as the boot loader copied it; empty: none was handed over.</param>
    /// <param name="rsdpAddress">Its physical address instead, 0: search for it.</param>
    public static void Initialize(ReadOnlySpan<byte> rsdpCopy, ulong rsdpAddress)
    {
        if (!TryFindRoot(rsdpCopy, rsdpAddress, out Rsdp rsdp))
        {
            KernelConsole.WriteLine("ACPI: no tables; going on with one processor and legacy devices"u8);
            return;
        }

        if (rsdp.XsdtAddress == 0 || !TryReadRoot(rsdp.XsdtAddress, extended: true))
        {
            TryReadRoot(rsdp.RsdtAddress, extended: false);
        }

        ReadSoftOffFromDsdt();
    }

    private static bool TryFindRoot(ReadOnlySpan<byte> copy, ulong address, out Rsdp rsdp)
    {
        if (!copy.IsEmpty && IsSoundRoot(copy, address, out rsdp))
        {
            return true;
        }

        if (address != 0 && IsSoundRoot(Map(address, Rsdp.Size2), address, out rsdp))
        {
            return true;
        }

        ulong ebda = (ulong)MemoryMarshal.Read<ushort>(Map(EbdaSegmentPointer, sizeof(ushort))) << 4;
        return (ebda is >= 0x8_0000 and < 0xA_0000 && TrySearch(ebda, EbdaSearchLength, out rsdp))
            || TrySearch(BiosRom, BiosRomLength, out rsdp);
    }

    private static bool IsSoundRoot(ReadOnlySpan<byte> bytes, ulong address, out Rsdp rsdp)
    {
        AcpiVerdict verdict = Rsdp.Parse(bytes, out rsdp);
        if (verdict != AcpiVerdict.Sound)
        {
            AcpiReport.RootPointerIgnored(address, verdict);
        }

        return verdict == AcpiVerdict.Sound;
    }

    private static bool TrySearch(ulong start, ulong length, out Rsdp rsdp)
    {
        ReadOnlySpan<byte> area = Map(start, length);
        int offset = Rsdp.Search(area);
        if (offset < 0)
        {
            rsdp = default;
            return false;
        }

        return Rsdp.Parse(area[offset..], out rsdp) == AcpiVerdict.Sound;
    }

    private static bool TryReadRoot(ulong address, bool extended)
    {
        if (address == 0)
        {
            return false;
        }

        AcpiVerdict verdict = RootTable.Open(MapTable(address), extended, out RootTable root);
        if (verdict != AcpiVerdict.Sound)
        {
            AcpiReport.Ignored(extended ? AcpiSignature.Xsdt : AcpiSignature.Rsdt, address, verdict);
            return false;
        }

        for (int i = 0; i < root.Count; i++)
        {
            ulong table = root.Address(i);
            if (table != 0)
            {
                ReadTable(table);
            }
        }

        return true;
    }

    private static void ReadTable(ulong address)
    {
        ReadOnlySpan<byte> memory = MapTable(address);
        if (memory.IsEmpty)
        {
            AcpiReport.Ignored(0, address, AcpiVerdict.BadAddress);
            return;
        }

        uint signature = MemoryMarshal.Read<uint>(memory);
        AcpiVerdict verdict = AcpiVerdict.Sound;
        switch (signature)
        {
            case AcpiSignature.Madt when !s_hasMadt:
                verdict = Madt.Parse(memory, ref s_madt);
                s_hasMadt = verdict is AcpiVerdict.Sound or AcpiVerdict.BadContent;
                break;
            case AcpiSignature.Fadt when !s_hasFadt:
                verdict = X86.Fadt.Parse(memory, out s_fadt);
                s_hasFadt = verdict == AcpiVerdict.Sound;
                break;
            case AcpiSignature.Hpet when s_hpetAddress == 0:
                verdict = HpetTable.Parse(memory, out s_hpetAddress);
                break;
            case AcpiSignature.Mcfg when s_mcfg.Count == 0:
                verdict = X86.Mcfg.Parse(memory, out s_mcfg);
                break;
            case AcpiSignature.Dmar:
                verdict = Dmar.Parse(memory, out s_refusesX2Apic);
                break;
            case AcpiSignature.Ssdt when !s_hasSoftOff:
                verdict = ReadSoftOff(memory, signature);
                break;
            default:
                break;
        }

        if (verdict != AcpiVerdict.Sound)
        {
            AcpiReport.Ignored(signature, address, verdict);
        }
    }

    private static void ReadSoftOffFromDsdt()
    {
        if (!s_hasFadt || s_fadt.Dsdt == 0)
        {
            return;
        }

        AcpiVerdict verdict = ReadSoftOff(MapTable(s_fadt.Dsdt), AcpiSignature.Dsdt);
        if (verdict != AcpiVerdict.Sound)
        {
            AcpiReport.Ignored(AcpiSignature.Dsdt, s_fadt.Dsdt, verdict);
        }
    }

    private static AcpiVerdict ReadSoftOff(ReadOnlySpan<byte> memory, uint signature)
    {
        AcpiVerdict verdict = AcpiTable.Open(memory, signature, out ReadOnlySpan<byte> table);
        if (verdict != AcpiVerdict.Sound)
        {
            return verdict;
        }

        if (SleepPackage.TryFindSoftOff(table[AcpiTable.HeaderSize..], out SleepPackage package))
        {
            s_softOff = package;
            s_hasSoftOff = true;
        }

        return verdict;
    }

    // A table's length stands in its header, so the header is mapped first. A length that AcpiTable.Open would refuse
    // is not mapped: Open then sees the header alone and says so. Empty: no memory can be at this address.
    private static ReadOnlySpan<byte> MapTable(ulong address)
    {
        if (address >= DirectMap.Length - AcpiTable.MaxLength)
        {
            return default;
        }

        ReadOnlySpan<byte> header = Map(address, AcpiTable.HeaderSize);
        uint length = MemoryMarshal.Read<AcpiTableHeader>(header).Length;
        return length is > AcpiTable.HeaderSize and <= AcpiTable.MaxLength ? Map(address, length) : header;
    }

    private static ReadOnlySpan<byte> Map(ulong address, ulong length)
    {
        // Safety: MapFirmware makes `length` bytes at this address readable, and nothing unmaps firmware tables.
        return new ReadOnlySpan<byte>(Paging.MapFirmware(address, length), (int)length);
    }
}
