// The part of physical memory that is readable while the boot loader's data is parsed. Every address in that data is a
// claim; this type is where a claim becomes bytes or a refusal. In tests the window is an array.
using System;

namespace Cosmos.Core.Platforms.X86.Boot;

/// <summary>A bounded view on physical memory from address 0 up.</summary>
internal readonly unsafe struct PhysicalWindow
{
    /// <summary>No structure of a boot loader is longer: what claims to be is malformed.</summary>
    public const uint LongestStructure = 1 << 20;

    private readonly byte* _origin;
    private readonly ulong _length;

    /// <summary>A window whose address 0 is <paramref name="origin"/>, <paramref name="length"/> bytes long.</summary>
    public PhysicalWindow(byte* origin, ulong length)
    {
        _origin = origin;
        _length = length;
    }

    /// <summary>
    /// The <paramref name="length"/> bytes at <paramref name="address"/>, if they lie inside the window.
    /// </summary>
    public bool TryGet(ulong address, ulong length, out ReadOnlySpan<byte> bytes)
    {
        if (address == 0 || length > LongestStructure || address > _length || length > _length - address)
        {
            bytes = default;
            return false;
        }

        // Safety: address + length <= _length was just checked, and the window's maker vouches for _length bytes.
        bytes = new ReadOnlySpan<byte>(_origin + address, (int)length);
        return true;
    }

    /// <summary>
    /// As many bytes from <paramref name="address"/> on as the window has, at most <paramref name="limit"/>: for
    /// texts, whose end is a zero byte somewhere in it.
    /// </summary>
    public ReadOnlySpan<byte> UpTo(ulong address, uint limit)
    {
        if (address == 0 || address >= _length)
        {
            return default;
        }

        TryGet(address, Math.Min(limit, _length - address), out ReadOnlySpan<byte> bytes);
        return bytes;
    }
}
