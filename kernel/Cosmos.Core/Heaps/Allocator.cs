// The slow paths of allocation: everything the assembly fast path does not take. Sizes are computed in 64 bits and
// checked before they are used; a size that no machine has, or that this machine has no longer, is an
// OutOfMemoryException thrown by CoreLib's own helper (its exception object is preallocated).
//
// A static base is told from a pinned object of a program by the call: CoreLib asks RhAllocateNewObject for pinned
// objects where it makes static bases and types at run time, which are everybody's; what programs can have pinned are
// arrays (GC.AllocateArray), which come through RhAllocateNewArray.
using System.Runtime;
using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Allocation of objects that do not fit the context's window, and by request of CoreLib.</summary>
internal static unsafe class Allocator
{
    // In the heap's flags: an allocation failed before the process had thread statics.
    private const uint FailingForStatics = 1u << 31;

    // .NET's own limit on array elements (Array.MaxLength) and on string characters.
    private const long MaximumArrayLength = 0x7FFF_FFC7;
    private const long MaximumStringLength = 0x3FFF_FFDF;

    // GC_ALLOC_PINNED_OBJECT_HEAP. GC_ALLOC_ZEROING_OPTIONAL (0x10) changes nothing: windows are zero anyway.
    private const uint Pinned = 0x40;

    // Objects from here on have a block of their own and are never copied, unless they hold references: stores into the
    // main block are the cheap ones.
    private const nuint LargeBytes = 64 * 1024;

    /// <summary>Where a process's object goes; those of system contexts are shared and never move.</summary>
    private enum Place
    {
        Window,
        Pinned,
        Shared,
    }

    /// <summary>Bytes allocated by the running context since it began.</summary>
    public static long AllocatedBytesOfThisContext
    {
        get
        {
            ContextBlock* context = Context.CurrentBlock;
            return (long)(context->AllocatedBefore + (ulong)(context->AllocationPointer - context->WindowStart));
        }
    }

    /// <summary>Allocates an object, window full or not. Throws OutOfMemoryException.</summary>
    [RuntimeExport("CosmosAllocateObject")]
    private static nint AllocateObject(MethodTable* type)
    {
        nint result = Take(type, type->BaseSize, Place.Window);
        if (result == 0)
        {
            FailAllocation(type);
        }

        return result;
    }

    /// <summary>Allocates an object with a finalizer. Throws OutOfMemoryException.</summary>
    [RuntimeExport("CosmosAllocateFinalizable")]
    private static nint AllocateFinalizable(MethodTable* type)
    {
        nint result = Take(type, type->BaseSize, Place.Window);
        if (result == 0 || !Collection.Finalizable.TryRegister(result))
        {
            FailAllocation(type);
        }

        return result;
    }

    /// <summary>
    /// Allocates an array or a string. Throws OutOfMemoryException, or OverflowException for a negative length.
    /// </summary>
    [RuntimeExport("CosmosAllocateArray")]
    private static nint AllocateArray(MethodTable* type, long length)
    {
        bool isString = type->IsString;
        if (length < 0 && !isString)
        {
            ThrowFailedAllocation(type, overflow: true);
        }

        nint result = TryAllocateArray(type, length, isString ? MaximumStringLength : MaximumArrayLength, Place.Window);
        if (result == 0)
        {
            FailAllocation(type);
        }

        return result;
    }

    /// <summary>
    /// CoreLib's call for static bases, pinned and uninitialised objects; the result is null when memory is out.
    /// </summary>
    [RuntimeExport("RhAllocateNewObject")]
    private static void AllocateNewObject(MethodTable* type, uint flags, nint* result)
    {
        *result = Take(type, type->BaseSize, (flags & Pinned) != 0 ? Place.Shared : Place.Window);
    }

    /// <summary>As <see cref="AllocateNewObject"/>, for arrays, which may be pinned.</summary>
    [RuntimeExport("RhAllocateNewArray")]
    private static void AllocateNewArray(MethodTable* type, uint length, uint flags, nint* result)
        => *result = TryAllocateArray(
            type, length, MaximumArrayLength, (flags & Pinned) != 0 ? Place.Pinned : Place.Window);

    /// <summary>
    /// Whether the running process allocates for the exception that says that it may not: the few words are given, or
    /// a limit that can be caught would be the end of a process without thread statics.
    /// </summary>
    public static bool IsMakingException(ContextBlock* context)
        => (context->Heap.Flags & FailingForStatics) != 0 && !ThreadStatics.AreMade(context);

    private static nint TryAllocateArray(MethodTable* type, long length, long maximum, Place place)
    {
        if ((ulong)length > (ulong)maximum)
        {
            return 0;
        }

        // At most 2^31 elements of 2^16 bytes: no overflow in 64 bits.
        ulong size = (type->BaseSize + ((ulong)length * type->ComponentSize) + 7) & ~7UL;
        nint result = Take(type, (nuint)size, place);
        if (result != 0)
        {
            *(int*)(result + MethodTableLayout.ArrayLengthOffset) = (int)length;
        }

        return result;
    }

    private static nint Take(MethodTable* type, nuint size, Place place)
    {
        ContextBlock* context = Context.CurrentBlock;
        nint result;
        if (context->Kind == ContextKind.System)
        {
            result = SharedHeap.Take(context, size);
        }
        else
        {
            result = place switch
            {
                Place.Shared => SharedHeap.TakeForAll(type),
                Place.Pinned => ProcessHeap.TakePinned(context, size),
                _ when size >= LargeBytes && !type->HasReferences => ProcessHeap.TakePinned(context, size),
                _ => ProcessHeap.Take(context, size),
            };
        }

        if (result != 0)
        {
            *(MethodTable**)result = type;
        }

        return result;
    }

    // CoreLib's exception for this is preallocated, but it finds it through a thread static; a process that has none
    // yet has to allocate them for it. When that fails, too, nothing can be thrown at it.
    private static void FailAllocation(MethodTable* type)
    {
        ContextBlock* context = Context.CurrentBlock;
        bool hasStatics = ThreadStatics.AreMade(context);
        bool isNested = (context->Heap.Flags & FailingForStatics) != 0;
        context->Heap.Flags = hasStatics ? context->Heap.Flags & ~FailingForStatics
            : context->Heap.Flags | FailingForStatics;
        if (!hasStatics && isNested && Failures.IsOfProcess(context, held: 0))
        {
            Failures.Raise(new ProcessFailure(FailureKind.OutOfMemory));
        }

        ThrowFailedAllocation(type, overflow: false);
    }

    [RuntimeImport("RhExceptionHandling_FailedAllocation")]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
    private static extern void ThrowFailedAllocation(MethodTable* type, bool overflow);
}
