// What a record needs to stand in an ordered tree: its two subtrees, and the priority that decides who is above whom.
namespace Cosmos.Runtime.Structures;

/// <summary>A record's place in a tree; it is in one at a time by this link.</summary>
internal struct TreeLink
{
    /// <summary>The subtree of smaller keys; 0: none.</summary>
    internal int Left;

    /// <summary>The subtree of greater keys; 0: none.</summary>
    internal int Right;

    /// <summary>Never greater than the parent's.</summary>
    internal uint Priority;
}

/// <summary>Tells a tree where its records keep their links and what they are ordered by.</summary>
internal interface ITreeNodes
{
    /// <summary>The link of a record.</summary>
    static abstract ref TreeLink Of(int slot);

    /// <summary>The key of a record, which does not change while the record is in a tree.</summary>
    static abstract TreeKey KeyOf(int slot);
}
