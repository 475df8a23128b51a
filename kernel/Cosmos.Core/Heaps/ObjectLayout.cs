// How large an object is and where in it references lie. ILC describes the references of a type in words in front of
// its method table (the GCDesc): a count, then, going down, series of {length - object size, offset of the first}. The
// object's size is added back, so that one series covers an array of any length. Arrays of structs have a negative
// count and a repeated pattern instead: {references, bytes to skip}, as often as elements follow.
// Source: dotnet/runtime src/coreclr/gc/gcdesc.h, checked against compiled types.
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps;

/// <summary>Sizes and reference fields of objects.</summary>
internal static unsafe class ObjectLayout
{
    private const int HeaderSize = sizeof(long);

    /// <summary>
    /// Bytes the object takes, its header word included, rounded to words. The next object's method table pointer lies
    /// this far behind the object's own.
    /// </summary>
    public static nuint SizeOf(nint instance)
    {
        MethodTable* type = *(MethodTable**)instance;
        nuint size = type->BaseSize;
        if (type->HasComponentSize)
        {
            size += (nuint)type->ComponentSize * *(uint*)(instance + MethodTableLayout.ArrayLengthOffset);
        }

        return (size + 7) & ~(nuint)7;
    }

    /// <summary>Calls <paramref name="visit"/> with the address of every reference field or element.</summary>
    /// <param name="instance">The object.</param>
    /// <param name="visit">Called with each address and <paramref name="state"/>.</param>
    /// <param name="state">Whatever the visitor needs.</param>
    public static void VisitReferences(nint instance, delegate*<nint*, void*, void> visit, void* state)
    {
        MethodTable* type = *(MethodTable**)instance;
        if (!type->HasReferences)
        {
            return;
        }

        nint count = SeriesCount(type);
        if (count < 0)
        {
            VisitPattern(instance, type, -count, visit, state);
            return;
        }

        nint size = (nint)SizeOf(instance);
        nint* series = (nint*)type - 1;
        for (nint i = 0; i < count; i++)
        {
            series -= 2;
            nint length = series[0] + size;
            var first = (nint*)(instance + series[1]);
            for (nint* field = first; (nint)field < (nint)first + length; field++)
            {
                visit(field, state);
            }
        }
    }

    /// <summary>Bytes of the description in front of a method table.</summary>
    public static int DescriptionSize(MethodTable* type)
    {
        if (!type->HasReferences)
        {
            return 0;
        }

        nint count = SeriesCount(type);
        nint words = count > 0 ? (count * 2) + 1 : 2 - count;
        return (int)words * sizeof(nint);
    }

    private static nint SeriesCount(MethodTable* type) => ((nint*)type)[-1];

    // The first item of the pattern stands where a series has its length; further ones follow downwards.
    private static void VisitPattern(
        nint instance, MethodTable* type, nint items, delegate*<nint*, void*, void> visit, void* state)
    {
        var description = (nint*)type - 3;
        var pattern = (uint*)description;
        nint field = instance + description[1];
        nint end = instance + (nint)SizeOf(instance) - HeaderSize;
        while (field < end)
        {
            for (nint item = 0; item < items; item++)
            {
                uint references = pattern[-2 * item];
                uint skip = pattern[(-2 * item) + 1];
                for (uint i = 0; i < references; i++)
                {
                    visit((nint*)field, state);
                    field += sizeof(nint);
                }

                field += (nint)skip;
            }
        }
    }
}
