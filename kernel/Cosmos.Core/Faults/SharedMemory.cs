// Where objects of nobody lie: in the image (frozen objects, which the compiler made) and in shared blocks of the
// heaps.
using System.Runtime.InteropServices;
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Faults;

/// <summary>Tells addresses of shared objects from others.</summary>
internal static unsafe class SharedMemory
{
    // ReadyToRunSectionType.FrozenObjectRegion of dotnet/runtime's ModuleHeaders.cs.
    private const uint FrozenObjects = 206;

    private const nint HeaderBytes = sizeof(ulong);

    /// <summary>The image's first object; each begins where the one before it ends.</summary>
    public static nint FirstFrozen => Modules.Section(FrozenObjects, out _) + HeaderBytes;

    /// <summary>Where the image's objects end at the latest.</summary>
    public static nint FrozenEnd
    {
        get
        {
            nint start = Modules.Section(FrozenObjects, out int length);
            return start + length;
        }
    }

    /// <summary>
    /// Whether <paramref name="address"/>, which may be anything, can be looked at and may be a shared object's.
    /// Preemption off.
    /// </summary>
    public static bool Contains(nint address)
        => (address >= ImageStart() && address < ImageEnd() - HeaderBytes) || IsInSharedBlock(address);

    // What nobody rents has an end of null, or no memory at all.
    private static bool IsInSharedBlock(nint address)
    {
        HeapBlock* block = HeapSpace.BlockOf(address);
        if (block == null)
        {
            return false;
        }

        nuint first = HeapSpace.IndexOf(block);
        nuint offset = (nuint)(address - (nint)HeapSpace.AddressOf(first));
        nuint header = (nuint)((byte*)(block + 1) - HeapSpace.AddressOf(first));
        nuint committed = HeapSpace.RecordOf(first)->Committed;
        return header <= committed && offset + sizeof(ulong) <= committed
            && block->End != null && (nint)HeapBlock.Start(block) <= address && address < (nint)block->End
            && (block->Donated == null ? block->Owner == null : Ownership.IsDonated(block, address));
    }

    [DllImport("*", EntryPoint = "cosmos_image_start"), SuppressGCTransition]
    private static extern nint ImageStart();

    [DllImport("*", EntryPoint = "cosmos_image_end"), SuppressGCTransition]
    private static extern nint ImageEnd();
}
