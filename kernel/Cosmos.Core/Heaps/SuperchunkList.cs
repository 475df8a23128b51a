namespace Cosmos.Core.Heaps;

/// <summary>Superchunks, linked through their records; the last one added is the first.</summary>
internal unsafe struct SuperchunkList
{
    /// <summary>The first, or null.</summary>
    public Superchunk* First { get; private set; }

    /// <summary>Puts one in front.</summary>
    public void Add(Superchunk* record, SuperchunkPlace place)
    {
        record->Place = place;
        record->Previous = null;
        record->Next = First;
        if (First != null)
        {
            First->Previous = record;
        }

        First = record;
    }

    /// <summary>Takes one out.</summary>
    public void Remove(Superchunk* record)
    {
        if (record->Previous == null)
        {
            First = record->Next;
        }
        else
        {
            record->Previous->Next = record->Next;
        }

        if (record->Next != null)
        {
            record->Next->Previous = record->Previous;
        }

        record->Place = SuperchunkPlace.None;
    }
}
