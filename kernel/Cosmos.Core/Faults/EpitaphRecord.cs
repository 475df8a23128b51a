// The epitaph as it is kept for the next start: a header, then the text as it went to the console. It lies in memory
// that a restart does not clear, which is also memory that may hold anything after the machine was switched on; so it
// is believed only with its mark, its version and a checksum over all of it.
using System;
using System.Runtime.InteropServices;

namespace Cosmos.Core.Faults;

/// <summary>Header of a preserved epitaph; the text follows it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 0x30)]
internal unsafe struct EpitaphRecord
{
    /// <summary>Bytes of a record, header and all.</summary>
    public const int Capacity = 16 * 1024;

    private const ulong ExpectedMark = 0x6874_6170_6974_6531; // "1etipath"
    private const uint ExpectedVersion = 1;
    private const ulong HashStart = 0xCBF2_9CE4_8422_2325; // FNV-1a, 64 bits
    private const ulong HashFactor = 0x0000_0100_0000_01B3;

    [FieldOffset(0x00)] private ulong _mark;
    [FieldOffset(0x08)] private ulong _checksum;
    [FieldOffset(0x10)] private uint _version;

    /// <summary>Bytes of text.</summary>
    [FieldOffset(0x14)] public int Length;

    /// <summary>Epitaphs since the machine was switched on; the larger of two records is the later.</summary>
    [FieldOffset(0x18)] public uint Sequence;

    /// <summary>How many runs in a row ended soon after their start; this one is counted.</summary>
    [FieldOffset(0x1C)] public uint QuickEnds;

    /// <summary>Not zero: a later start has shown it.</summary>
    [FieldOffset(0x20)] public uint IsReported;

    /// <summary>How long the run had lasted.</summary>
    [FieldOffset(0x28)] public long UptimeMilliseconds;

    /// <summary>Room for text.</summary>
    public static int TextCapacity => Capacity - sizeof(EpitaphRecord);

    /// <summary>The text of a record.</summary>
    public static Span<byte> Text(EpitaphRecord* record) => new(record + 1, record->Length);

    /// <summary>Makes the record valid: what is in it now is what it says.</summary>
    public static void Seal(EpitaphRecord* record)
    {
        record->_mark = ExpectedMark;
        record->_version = ExpectedVersion;
        record->_checksum = Checksum(record);
    }

    /// <summary>Whether memory of <see cref="Capacity"/> bytes holds a record.</summary>
    public static bool IsValid(EpitaphRecord* record)
        => record->_mark == ExpectedMark && record->_version == ExpectedVersion
            && (uint)record->Length <= (uint)TextCapacity && record->_checksum == Checksum(record);

    private static ulong Checksum(EpitaphRecord* record)
    {
        var from = (byte*)&record->_version;
        byte* end = (byte*)(record + 1) + record->Length;
        ulong hash = HashStart;
        for (; from < end; from++)
        {
            hash = (hash ^ *from) * HashFactor;
        }

        return hash;
    }
}
