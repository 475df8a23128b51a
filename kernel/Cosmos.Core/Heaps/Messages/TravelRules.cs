// Which types travel. The rule is short: whatever is only data does. What does not is whatever means something only in
// the process that holds it: objects that the collector tells of their end, because two of them would close the same
// thing; the few types of CoreLib without a finalizer that stand for threads, waits and raw memory; and handles of
// devices.
//
// A field's type is not known at run time, only whether it is a reference. So a number that is an address cannot be
// told from a number. It need not be: the rooms above the kernel have no pointers and no GCHandles (COSMOS005),
// an IntPtr is a number to them, and delegates' code addresses are the same in every process.
using System.IO;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using Cosmos.Core.Abi;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>The verdict on a type, and its shape.</summary>
internal static unsafe class TravelRules
{
    private const int BitmapWords = 64;

    /// <summary>Makes the record of a type. Allocates nothing.</summary>
    /// <param name="table">The type.</param>
    /// <param name="instance">An object of it.</param>
    public static TravelType Digest(MethodTable* table, nint instance)
    {
        TravelType type = default;
        type.Table = table;
        type.Words = (table->BaseSize + 7) / 8;
        type.ElementSize = table->HasComponentSize ? table->ComponentSize : 0u;
        type.FirstElement = table->BaseSize - sizeof(long);
        object first = Unsafe.As<nint, object>(ref instance);
        type.Kind = MayTravel(table, first) ? KindOf(table, ref type) : TravelKind.Refused;
        if (type.Kind == TravelKind.Fields && first is Binary)
        {
            type.Kind = TravelKind.Binary;
        }

        return type;
    }

    // Only casts to classes: those to interfaces and arrays go through a cache that allocates.
    private static bool MayTravel(MethodTable* table, object instance)
        => !table->HasFinalizer
            && !IsArrayOfPointers(table)
            && instance is not (Thread or Task or Lock or WaitHandle or Timer)
            && instance is not (CancellationTokenSource or GCHandle or DependentHandle)
            && instance is not (System.Reflection.Pointer or UnmanagedMemoryStream or DeviceHandle);

    // A pointer's method table is a parameterized type with the size that stands for its shape.
    private static bool IsArrayOfPointers(MethodTable* table)
        => table->HasComponentSize
            && table->RelatedType != 0
            && ((MethodTable*)table->RelatedType)->IsPointer;

    private static TravelKind KindOf(MethodTable* table, ref TravelType type)
    {
        if (!table->HasReferences)
        {
            return table->HasComponentSize ? TravelKind.ScalarArray : TravelKind.Scalars;
        }

        nint series = ((nint*)table)[-1];
        if (table->HasComponentSize)
        {
            return series > 0 ? TravelKind.ReferenceArray
                : TryReadPattern((nint*)table, -series, ref type) ? TravelKind.StructArray
                : TravelKind.Described;
        }

        return TryReadSeries((nint*)table, series, ref type) ? TravelKind.Fields : TravelKind.Described;
    }

    // See ObjectLayout for the description's form.
    private static bool TryReadSeries(nint* table, nint count, ref TravelType type)
    {
        nint size = (nint)((MethodTable*)table)->BaseSize;
        for (nint i = 0; i < count; i++)
        {
            nint length = table[-3 - (2 * i)] + size;
            nint first = table[-2 - (2 * i)];
            if (first + length > BitmapWords * sizeof(nint))
            {
                return false;
            }

            for (nint word = first / sizeof(nint); word < (first + length) / sizeof(nint); word++)
            {
                type.References |= 1UL << (int)word;
            }
        }

        return true;
    }

    private static bool TryReadPattern(nint* table, nint items, ref TravelType type)
    {
        var pattern = (uint*)(table - 3);
        nint offset = table[-2] - (nint)type.FirstElement;
        if (type.ElementSize > BitmapWords * sizeof(nint) || offset < 0)
        {
            return false;
        }

        for (nint item = 0; item < items; item++)
        {
            uint references = pattern[-2 * item];
            for (uint i = 0; i < references; i++, offset += sizeof(nint))
            {
                // The pattern may begin in the middle of an element and end in the next.
                type.References |= 1UL << (int)((nuint)offset % type.ElementSize / (uint)sizeof(nint));
            }

            offset += (nint)pattern[(-2 * item) + 1];
        }

        return true;
    }
}
