// The root pointer: 20 bytes in ACPI 1.0 (revision 0: only the RSDT's 32-bit address), 36 bytes since ACPI 2.0 with a
// 64-bit XSDT address and a second checksum over all of them (ACPI 6.5 §5.2.5.3). Boot protocols hand it over; under
// a plain BIOS it is searched on 16-byte boundaries in the first KiB of the extended BIOS data area and in the BIOS
// ROM (§5.2.5.1).
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The RSDP as it lies in memory, ACPI 6.5 §5.2.5.3, table 5.3.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct RsdpLayout
{
    /// <summary>"RSD PTR ", the first character in the low byte.</summary>
    public ulong Signature;

    /// <summary>Makes the first 20 bytes add up to zero.</summary>
    public byte Checksum;

    /// <summary>Six characters of the OEM.</summary>
    public uint OemIdLow;

    /// <summary>The last two of them.</summary>
    public ushort OemIdHigh;

    /// <summary>0: ACPI 1.0, and the structure ends after the next field; 2: all of it.</summary>
    public byte Revision;

    /// <summary>Physical address of the RSDT.</summary>
    public uint RsdtAddress;

    /// <summary>Bytes of the whole structure.</summary>
    public uint Length;

    /// <summary>Physical address of the XSDT.</summary>
    public ulong XsdtAddress;

    /// <summary>Makes all bytes add up to zero.</summary>
    public byte ExtendedChecksum;

    /// <summary>Reserved, three bytes.</summary>
    public byte Reserved0;

    /// <summary>Reserved.</summary>
    public byte Reserved1;

    /// <summary>Reserved.</summary>
    public byte Reserved2;
}

/// <summary>The legal content of a root pointer: where the root tables lie.</summary>
internal readonly struct Rsdp
{
    /// <summary>Bytes of the ACPI 1.0 structure.</summary>
    public const int Size1 = 20;

    /// <summary>Bytes of the structure since ACPI 2.0.</summary>
    public const int Size2 = 36;

    /// <summary>Where a root pointer may begin.</summary>
    public const int Alignment = 16;

    // "RSD PTR "
    private const ulong ExpectedSignature = 0x2052_5450_2044_5352;

    private Rsdp(ulong rsdt, ulong xsdt)
    {
        RsdtAddress = rsdt;
        XsdtAddress = xsdt;
    }

    /// <summary>Physical address of the RSDT, 0: none.</summary>
    public ulong RsdtAddress { get; }

    /// <summary>Physical address of the XSDT, 0: none. It is preferred when both exist.</summary>
    public ulong XsdtAddress { get; }

    /// <summary>Reads a root pointer at the start of <paramref name="memory"/>.</summary>
    public static AcpiVerdict Parse(ReadOnlySpan<byte> memory, out Rsdp rsdp)
    {
        rsdp = default;
        if (memory.Length < Size1)
        {
            return AcpiVerdict.BadLength;
        }

        // The old structure is padded with zeroes, so that one layout serves both revisions.
        Span<byte> padded = stackalloc byte[Size2];
        padded.Clear();
        memory[..Math.Min(memory.Length, Size2)].CopyTo(padded);
        RsdpLayout raw = MemoryMarshal.Read<RsdpLayout>(padded);
        if (raw.Signature != ExpectedSignature)
        {
            return AcpiVerdict.BadSignature;
        }

        if (AcpiTable.Sum(memory[..Size1]) != 0)
        {
            return AcpiVerdict.BadChecksum;
        }

        if (raw.Revision < 2)
        {
            rsdp = new Rsdp(raw.RsdtAddress, 0);
            return AcpiVerdict.Sound;
        }

        if (raw.Length < Size2 || raw.Length > (uint)memory.Length)
        {
            return AcpiVerdict.BadLength;
        }

        if (AcpiTable.Sum(memory[..(int)raw.Length]) != 0)
        {
            return AcpiVerdict.BadChecksum;
        }

        rsdp = new Rsdp(raw.RsdtAddress, raw.XsdtAddress);
        return AcpiVerdict.Sound;
    }

    /// <summary>Offset of the first sound root pointer in <paramref name="memory"/>, -1: none.</summary>
    public static int Search(ReadOnlySpan<byte> memory)
    {
        for (int offset = 0; offset + Size1 <= memory.Length; offset += Alignment)
        {
            if (Parse(memory[offset..], out _) == AcpiVerdict.Sound)
            {
                return offset;
            }
        }

        return -1;
    }
}
