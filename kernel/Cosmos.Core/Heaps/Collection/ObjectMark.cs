// What the first word of an object says during a collection. Method tables are aligned to eight bytes, so its low bits
// are free: a copied object keeps the address of its copy there, an object that stays keeps its method table and two
// marks. Outside a collection no bit is set.
using Cosmos.Core.NativeAot;

namespace Cosmos.Core.Heaps.Collection;

/// <summary>Marks in the first word of an object.</summary>
internal static unsafe class ObjectMark
{
    /// <summary>The rest of the word is the address of the copy.</summary>
    public const nint Copied = 1;

    /// <summary>The object lives and stays where it is.</summary>
    public const nint Stays = 2;

    /// <summary>And its references were visited.</summary>
    public const nint Visited = 4;

    /// <summary>All of them: none set means that nothing has reached the object.</summary>
    public const nint Any = 7;

    /// <summary>The object's type, whatever its marks; a copied object's is that of its copy.</summary>
    public static MethodTable* TypeOf(nint instance)
    {
        nint word = *(nint*)instance;
        return (MethodTable*)((word & Copied) != 0 ? *(nint*)(word - Copied) : word & ~Any);
    }

    /// <summary>As <see cref="ObjectLayout.SizeOf"/>, whatever the object's marks.</summary>
    public static nuint SizeOf(nint instance)
    {
        MethodTable* type = TypeOf(instance);
        nuint size = type->BaseSize;
        if (type->HasComponentSize)
        {
            size += (nuint)type->ComponentSize * *(uint*)(instance + MethodTableLayout.ArrayLengthOffset);
        }

        return (size + 7) & ~(nuint)7;
    }
}
