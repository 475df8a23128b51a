// Takes the path of this machine out of NASM's debug information. NASM (2.16) writes the absolute directory of the
// source as the "compilation directory" and has no option against it, which makes two clones in two places differ. The
// name of the source is relative to the repository, so the directory that belongs to it is the repository's stand-in,
// /cosmos/, the same that the C# compiler is told to write (PathMap) and that a debugger maps back.
//
// What is relied on: NASM writes one compilation unit, in DWARF 3, 32-bit format, whose first entry is low_pc, high_pc,
// stmt_list, name, comp_dir (DWARF 3 §7.5.1.1 for the header). Anything else is refused, so a new NASM cannot slip
// past. The directory only ever gets shorter, so the section shrinks in place and nothing else in the file has to move.
using System.Buffers.Binary;
using System.Text;

namespace Cosmos.Build;

/// <summary>Replaces the compilation directory in an object that NASM made.</summary>
internal static class DebugDirectory
{
    private const int NameOffset = 0x20;
    private const int RelocationSize = 24;

    /// <summary>Makes <paramref name="directory"/> the compilation directory of an object.</summary>
    /// <param name="path">The object.</param>
    /// <param name="source">The source's name as NASM was given it: proof that the entry is where it should be.</param>
    /// <param name="directory">The new directory, with its final slash.</param>
    public static void Replace(string path, string source, string directory)
    {
        var file = new ElfObject(path, File.ReadAllBytes(path));
        if (file.Find(".debug_info") is not { Size: > NameOffset } info)
        {
            return;
        }

        int start = info.Offset;
        string name = file.NameAt(start + NameOffset);
        int place = start + NameOffset + name.Length + 1;
        int oldLength = file.NameAt(place).Length;
        if (name != source || file.Content[place] != '/' || oldLength < directory.Length)
        {
            throw new BuildException(path, "NASM's debug information has an unknown layout; see DebugDirectory.cs.");
        }

        int removed = oldLength - directory.Length;
        Span<byte> content = file.Content;
        Encoding.ASCII.GetBytes(directory, content[place..]);
        int rest = place + oldLength;
        content[rest..(start + info.Size)].CopyTo(content[(rest - removed)..]);
        content.Slice(start + info.Size - removed, removed).Clear();

        info.Size -= removed;
        BinaryPrimitives.WriteInt32LittleEndian(content[start..], info.Size - sizeof(int));
        MoveRelocations(file, rest - start, removed);
        File.WriteAllBytes(path, file.Content);
    }

    private static void MoveRelocations(ElfObject file, int from, int removed)
    {
        if (file.Find(".rela.debug_info") is not { } relocations)
        {
            return;
        }

        for (int entry = relocations.Offset; entry < relocations.Offset + relocations.Size; entry += RelocationSize)
        {
            Span<byte> target = file.Content.AsSpan(entry);
            ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(target);
            if (offset >= (ulong)from)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(target, offset - (ulong)removed);
            }
        }
    }
}
