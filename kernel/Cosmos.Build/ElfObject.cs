// As much of a relocatable ELF64 file as the build needs: its sections, which symbols it defines for others, which it
// needs. Offsets are those of the System V ABI (gABI 4.1, "ELF Header", "Sections", "Symbol Table"), x86-64, little
// endian. The content is kept as bytes; who changes it does so through a Section and writes the file back.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Build;

/// <summary>An object file, its sections and the names in its symbol table.</summary>
internal sealed class ElfObject
{
    private const int SectionHeaderSize = 0x40;
    private const uint SymbolTable = 2;
    private const int SymbolSize = 24;
    private const int BindLocal = 0;
    private const int TypeFunction = 2;

    private readonly List<Section> _sections = [];
    private readonly List<string> _defined = [];
    private readonly List<string> _undefined = [];

    public ElfObject(string name, byte[] content)
    {
        Name = name;
        Content = content;
        int headers = (int)Word64(0x28);
        int count = Word16(0x3C);
        int nameSection = headers + (Word16(0x3E) * SectionHeaderSize);
        for (int header = headers; header < headers + (count * SectionHeaderSize); header += SectionHeaderSize)
        {
            _sections.Add(new Section(this, header, NameAt((int)Word64(nameSection + 0x18) + (int)Word32(header))));
        }

        foreach (Section section in _sections.Where(section => section.Type == SymbolTable))
        {
            ReadSymbols(section, _sections[section.Link]);
        }
    }

    /// <summary>The file's name: of a member, its name in the archive.</summary>
    public string Name { get; }

    /// <summary>The whole file.</summary>
    public byte[] Content { get; }

    /// <summary>Symbols that other objects can use.</summary>
    public IReadOnlyList<string> Defined => _defined;

    /// <summary>Symbols that some other object has to define.</summary>
    public IReadOnlyList<string> Undefined => _undefined;

    /// <summary>The section of that name; null: there is none.</summary>
    public Section? Find(string name) => _sections.Find(section => section.Name == name);

    /// <summary>The text that ends with a zero at a place in the file.</summary>
    public string NameAt(int offset) =>
        Encoding.ASCII.GetString(Content, offset, Content.AsSpan(offset).IndexOf((byte)0));

    private void ReadSymbols(Section symbols, Section names)
    {
        // Entry 0 is reserved and means "no symbol".
        for (int symbol = symbols.Offset + SymbolSize; symbol < symbols.Offset + symbols.Size; symbol += SymbolSize)
        {
            if (Content[symbol + 4] >> 4 != BindLocal)
            {
                List<string> list = Word16(symbol + 6) == 0 ? _undefined : _defined;
                list.Add(NameAt(names.Offset + (int)Word32(symbol)));
            }
        }
    }

    /// <summary>All functions of a section, in the order of the symbol table.</summary>
    public IEnumerable<Function> FunctionsIn(string section)
    {
        int index = _sections.FindIndex(candidate => candidate.Name == section);
        foreach (Section symbols in _sections.Where(candidate => candidate.Type == SymbolTable))
        {
            int names = _sections[symbols.Link].Offset;
            for (int symbol = symbols.Offset; symbol < symbols.Offset + symbols.Size; symbol += SymbolSize)
            {
                if ((Content[symbol + 4] & 0xF) == TypeFunction && Word16(symbol + 6) == index)
                {
                    uint start = (uint)Word64(symbol + 8);
                    uint end = start + (uint)Word64(symbol + 16);
                    yield return new Function(NameAt(names + (int)Word32(symbol)), start, end);
                }
            }
        }
    }

    private ushort Word16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Content.AsSpan(offset));

    private uint Word32(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(Content.AsSpan(offset));

    private ulong Word64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Content.AsSpan(offset));

    /// <summary>A function's name and the bytes of its section that are its code.</summary>
    public readonly record struct Function(string Name, uint Start, uint End);

    /// <summary>One entry of the section header table.</summary>
    public sealed class Section(ElfObject file, int header, string name)
    {
        public string Name => name;

        public uint Type => file.Word32(header + 4);

        public int Offset => (int)file.Word64(header + 0x18);

        public int Size
        {
            get => (int)file.Word64(header + 0x20);
            set => BinaryPrimitives.WriteUInt64LittleEndian(file.Content.AsSpan(header + 0x20), (ulong)value);
        }

        public int Link => (int)file.Word32(header + 0x28);
    }
}
