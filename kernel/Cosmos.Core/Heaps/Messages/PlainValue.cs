// How a type of values is as a message, found out once and kept: the method table that its boxes have, if they are
// plain data that may travel. What a box of it is tells an object of that type, so learning makes one.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>What is known of <typeparamref name="T"/>.</summary>
internal static unsafe class PlainValue<T>
{
    // Several cores may learn it at once, all the same.
    private static nint s_table;
    private static bool s_isKnown;

    /// <summary>The method table of its boxes; 0: not a plain value, or not known yet.</summary>
    public static nint Table
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_table;
    }

    /// <summary>Whether <see cref="Table"/> is the last word.</summary>
    public static bool IsKnown => s_isKnown;

    /// <summary>Finds it out. Allocates.</summary>
    /// <param name="words">Words of a box.</param>
    public static void Learn(uint words)
    {
        // A nullable value's default has no box; a class's neither.
        object? box = RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? null : default(T);
        if (box is not null && words <= SmallParcel.MostWords)
        {
            nint instance = Unsafe.As<object, nint>(ref box);
            MethodTable* table = *(MethodTable**)instance;
            uint number = TravelTypes.Find(table, instance);
            if (number == 0)
            {
                return; // no memory for its record now
            }

            if (TravelTypes.At(number)->Kind == TravelKind.Scalars)
            {
                s_table = (nint)table;
            }

            System.GC.KeepAlive(box);
        }

        System.Threading.Volatile.Write(ref s_isKnown, true);
    }
}
