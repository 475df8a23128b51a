namespace Cosmos.Core.Heaps.Collection;

/// <summary>What a collection is for.</summary>
internal enum CollectionPurpose
{
    /// <summary>An object does not fit the main block.</summary>
    Room = 0,

    /// <summary>Somebody asked for it.</summary>
    Request = 1,

    /// <summary>
    /// The process will wait long and has forgotten its stack: nothing on it counts, and the heap becomes as small as
    /// what lives.
    /// </summary>
    Parking = 2,

    /// <summary>
    /// An object that will have a block of its own: it needs no room in the main one, but counts for the limit.
    /// </summary>
    Apart = 3,
}

/// <summary>How a collection went.</summary>
internal enum CollectionOutcome
{
    /// <summary>There is room.</summary>
    Done = 0,

    /// <summary>The machine had no memory for it; nothing has changed.</summary>
    NoMemory = 1,

    /// <summary>It is done, and what lives is more than the process's limit, which says to throw.</summary>
    OverLimit = 2,

    /// <summary>
    /// The process stands in the resolver of an interface call, whose arguments nobody can find; nothing has changed.
    /// </summary>
    Held = 3,
}
