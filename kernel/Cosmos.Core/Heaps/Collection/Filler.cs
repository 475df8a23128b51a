// What stands between the objects of a block that could not be vacated, so that the block can still be walked: objects
// of a type that only the kernel knows, arrays of bytes in form. Nobody refers to them.
using System.Runtime.CompilerServices;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Objects that are nothing but space.</summary>
internal static unsafe class Filler
{
    // Header word, method table, length: what an empty array takes, and the smallest object there is.
    private const uint SmallestSize = 24;
    private const nuint MostBytes = 1 << 30;

    private static MethodTable s_type = new()
    {
        Flags = MethodTableLayout.HasComponentSize | 1, // elements of one byte
        BaseSize = SmallestSize,
    };

    /// <summary>True for the type of fillers.</summary>
    public static bool IsType(MethodTable* type) => type == Type;

    // Safety: statics without references never move.
    private static MethodTable* Type => (MethodTable*)Unsafe.AsPointer(ref s_type);

    /// <summary>Covers everything between two objects, or between the last object and the top.</summary>
    /// <param name="first">Where the method table pointer of the first dead object stood.</param>
    /// <param name="next">Where that of the next live object stands, or would stand.</param>
    public static void Cover(nint first, nint next)
    {
        while (first < next)
        {
            nuint gap = (nuint)(next - first);
            nuint size = gap > MostBytes ? MostBytes - SmallestSize : gap;
            *(nint*)(first - sizeof(nint)) = 0; // no lock, no hash code
            *(MethodTable**)first = Type;
            *(uint*)(first + MethodTableLayout.ArrayLengthOffset) = (uint)(size - SmallestSize);
            first += (nint)size;
        }
    }
}
