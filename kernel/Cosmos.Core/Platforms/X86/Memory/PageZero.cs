using System.Runtime.Intrinsics;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Clears whole pages: the one loop that every committed byte passes through.</summary>
internal static unsafe class PageZero
{
    private const ulong Stride = 128;

    /// <summary>Zeroes <paramref name="bytes"/> bytes; both arguments are multiples of the page size.</summary>
    public static void Clear(void* start, ulong bytes)
    {
        byte* at = (byte*)start;
        byte* end = at + bytes;
        Vector128<byte> zero = Vector128<byte>.Zero;
        // Safety: the caller owns [start, start + bytes), whose ends are page aligned and so aligned for the stores.
        for (; at < end; at += Stride)
        {
            zero.StoreAligned(at);
            zero.StoreAligned(at + 16);
            zero.StoreAligned(at + 32);
            zero.StoreAligned(at + 48);
            zero.StoreAligned(at + 64);
            zero.StoreAligned(at + 80);
            zero.StoreAligned(at + 96);
            zero.StoreAligned(at + 112);
        }
    }
}
