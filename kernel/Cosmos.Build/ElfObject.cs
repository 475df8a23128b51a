// As much of a relocatable ELF64 file as the build needs: which symbols it defines for others, which it needs. Offsets
// are those of the System V ABI (gABI 4.1, "ELF Header", "Sections", "Symbol Table"), x86-64, little endian.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Build;

/// <summary>An object file and the names in its symbol table.</summary>
internal sealed class ElfObject
{
    private const int SectionTypeSymbolTable = 2;
    private const int SymbolSize = 24;
    private const int BindLocal = 0;

    private readonly List<string> _defined = [];
    private readonly List<string> _undefined = [];

    public ElfObject(string name, byte[] content)
    {
        Name = name;
        Content = content;
        int sections = (int)Word64(0x28);
        int count = Word16(0x3C);
        for (int index = 0; index < count; index++)
        {
            int section = sections + (index * 0x40);
            if (Word32(section + 4) == SectionTypeSymbolTable)
            {
                int names = sections + (Word32(section + 0x28) * 0x40);
                ReadSymbols((int)Word64(section + 0x18), (int)Word64(section + 0x20), (int)Word64(names + 0x18));
            }
        }
    }

    /// <summary>The file's name in its archive.</summary>
    public string Name { get; }

    /// <summary>The whole file.</summary>
    public byte[] Content { get; }

    /// <summary>Symbols that other objects can use.</summary>
    public IReadOnlyList<string> Defined => _defined;

    /// <summary>Symbols that some other object has to define.</summary>
    public IReadOnlyList<string> Undefined => _undefined;

    private void ReadSymbols(int offset, int size, int names)
    {
        // Entry 0 is reserved and means "no symbol".
        for (int symbol = offset + SymbolSize; symbol < offset + size; symbol += SymbolSize)
        {
            if (Content[symbol + 4] >> 4 != BindLocal)
            {
                List<string> list = Word16(symbol + 6) == 0 ? _undefined : _defined;
                list.Add(NameAt(names + Word32(symbol)));
            }
        }
    }

    private string NameAt(int offset) =>
        Encoding.ASCII.GetString(Content, offset, Content.AsSpan(offset).IndexOf((byte)0));

    private ushort Word16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Content.AsSpan(offset));

    private int Word32(int offset) => BinaryPrimitives.ReadInt32LittleEndian(Content.AsSpan(offset));

    private long Word64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(Content.AsSpan(offset));
}
