// CoreLib's reflection describes a type by an object that it makes when somebody first asks - for a name, as every
// crash report does - and finds again by weak handles whose numbers lie in tables that all processes share and in the
// type's frozen Type object, where they are read in line. Such an object is everybody's from the start, and so is its
// handle; otherwise the next process would read what the first one left in the slot, or what moved there since.
//
// Which objects these are cannot be named from outside CoreLib. So when the machine starts, a description is asked for,
// and the root classes of what then gets weak handles are remembered.
using System;
using Cosmos.Core.Memory;

namespace Cosmos.Core.NativeAot;

internal static unsafe partial class Handles
{
    private const int MostRoots = 8;

    private static MethodTable** s_roots;
    private static int s_rootCount;
    private static bool s_isLearning;

    /// <summary>Finds out what descriptions of types are. Once, in a system context, when the runtime is up.</summary>
    public static void LearnDescriptions()
    {
        s_roots = (MethodTable**)KernelMemory.Allocate((nuint)(MostRoots * sizeof(MethodTable*)));
        s_isLearning = s_roots != null;
        GC.KeepAlive(typeof(Handles).ToString());
        s_isLearning = false;
    }

    private static bool IsDescription(nint target)
    {
        MethodTable* root = RootOf(target);
        for (int index = 0; index < s_rootCount; index++)
        {
            if (s_roots[index] == root)
            {
                return true;
            }
        }

        return false;
    }

    private static void Learn(nint target)
    {
        MethodTable* root = RootOf(target);
        if (root != null && s_rootCount < MostRoots && !IsDescription(target))
        {
            s_roots[s_rootCount++] = root;
        }
    }

    // The class that derives from Object itself; null for Object, arrays and strings.
    private static MethodTable* RootOf(nint target)
    {
        MethodTable* type = *(MethodTable**)target;
        if (type->HasComponentSize || type->RelatedType == 0)
        {
            return null;
        }

        while (((MethodTable*)type->RelatedType)->RelatedType != 0)
        {
            type = (MethodTable*)type->RelatedType;
        }

        return type;
    }
}
