// GCHandles, weak references and dependent handles: slots outside the managed heap that hold references. CoreLib reads
// a handle by dereferencing it, so the reference must be a slot's first word. Nothing is collected yet, so a weak
// handle keeps its target; the kind is recorded for the collector to come.
using System.Runtime;
using Cosmos.Core.Memory;

namespace Cosmos.Core.NativeAot;

/// <summary>The handle table.</summary>
internal static unsafe class Handles
{
    // The kind CoreLib itself uses for dependent handles, behind GCHandleType's four.
    private const int Dependent = 6;

    private static nuint s_count;

    /// <summary>One handle.</summary>
    private struct Slot
    {
        public nint Target;
        public nint Secondary;
        public int Kind;
    }

    /// <summary>Handles allocated and not freed.</summary>
    public static nuint Count => s_count;

    [RuntimeExport("RhpHandleAlloc")]
    private static nint Allocate(nint target, int kind) => Take(target, 0, kind);

    [RuntimeExport("RhpHandleAllocDependent")]
    private static nint AllocateDependent(nint primary, nint secondary) => Take(primary, secondary, Dependent);

    [RuntimeExport("RhHandleFree")]
    private static void Free(Slot* handle)
    {
        if (handle != null)
        {
            s_count--;
            KernelMemory.Free(handle, (nuint)sizeof(Slot));
        }
    }

    [RuntimeExport("RhHandleSet")]
    private static nint Set(Slot* handle, nint target)
    {
        handle->Target = target;
        return (nint)handle;
    }

    [RuntimeExport("RhHandleSetDependentSecondary")]
    private static void SetSecondary(Slot* handle, nint secondary) => handle->Secondary = secondary;

    [RuntimeExport("RhHandleGetDependent")]
    private static nint GetDependent(Slot* handle, nint* secondary)
    {
        nint primary = handle->Target;
        *secondary = primary == 0 ? 0 : handle->Secondary;
        return primary;
    }

    private static nint Take(nint target, nint secondary, int kind)
    {
        var slot = (Slot*)KernelMemory.Allocate((nuint)sizeof(Slot));
        if (slot == null)
        {
            return 0; // CoreLib turns it into OutOfMemoryException
        }

        s_count++;
        slot->Target = target;
        slot->Secondary = secondary;
        slot->Kind = kind;
        return (nint)slot;
    }
}
