// The base library's ways to raw memory and native code, and what to use in their place.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;

namespace Cosmos.Build.Analyzers.Memory;

/// <summary>What COSMOS005 forbids by name.</summary>
internal static class RawMemory
{
    /// <summary>What to use for a pointer.</summary>
    public const string InsteadOfPointers =
        "use spans, arrays and Binary; for the memory of a device a typed handle of the kernel's border";

    private const string InsteadOfNative =
        "there is no library to call; what only the machine can do is a typed handle of the kernel's border";

    private const string InsteadOfPinning =
        "nothing outside wants an address; hold the reference, or a buffer of the kernel's border for a device";

    private const string InsteadOfCollections =
        "use the collection's own members: an index, TryGetValue, or an array in its place";

    /// <summary>The table.</summary>
    public static ForbiddenNames Names { get; } = new(ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["System.Runtime.CompilerServices.Unsafe"] =
                "use a cast or a pattern for As, spans and indexes for references",
            ["System.Runtime.CompilerServices.UnsafeAccessorAttribute"] =
                "what a type does not show it may change; ask its room for a member",
            ["System.Runtime.InteropServices.MemoryMarshal"] =
                "read and write numbers with BinaryPrimitives, bytes with spans, a Memory<T> with its own members",
            ["System.Runtime.InteropServices.SequenceMarshal"] = "use SequenceReader<T>",
            ["System.Runtime.InteropServices.CollectionsMarshal"] = InsteadOfCollections,
            ["System.Runtime.InteropServices.ImmutableCollectionsMarshal"] = InsteadOfCollections,
            ["System.Runtime.InteropServices.Marshal"] =
                "read and write bytes with spans and BinaryPrimitives; keep large ones in a Binary",
            ["System.Runtime.InteropServices.NativeMemory"] = "allocate arrays; keep large immutable bytes in a Binary",
            ["System.Runtime.InteropServices.SafeBuffer"] = InsteadOfPointers,
            ["System.IO.UnmanagedMemoryStream"] = "use MemoryStream, or Binary",
            ["System.IO.UnmanagedMemoryAccessor"] = "use spans, or Binary",
            ["System.Reflection.Pointer"] = InsteadOfPointers,
            ["System.Runtime.InteropServices.GCHandle"] = InsteadOfPinning,
            ["System.Runtime.InteropServices.PinnedGCHandle"] = InsteadOfPinning,
            ["System.Runtime.InteropServices.WeakGCHandle"] = InsteadOfPinning,
            ["System.Buffers.MemoryHandle"] = InsteadOfPinning,
            ["System.Memory.Pin"] = InsteadOfPinning,
            ["System.ReadOnlyMemory.Pin"] = InsteadOfPinning,
            ["System.Runtime.InteropServices.DllImportAttribute"] = InsteadOfNative,
            ["System.Runtime.InteropServices.LibraryImportAttribute"] = InsteadOfNative,
            ["System.Runtime.InteropServices.NativeLibrary"] = InsteadOfNative,
            ["System.Runtime.InteropServices.UnmanagedCallersOnlyAttribute"] =
                "nobody outside calls; exported functions belong to the kernel",
            ["System.Runtime.RuntimeExportAttribute"] = "nobody outside calls; exported functions belong to the kernel",
            ["System.Runtime.RuntimeImportAttribute"] = InsteadOfNative,
        }));
}
