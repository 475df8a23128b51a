// PVH start info: what QEMU's -kernel hands over, in EBX. A small structure of addresses, all of which are checked
// before they are followed.
//
// Source: Xen public/arch-x86/hvm/start_info.h; docs/misc/pvh.pandoc. Offsets below are that header's.
using System;
using System.Buffers.Binary;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Reads <c>hvm_start_info</c> into <see cref="BootInfo"/>.</summary>
internal static class PvhStartInfo
{
    /// <summary>The structure's first word: "xEn3" with its top bit set.</summary>
    public const uint Magic = 0x336E_C578;

    /// <summary>Bytes of version 0; a version 0 structure has no memory map.</summary>
    public const int LengthV0 = 40;

    /// <summary>Bytes of version 1.</summary>
    public const int LengthV1 = 56;

    /// <summary>Bytes of one memory map entry.</summary>
    public const int MemoryEntryLength = 24;

    private const int VersionOffset = 4;
    private const int CommandLineOffset = 24;
    private const int RsdpOffset = 32;
    private const int MemoryMapOffset = 40;
    private const int MemoryMapCountOffset = 48;

    /// <summary>Fills <paramref name="info"/> from the structure at <paramref name="address"/>.</summary>
    /// <returns>What was wrong; <paramref name="info"/> then holds what could be read.</returns>
    public static BootInfoFault Parse(PhysicalWindow memory, ulong address, ref BootInfo info)
    {
        info.Protocol = BootProtocol.Pvh;
        if (!memory.TryGet(address, LengthV0, out ReadOnlySpan<byte> start))
        {
            return BootInfoFault.Unreachable;
        }

        if (ReadU32(start, 0) != Magic)
        {
            return BootInfoFault.Malformed;
        }

        info.CommandLine.Set(memory.UpTo(ReadU64(start, CommandLineOffset), BootText.Capacity + 1));
        info.LoaderName.Set("PVH"u8);
        info.RsdpAddress = ReadU64(start, RsdpOffset);
        if (ReadU32(start, VersionOffset) < 1)
        {
            return BootInfoFault.NoMemoryMap;
        }

        return memory.TryGet(address, LengthV1, out start)
            ? ParseMemoryMap(memory, start, ref info)
            : BootInfoFault.Unreachable;
    }

    private static BootInfoFault ParseMemoryMap(PhysicalWindow memory, ReadOnlySpan<byte> start, ref BootInfo info)
    {
        ulong address = ReadU64(start, MemoryMapOffset);
        uint count = ReadU32(start, MemoryMapCountOffset);
        if (count == 0 || !memory.TryGet(address, (ulong)count * MemoryEntryLength, out ReadOnlySpan<byte> map))
        {
            return BootInfoFault.NoMemoryMap;
        }

        for (; !map.IsEmpty; map = map[MemoryEntryLength..])
        {
            info.Memory.Add(ReadU64(map, 0), ReadU64(map, 8), ReadU32(map, 16));
        }

        return info.Memory.Count == 0 ? BootInfoFault.NoMemoryMap : BootInfoFault.None;
    }

    private static uint ReadU32(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong ReadU64(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
