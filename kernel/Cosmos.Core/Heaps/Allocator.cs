// The slow paths of allocation: everything the assembly fast path does not take. Sizes are computed in 64 bits and
// checked before they are used; a size that no machine has, or that this machine has no longer, is an
// OutOfMemoryException thrown by CoreLib's own helper (its exception object is preallocated).
using System.Runtime;
using Cosmos.Core.Contexts;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Allocation of objects that do not fit the context's window, and by request of CoreLib.</summary>
internal static unsafe class Allocator
{
    // .NET's own limit on array elements (Array.MaxLength) and on string characters.
    private const long MaximumArrayLength = 0x7FFF_FFC7;
    private const long MaximumStringLength = 0x3FFF_FFDF;

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
        nint result = Take(type, type->BaseSize);
        if (result == 0)
        {
            ThrowFailedAllocation(type, overflow: false);
        }

        return result;
    }

    /// <summary>
    /// Allocates an array or a string. Throws OutOfMemoryException, or OverflowException for a negative length.
    /// </summary>
    [RuntimeExport("CosmosAllocateArray")]
    private static nint AllocateArray(MethodTable* type, long length)
    {
        bool isString = type->ComponentSize == sizeof(char) && type->BaseSize == 22;
        if (length < 0 && !isString)
        {
            ThrowFailedAllocation(type, overflow: true);
        }

        nint result = TryAllocateArray(type, length, isString ? MaximumStringLength : MaximumArrayLength);
        if (result == 0)
        {
            ThrowFailedAllocation(type, overflow: false);
        }

        return result;
    }

    /// <summary>
    /// CoreLib's call for static bases, pinned and uninitialised objects; the result is null when memory is out.
    /// </summary>
    [RuntimeExport("RhAllocateNewObject")]
    private static void AllocateNewObject(MethodTable* type, uint flags, nint* result)
    {
        _ = flags; // pinned and uninitialised are requests that a region which never moves and is always zero meets
        *result = Take(type, type->BaseSize);
    }

    /// <summary>As <see cref="AllocateNewObject"/>, for arrays.</summary>
    [RuntimeExport("RhAllocateNewArray")]
    private static void AllocateNewArray(MethodTable* type, uint length, uint flags, nint* result)
    {
        _ = flags;
        *result = TryAllocateArray(type, length, MaximumArrayLength);
    }

    private static nint TryAllocateArray(MethodTable* type, long length, long maximum)
    {
        if ((ulong)length > (ulong)maximum)
        {
            return 0;
        }

        // At most 2^31 elements of 2^16 bytes: no overflow in 64 bits.
        ulong size = (type->BaseSize + ((ulong)length * type->ComponentSize) + 7) & ~7UL;
        nint result = Take(type, (nuint)size);
        if (result != 0)
        {
            *(int*)(result + MethodTableLayout.ArrayLengthOffset) = (int)length;
        }

        return result;
    }

    private static nint Take(MethodTable* type, nuint size)
    {
        ContextBlock* context = Context.CurrentBlock;
        if (size > (nuint)(context->AllocationLimit - context->AllocationPointer) && !Region.TryExtend(context, size))
        {
            return 0;
        }

        byte* result = context->AllocationPointer;
        context->AllocationPointer = result + size;
        *(MethodTable**)result = type;
        return (nint)result;
    }

    [RuntimeImport("RhExceptionHandling_FailedAllocation")]
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.InternalCall)]
    private static extern void ThrowFailedAllocation(MethodTable* type, bool overflow);
}
