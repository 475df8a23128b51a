// An address becomes a reference. Not inlined: a compiler that sees that a reference began as a number may use the
// number again where the reference's address is wanted next, after a collection has changed the one and not the other.
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Heaps;

/// <summary>References from addresses.</summary>
internal static class ObjectReference
{
    /// <summary>The object at an address, or null for 0.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static object? At(nint address) => Unsafe.As<nint, object?>(ref address); // Safety: a number is a reference
}
