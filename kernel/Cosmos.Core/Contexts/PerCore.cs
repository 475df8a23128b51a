// One record for each core, in the image's zeroed memory, so that they are there before anything else is. The record's
// size keeps two cores' words off one cache line: it is a multiple of 64 with 64 bytes of padding, because nothing says
// where a static begins. Index 0 is for contexts that no core has run yet.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;

namespace Cosmos.Core.Contexts;

/// <summary>Records by number of core, 1 to <see cref="Cores.Most"/>.</summary>
/// <typeparam name="T">The record; whoever declares it gives it its size.</typeparam>
[InlineArray(Cores.Most + 1)]
internal unsafe struct PerCore<T>
    where T : unmanaged
{
    private T _first;

    /// <summary>A core's record. Of statics only: they never move.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T* At(ref PerCore<T> records, int core) => (T*)Unsafe.AsPointer(ref records) + core;
}
