using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Boot;

/// <summary>
/// The options of the image's own that a command line gave: names and values one behind the other, each with its length
/// in front. The kernel only keeps them; whose they are and whether they make sense is the image's business.
/// </summary>
/// <remarks>
/// Plain bytes in one struct, for the reasons of <see cref="BootOptionValues"/>. Zeroed memory is the empty state.
/// </remarks>
internal struct BootOptionsForImage
{
    /// <summary>Room for all names and values together; an option that no longer fits is refused.</summary>
    public const int Capacity = 2048;

    private const int LengthBytes = 2;

    private Bytes _bytes;
    private int _used;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an option.</summary>
    /// <returns>False when there is no room.</returns>
    public bool TryAdd(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (LengthBytes + name.Length + LengthBytes + value.Length > Capacity - _used)
        {
            return false;
        }

        Append(name);
        Append(value);
        Count++;
        return true;
    }

    /// <summary>The text at a place, first a name, then its value; the place moves behind it.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public readonly ReadOnlySpan<byte> Next(ref int place)
    {
        ReadOnlySpan<byte> bytes = _bytes;
        int length = bytes[place] | (bytes[place + 1] << 8);
        ReadOnlySpan<byte> text = bytes.Slice(place + LengthBytes, length);
        place += LengthBytes + length;
        return text;
    }

    private void Append(ReadOnlySpan<byte> text)
    {
        Span<byte> bytes = _bytes;
        bytes[_used] = (byte)text.Length;
        bytes[_used + 1] = (byte)(text.Length >> 8);
        text.CopyTo(bytes[(_used + LengthBytes)..]);
        _used += LengthBytes + text.Length;
    }

    [InlineArray(Capacity)]
    private struct Bytes
    {
        private byte _first;
    }
}
