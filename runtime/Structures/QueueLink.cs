// What a record needs to stand in a queue: two numbers. Zero stands for "in no queue", so that a fresh record is right;
// a record at an end has EndOfQueue there, so that membership shows on the link alone.
namespace Cosmos.Runtime.Structures;

/// <summary>A record's neighbours in a queue. The default value: it is in none.</summary>
internal struct QueueLink
{
    /// <summary>Stands in a link where there is no neighbour.</summary>
    internal const int EndOfQueue = -1;

    /// <summary>The record behind.</summary>
    internal int Next;

    /// <summary>The record in front.</summary>
    internal int Previous;

    /// <summary>Whether the record is in a queue by this link.</summary>
    public readonly bool IsQueued => Next != 0;
}

/// <summary>
/// Tells a queue where its records keep their links; a record may have several, one per kind of queue.
/// </summary>
internal interface IQueueLinks
{
    /// <summary>The link of a record.</summary>
    static abstract ref QueueLink Of(int number);
}
