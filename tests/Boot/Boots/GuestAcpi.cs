// The ACPI tables of a machine that stands at the kernel's entry, found as the kernel finds them (ACPI 6.5 §5.2.5.1):
// the root pointer on a 16-byte border between E0000h and FFFFFh, from it the RSDT, from that the tables.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>Finds tables in a stopped machine, to damage them.</summary>
internal static class GuestAcpi
{
    private const ulong SearchStart = 0xE0000;
    private const int SearchBytes = 0x20000;
    private const int RootChecksumOffset = 8;
    private const int RsdtAddressOffset = 16;
    private const int HeaderBytes = 36;
    private const int LengthOffset = 4;
    private const int ChecksumOffset = 9;
    private const int MadtEntriesOffset = 44;
    private const byte LocalApicEntry = 0;
    private const int ApicIdOffset = 3;

    /// <summary>
    /// Changes the APIC id of a processor of the MADT (ACPI 6.5 §5.2.12.2), and the checksum with it.
    /// </summary>
    /// <param name="machine">The stopped machine.</param>
    /// <param name="index">Which of the local APIC entries.</param>
    /// <param name="id">The new id.</param>
    public static void ChangeApicId(GdbStub machine, int index, byte id)
    {
        ulong table = FindTable(machine, Rsdt(machine, out _), "APIC");
        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(machine.Read(table + LengthOffset, sizeof(uint)));
        byte[] bytes = machine.Read(table, length);
        for (int entry = MadtEntriesOffset; entry < length; entry += bytes[entry + 1])
        {
            if (bytes[entry] == LocalApicEntry && index-- == 0)
            {
                machine.Write(table + (ulong)entry + ApicIdOffset, id);
                byte sum = (byte)(bytes[ChecksumOffset] + bytes[entry + ApicIdOffset] - id);
                machine.Write(table + ChecksumOffset, sum);
                return;
            }
        }

        throw new InvalidOperationException($"the MADT has no local APIC {index}");
    }

    /// <summary>Makes the checksum of a table wrong. <c>RSD PTR </c> and <c>RSDT</c> count as tables too.</summary>
    public static void BreakChecksum(GdbStub machine, string signature)
    {
        uint rsdt = Rsdt(machine, out ulong root);
        ulong checksum = signature == "RSD PTR "
            ? root + RootChecksumOffset
            : FindTable(machine, rsdt, signature) + ChecksumOffset;
        machine.Write(checksum, (byte)(machine.Read(checksum, 1)[0] ^ 0xFF));
    }

    private static uint Rsdt(GdbStub machine, out ulong root)
    {
        byte[] area = machine.Read(SearchStart, SearchBytes);
        int offset = area.AsSpan().IndexOf("RSD PTR "u8);
        Assert.True(offset >= 0 && offset % 16 == 0, "the machine has no ACPI root pointer");
        root = SearchStart + (ulong)offset;
        return BinaryPrimitives.ReadUInt32LittleEndian(area.AsSpan(offset + RsdtAddressOffset));
    }

    private static ulong FindTable(GdbStub machine, ulong rsdt, string signature)
    {
        if (signature == "RSDT")
        {
            return rsdt;
        }

        int length = (int)BinaryPrimitives.ReadUInt32LittleEndian(machine.Read(rsdt + LengthOffset, sizeof(uint)));
        byte[] table = machine.Read(rsdt, length);
        for (int entry = HeaderBytes; entry + sizeof(uint) <= length; entry += sizeof(uint))
        {
            ulong address = BinaryPrimitives.ReadUInt32LittleEndian(table.AsSpan(entry));
            if (Encoding.ASCII.GetString(machine.Read(address, sizeof(uint))) == signature)
            {
                return address;
            }
        }

        throw new InvalidOperationException($"the machine has no ACPI table {signature}");
    }
}
