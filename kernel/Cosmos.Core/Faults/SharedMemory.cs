// Where objects of nobody lie: in the image (frozen objects, which the compiler made) and in shared blocks of the
// heaps.
using System.Runtime.InteropServices;
using Cosmos.Core.Heaps;
using Cosmos.Core.Memory;
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
        return header <= committed && offset + sizeof(ulong) <= committed && IsShared(block, address);
    }

    // The number may lead to a block that another core returns just now, so its header is read word by word, if it is
    // there. What is everybody's is so for good and stays; of a block with marks that is what is marked.
    private static bool IsShared(HeapBlock* block, nint address)
        => Probe.TryRead(&block->End, out nint end)
            && (nint)HeapBlock.Start(block) <= address && address < end
            && Probe.TryRead(&block->Owner, out nint owner)
            && Probe.TryRead(&block->Donated, out nint marks)
            && Probe.TryRead(&block->Kind, out nint kind)
            && (marks != 0 ? IsMarked(block, marks, address) : owner == 0 && (BlockKind)(uint)kind == BlockKind.Shared);

    private static bool IsMarked(HeapBlock* block, nint marks, nint address)
    {
        nuint word = (nuint)(address - (nint)block) / sizeof(long);
        return Probe.TryRead((ulong*)marks + (word / 64), out nint bits) && ((bits >> (int)(word % 64)) & 1) != 0;
    }

    [DllImport("*", EntryPoint = "cosmos_image_start"), SuppressGCTransition]
    private static extern nint ImageStart();

    [DllImport("*", EntryPoint = "cosmos_image_end"), SuppressGCTransition]
    private static extern nint ImageEnd();
}
