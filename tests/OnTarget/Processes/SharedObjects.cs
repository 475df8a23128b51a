// Every object that belongs to nobody, and so may be known to everybody: those of the image, those that the kernel's
// own contexts made, and what processes gave. For questions about all of them, while nobody else runs.
using Cosmos.Core.Heaps;
using Cosmos.Core.NativeAot;
using Objects = Cosmos.Core.Faults.SharedMemory;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Walks over shared objects.</summary>
internal static unsafe class SharedObjects
{
    /// <summary>The shared block that came last; blocks that come later do so before it.</summary>
    public static nint Latest => (nint)SharedHeap.Blocks;

    /// <summary>All of them, by their addresses: they never move.</summary>
    public static IEnumerable<nint> All() => OfImage().Concat(Since(0));

    /// <summary>Those in shared blocks that came after one.</summary>
    public static IEnumerable<nint> Since(nint latest)
    {
        for (nint block = Latest; block != latest; block = NextOf(block))
        {
            nint at = 0;
            for (nint instance = Following(block, ref at); instance != 0; instance = Following(block, ref at))
            {
                yield return instance;
            }
        }
    }

    private static IEnumerable<nint> OfImage()
    {
        nint end = Objects.FrozenEnd;
        for (nint instance = Objects.FirstFrozen; instance < end && TypeOf(instance) != 0; instance += SizeOf(instance))
        {
            yield return instance;
        }
    }

    /// <summary>The address that tells an object's type.</summary>
    public static nint TypeOf(nint instance) => *(nint*)instance;

    private static nint SizeOf(nint instance) => (nint)ObjectLayout.SizeOf(instance);

    private static nint NextOf(nint block) => (nint)((HeapBlock*)block)->Next;

    // The first object at or behind a place in a block, which moves on behind it; 0: no more.
    private static nint Following(nint address, ref nint at)
    {
        var block = (HeapBlock*)address;
        at = at == 0 ? (nint)HeapBlock.Start(block) : at;
        while (at < (nint)block->End)
        {
            nint instance = at + sizeof(long);
            if (block->Donated != null && !Ownership.IsDonated(block, at))
            {
                at = instance;
                continue;
            }

            if (instance + sizeof(long) > (nint)block->End || TypeOf(instance) == 0)
            {
                return 0; // the unused rest of a window, which may be a single word
            }

            at += SizeOf(instance);
            return instance;
        }

        return 0;
    }
}
