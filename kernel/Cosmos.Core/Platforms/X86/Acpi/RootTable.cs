// The list of all tables: an RSDT with 32-bit entries or an XSDT with 64-bit ones (ACPI 6.5 §5.2.7, §5.2.8). The
// XSDT's entries are eight bytes wide but start at offset 36, so they are read unaligned.
using System;
using System.Buffers.Binary;

namespace Cosmos.Core.Platforms.X86;

/// <summary>A checked RSDT or XSDT.</summary>
internal readonly ref struct RootTable
{
    /// <summary>More entries than any machine has; the rest is not visited.</summary>
    public const int MaxEntries = 256;

    private readonly ReadOnlySpan<byte> _entries;
    private readonly int _entrySize;

    private RootTable(ReadOnlySpan<byte> entries, int entrySize)
    {
        _entries = entries;
        _entrySize = entrySize;
    }

    /// <summary>How many tables it names, <see cref="MaxEntries"/> at most.</summary>
    public int Count => _entrySize == 0 ? 0 : Math.Min(MaxEntries, _entries.Length / _entrySize);

    /// <summary>Checks the table at the start of <paramref name="memory"/>.</summary>
    public static AcpiVerdict Open(ReadOnlySpan<byte> memory, bool extended, out RootTable root)
    {
        uint signature = extended ? AcpiSignature.Xsdt : AcpiSignature.Rsdt;
        AcpiVerdict verdict = AcpiTable.Open(memory, signature, out ReadOnlySpan<byte> table);
        root = verdict == AcpiVerdict.Sound ? new RootTable(table[AcpiTable.HeaderSize..], extended ? 8 : 4) : default;
        return verdict;
    }

    /// <summary>
    /// The physical address of table number <paramref name="index"/>; 0, which is no table, beyond <see
    /// cref="Count"/>.
    /// </summary>
    public ulong Address(int index)
    {
        if ((uint)index >= (uint)Count)
        {
            return 0;
        }

        ReadOnlySpan<byte> entry = _entries.Slice(index * _entrySize, _entrySize);
        return _entrySize == 8
            ? BinaryPrimitives.ReadUInt64LittleEndian(entry)
            : BinaryPrimitives.ReadUInt32LittleEndian(entry);
    }
}
