// Multiboot 2 boot information: what GRUB hands over, in EBX. A run of tags, each {type, size}, padded to eight bytes,
// up to a tag of type 0. Nothing about it is trusted: a size below eight would loop for ever, one beyond the end would
// read what is not there; either ends the parse with what was found so far, which is refused if the memory map is
// missing.
//
// Source: Multiboot2 Specification version 2.0, §3.6 (boot information format); section numbers below are of it.
using System;
using System.Buffers.Binary;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>Reads Multiboot 2 boot information into <see cref="BootInfo"/>.</summary>
internal static class Multiboot2Info
{
    /// <summary>What the loader leaves in EAX (§3.5).</summary>
    public const uint LoaderMagic = 0x36D7_6289;

    private const int HeaderLength = 8;

    /// <summary>Fills <paramref name="info"/> from the tags at <paramref name="address"/>.</summary>
    /// <returns>What was wrong; <paramref name="info"/> then holds what could be read.</returns>
    public static BootInfoFault Parse(PhysicalWindow memory, ulong address, ref BootInfo info)
    {
        info.Protocol = BootProtocol.Multiboot2;
        if (!memory.TryGet(address, HeaderLength, out ReadOnlySpan<byte> bytes))
        {
            return BootInfoFault.Unreachable;
        }

        uint total = ReadU32(bytes, 0);
        if (total < HeaderLength || !memory.TryGet(address, total, out bytes))
        {
            return BootInfoFault.Malformed;
        }

        ReadOnlySpan<byte> efiMap = default;
        ReadOnlySpan<byte> rest = bytes[HeaderLength..];
        while (rest.Length >= HeaderLength)
        {
            var type = (Multiboot2TagType)ReadU32(rest, 0);
            uint size = ReadU32(rest, 4);
            if (type == Multiboot2TagType.End || size < HeaderLength || size > rest.Length)
            {
                break;
            }

            ReadOnlySpan<byte> body = rest[HeaderLength..(int)size];
            if (type == Multiboot2TagType.EfiMemoryMap)
            {
                efiMap = body;
            }
            else
            {
                ParseTag(type, body, ref info);
            }

            // The padding of the last tag may lie beyond the total size, so it is cut and not demanded.
            rest = rest[Math.Min(((int)size + 7) & ~7, rest.Length)..];
        }

        if (info.Memory.Count == 0)
        {
            // GRUB translates the EFI map itself; other loaders may only pass it on.
            EfiMemoryMap.Parse(efiMap, ref info.Memory);
        }

        return info.Memory.Count == 0 ? BootInfoFault.NoMemoryMap : BootInfoFault.None;
    }

    private static void ParseTag(Multiboot2TagType type, ReadOnlySpan<byte> body, ref BootInfo info)
    {
        switch (type)
        {
            case Multiboot2TagType.CommandLine:
                info.CommandLine.Set(body);
                break;
            case Multiboot2TagType.LoaderName:
                info.LoaderName.Set(body);
                break;
            case Multiboot2TagType.MemoryMap:
                ParseMemoryMap(body, ref info.Memory);
                break;
            case Multiboot2TagType.Framebuffer:
                ParseFramebuffer(body, ref info.Framebuffer);
                break;
            case Multiboot2TagType.AcpiOldRsdp:
            case Multiboot2TagType.AcpiNewRsdp:
                info.SetRsdp(body);
                break;
        }
    }

    // §3.6.8: entry size and version, then entries {base u64, length u64, type u32, reserved u32}. Entries may grow, so
    // the given size is the step; it is a multiple of 8 and at least the 20 bytes that are read.
    private static void ParseMemoryMap(ReadOnlySpan<byte> body, ref BootMemoryMap map)
    {
        const int Used = 20;
        if (body.Length < HeaderLength)
        {
            return;
        }

        uint step = ReadU32(body, 0);
        if (step < Used)
        {
            return;
        }

        for (body = body[HeaderLength..]; body.Length >= Used; body = body[(int)Math.Min(step, (uint)body.Length)..])
        {
            map.Add(ReadU64(body, 0), ReadU64(body, 8), ReadU32(body, 16));
        }
    }

    // §3.6.12: address u64, pitch, width, height u32, bits u8, type u8, reserved u16, then for type 1 (direct RGB) the
    // position and size of red, green and blue. Type 0 is indexed colour, 2 is EGA text: the screen treats both as VGA.
    private static void ParseFramebuffer(ReadOnlySpan<byte> body, ref BootFramebuffer screen)
    {
        const int DirectRgbLength = 30;
        const byte DirectRgb = 1;
        if (body.Length < DirectRgbLength || body[21] != DirectRgb)
        {
            return;
        }

        BootFramebuffer candidate = default;
        candidate.Address = ReadU64(body, 0);
        candidate.Pitch = ReadU32(body, 8);
        candidate.Width = ReadU32(body, 12);
        candidate.Height = ReadU32(body, 16);
        candidate.BitsPerPixel = body[20];
        candidate.RedPosition = body[24];
        candidate.RedSize = body[25];
        candidate.GreenPosition = body[26];
        candidate.GreenSize = body[27];
        candidate.BluePosition = body[28];
        candidate.BlueSize = body[29];
        if (candidate.IsPlausible)
        {
            screen = candidate;
        }
    }

    private static uint ReadU32(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    private static ulong ReadU64(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
