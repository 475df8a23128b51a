// Where a name of an image's assembly lies, by the ELF's table of symbols (System V ABI, chapter 4, "Symbol Table").
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Tests.Boot.Boots;

/// <summary>The symbols of an ELF.</summary>
internal static class ElfSymbols
{
    private const int SectionHeadersOffset = 0x28;
    private const int SectionHeaderCountOffset = 0x3C;
    private const int SectionHeaderBytes = 64;
    private const int SymbolBytes = 24;
    private const uint SymbolTable = 2;

    /// <summary>The address of a symbol.</summary>
    public static ulong AddressOf(string elf, string name)
    {
        byte[] file = File.ReadAllBytes(elf);
        int headers = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(SectionHeadersOffset));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(SectionHeaderCountOffset));
        byte[] wanted = [.. Encoding.ASCII.GetBytes(name), 0];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> header = Header(file, headers, i);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) != SymbolTable)
            {
                continue;
            }

            ReadOnlySpan<byte> symbols = Content(file, header);
            int linked = (int)BinaryPrimitives.ReadUInt32LittleEndian(header[40..]);
            ReadOnlySpan<byte> strings = Content(file, Header(file, headers, linked));
            for (int at = 0; at < symbols.Length; at += SymbolBytes)
            {
                int text = (int)BinaryPrimitives.ReadUInt32LittleEndian(symbols[at..]);
                if (strings[text..].StartsWith(wanted))
                {
                    return BinaryPrimitives.ReadUInt64LittleEndian(symbols[(at + 8)..]);
                }
            }
        }

        throw new InvalidDataException($"{elf} has no symbol {name}");
    }

    private static ReadOnlySpan<byte> Header(byte[] file, int headers, int index) =>
        file.AsSpan(headers + (index * SectionHeaderBytes), SectionHeaderBytes);

    private static ReadOnlySpan<byte> Content(byte[] file, ReadOnlySpan<byte> header) =>
        file.AsSpan(
            (int)BinaryPrimitives.ReadUInt64LittleEndian(header[24..]),
            (int)BinaryPrimitives.ReadUInt64LittleEndian(header[32..]));
}
