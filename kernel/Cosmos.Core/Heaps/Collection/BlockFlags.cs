namespace Cosmos.Core.Heaps.Collection;

/// <summary>Marks in <see cref="HeapBlock.Flags"/>. The pool's own begin at 0x100.</summary>
internal static class BlockFlags
{
    /// <summary>
    /// A fragment that its owner has only examined holds a reference that the owner stored: the collector must scan it.
    /// </summary>
    public const uint Dirty = 1;

    /// <summary>The running collection copies live objects out of it.</summary>
    public const uint Vacating = 2;

    /// <summary>The running collection found something in it that must stay.</summary>
    public const uint Kept = 4;

    /// <summary>The running collection marks live objects in it where they are.</summary>
    public const uint Marking = 8;

    /// <summary>An examined fragment that the running collection has yet to scan.</summary>
    public const uint Unvisited = 16;

    /// <summary>What the end of a collection takes away.</summary>
    public const uint OfCollection = Vacating | Kept | Marking;
}
