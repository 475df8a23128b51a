// Names between UTF-16, as programs have them, and UTF-8, as the table and the external term format have them.
using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Cosmos.Runtime;

/// <summary>Encodes and decodes names, and holds them to the limit.</summary>
internal static class AtomName
{
    /// <summary>The most bytes of a name.</summary>
    public const int MaximumBytes = 4 * Atom.MaximumLength;

    /// <summary>The bytes of a name, if it is one.</summary>
    public static bool TryEncode(string name, Span<byte> utf8, out int length) =>
        Utf8.FromUtf16(name, utf8, out _, out length, replaceInvalidSequences: false) == OperationStatus.Done
        && CharacterCount(utf8[..length]) <= Atom.MaximumLength;

    /// <summary>The name of bytes that were one.</summary>
    public static string Decode(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>64 bits of FNV-1a, folded: names are short, and most of them are the program's own.</summary>
    public static uint Hash(ReadOnlySpan<byte> utf8)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte unit in utf8)
        {
            hash = (hash ^ unit) * 0x100000001B3;
        }

        return (uint)(hash ^ (hash >> 32));
    }

    private static int CharacterCount(ReadOnlySpan<byte> utf8)
    {
        int count = 0;
        foreach (byte unit in utf8)
        {
            // A byte 10xxxxxx goes on with the character before.
            count += (unit & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }
}
