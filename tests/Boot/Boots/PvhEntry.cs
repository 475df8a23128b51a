// Where QEMU enters the kernel: the ELF note "Xen" of type 18, read as QEMU reads it (System V ABI, chapter 5; Xen
// public/elfnote.h).
using System.Buffers.Binary;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>The PVH entry point of an ELF.</summary>
internal static class PvhEntry
{
    private const int ProgramHeadersOffset = 0x20;
    private const int ProgramHeaderBytes = 56;
    private const int ProgramHeaderCountOffset = 0x38;
    private const uint NoteSegment = 4;
    private const uint Physical32Entry = 18;

    /// <summary>The address of its first instruction.</summary>
    public static ulong Of(string elf)
    {
        byte[] file = File.ReadAllBytes(elf);
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(ProgramHeadersOffset));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(ProgramHeaderCountOffset));
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = file.AsSpan(headers + (i * ProgramHeaderBytes), ProgramHeaderBytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) == NoteSegment)
            {
                int start = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[8..]);
                int length = (int)BinaryPrimitives.ReadUInt64LittleEndian(header[32..]);
                if (Find(file.AsSpan(start, length)) is ulong entry)
                {
                    return entry;
                }
            }
        }

        throw new InvalidDataException($"{elf} has no PVH note");
    }

    private static ulong? Find(ReadOnlySpan<byte> notes)
    {
        while (notes.Length >= 12)
        {
            int name = Padded(BinaryPrimitives.ReadInt32LittleEndian(notes));
            int descriptor = Padded(BinaryPrimitives.ReadInt32LittleEndian(notes[4..]));
            uint type = BinaryPrimitives.ReadUInt32LittleEndian(notes[8..]);
            if (type == Physical32Entry && notes[12..].StartsWith("Xen\0"u8))
            {
                return BinaryPrimitives.ReadUInt32LittleEndian(notes[(12 + name)..]);
            }

            notes = notes[(12 + name + descriptor)..];
        }

        return null;
    }

    private static int Padded(int length) => (length + 3) & ~3;
}
