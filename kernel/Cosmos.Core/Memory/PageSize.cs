// The unit in which memory is handed out, and the rounding that goes with it. Both platforms use 4 KiB pages; larger
// ones exist only inside the X86 direct map.
namespace Cosmos.Core.Memory;

/// <summary>The size of a page and the arithmetic on page boundaries.</summary>
internal static class PageSize
{
    /// <summary>log2 of a page's size.</summary>
    public const int Shift = 12;

    /// <summary>Bytes in a page.</summary>
    public const ulong Bytes = 1UL << Shift;

    /// <summary>The page boundary at or below <paramref name="value"/>.</summary>
    public static ulong RoundDown(ulong value) => value & ~(Bytes - 1);

    /// <summary>
    /// The page boundary at or above <paramref name="value"/>; the last boundary if there is none above.
    /// </summary>
    public static ulong RoundUp(ulong value) => value > ulong.MaxValue - Bytes + 1
        ? RoundDown(ulong.MaxValue)
        : (value + Bytes - 1) & ~(Bytes - 1);

    /// <summary>Whether <paramref name="value"/> lies on a page boundary.</summary>
    public static bool IsAligned(ulong value) => (value & (Bytes - 1)) == 0;
}
