// The frame that every ACPI system description table shares: a 36-byte header whose length covers the whole table and
// a checksum byte that makes all its bytes add up to zero (ACPI 6.5 §5.2.6). Everything here is firmware's word, so
// it is treated as hostile: a length is believed only between a header's size and a limit, and nothing behind it is
// looked at before the checksum holds. Real machines do ship tables with wrong checksums; such a table is named on
// the console and ignored, because half a table is worse than none.
using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Cosmos.Core.Platforms.X86;

/// <summary>What is wrong with a piece of firmware data, if anything.</summary>
internal enum AcpiVerdict
{
    /// <summary>Nothing: the data may be used.</summary>
    Sound,

    /// <summary>The signature is not the one that belongs there.</summary>
    BadSignature,

    /// <summary>The stated length is shorter than the structure or longer than the memory that holds it.</summary>
    BadLength,

    /// <summary>The bytes do not add up to zero.</summary>
    BadChecksum,

    /// <summary>The data is said to lie where no memory can be.</summary>
    BadAddress,

    /// <summary>The frame is sound, but an entry inside contradicts it.</summary>
    BadContent,
}

/// <summary>ACPI 6.5 §5.2.6, table 5.4: DESCRIPTION_HEADER.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct AcpiTableHeader
{
    /// <summary>Four ASCII characters, the first in the low byte.</summary>
    public uint Signature;

    /// <summary>Bytes of the table, this header included.</summary>
    public uint Length;

    /// <summary>The table's revision.</summary>
    public byte Revision;

    /// <summary>Makes the sum of all bytes zero.</summary>
    public byte Checksum;

    /// <summary>
    /// Six characters of the OEM, not terminated; with the next field's eight they are only for people.
    /// </summary>
    public uint OemIdLow;

    /// <summary>The last two of the six.</summary>
    public ushort OemIdHigh;

    /// <summary>Eight characters of the OEM's table name.</summary>
    public ulong OemTableId;

    /// <summary>The OEM's revision.</summary>
    public uint OemRevision;

    /// <summary>Who made the table.</summary>
    public uint CreatorId;

    /// <summary>Its revision.</summary>
    public uint CreatorRevision;
}

/// <summary>Checks the frame of a table.</summary>
internal static class AcpiTable
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderSize = 36;

    /// <summary>No table of a sane machine is longer; a longer one is refused.</summary>
    public const int MaxLength = 16 << 20;

    /// <summary>
    /// Checks <paramref name="memory"/>'s header, length and checksum; gives the table cut to its length.
    /// </summary>
    public static AcpiVerdict Open(ReadOnlySpan<byte> memory, uint signature, out ReadOnlySpan<byte> table)
    {
        table = default;
        if (!MemoryMarshal.TryRead(memory, out AcpiTableHeader header))
        {
            return AcpiVerdict.BadLength;
        }

        if (header.Signature != signature)
        {
            return AcpiVerdict.BadSignature;
        }

        if (header.Length < HeaderSize || header.Length > MaxLength || header.Length > (uint)memory.Length)
        {
            return AcpiVerdict.BadLength;
        }

        ReadOnlySpan<byte> candidate = memory[..(int)header.Length];
        if (Sum(candidate) != 0)
        {
            return AcpiVerdict.BadChecksum;
        }

        table = candidate;
        return AcpiVerdict.Sound;
    }

    /// <summary>The sum of all bytes, modulo 256.</summary>
    /// <remarks>Sixteen at a time: the AML of a real machine has some hundred kilobytes, and start-up waits.</remarks>
    public static byte Sum(ReadOnlySpan<byte> bytes)
    {
        Vector128<byte> lanes = Vector128<byte>.Zero;
        while (bytes.Length >= Vector128<byte>.Count)
        {
            lanes += Vector128.Create(bytes);
            bytes = bytes[Vector128<byte>.Count..];
        }

        uint sum = Vector128.Sum(lanes);
        foreach (byte value in bytes)
        {
            sum += value;
        }

        return (byte)sum;
    }
}
