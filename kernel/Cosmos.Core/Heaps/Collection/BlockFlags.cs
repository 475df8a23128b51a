namespace Cosmos.Core.Heaps.Collection;

/// <summary>Marks in <see cref="HeapBlock.Flags"/>. The pool's own begin at 0x100.</summary>
internal static class BlockFlags
{
    /// <summary>An examined fragment that its owner stored a reference into: each collection must visit it.</summary>
    public const uint Dirty = 1;

    /// <summary>The running collection copies live objects out of it.</summary>
    public const uint Vacating = 2;

    /// <summary>The running collection found something in it that must stay.</summary>
    public const uint Kept = 4;

    /// <summary>The running collection marks live objects in it where they are.</summary>
    public const uint Marking = 8;

    /// <summary>Was dirty and examined when it was taken, in the middle of the running collection.</summary>
    public const uint Unvisited = 16;

    /// <summary>A fragment that its owner looks at and has not taken.</summary>
    public const uint Examined = 32;

    /// <summary>What the end of a collection takes away.</summary>
    public const uint OfCollection = Vacating | Kept | Marking;
}
