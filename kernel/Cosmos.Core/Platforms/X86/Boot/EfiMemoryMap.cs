// The memory map in UEFI's own form, for loaders that pass it on untranslated.
//
// Source: UEFI Specification 2.10 §7.2.3 (GetMemoryMap, EFI_MEMORY_DESCRIPTOR); the tag that carries it: Multiboot2
// Specification 2.0 §3.6.19.
using System;
using System.Buffers.Binary;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Translates EFI memory descriptors into <see cref="BootMemoryMap"/> lines.</summary>
internal static class EfiMemoryMap
{
    // EFI_MEMORY_TYPE, UEFI 2.10 Table 7.6; boot services memory is free once boot services have been left.
    private const uint LoaderCode = 1;
    private const uint BootServicesData = 4;
    private const uint Conventional = 7;
    private const uint Unusable = 8;
    private const uint AcpiReclaim = 9;
    private const uint AcpiNvs = 10;

    /// <summary>
    /// Adds the descriptors of a tag's body {descriptor size u32, version u32, descriptors}; ignores a malformed one.
    /// </summary>
    public static void Parse(ReadOnlySpan<byte> body, ref BootMemoryMap map)
    {
        const int Used = 32;
        const int HeaderLength = 8;
        if (body.Length < HeaderLength)
        {
            return;
        }

        uint step = BinaryPrimitives.ReadUInt32LittleEndian(body);
        if (step < Used)
        {
            return;
        }

        for (body = body[HeaderLength..]; body.Length >= Used; body = body[(int)Math.Min(step, (uint)body.Length)..])
        {
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(body);
            ulong address = BinaryPrimitives.ReadUInt64LittleEndian(body[8..]);
            ulong pages = BinaryPrimitives.ReadUInt64LittleEndian(body[24..]);
            ulong length = pages > ulong.MaxValue >> PageSize.Shift ? ulong.MaxValue : pages << PageSize.Shift;
            map.Add(address, length, (uint)Translate(type));
        }
    }

    private static BootMemoryType Translate(uint type) => type switch
    {
        >= LoaderCode and <= BootServicesData or Conventional => BootMemoryType.Usable,
        AcpiReclaim => BootMemoryType.AcpiReclaimable,
        AcpiNvs => BootMemoryType.AcpiNonVolatile,
        Unusable => BootMemoryType.Bad,
        _ => BootMemoryType.Reserved,
    };
}
