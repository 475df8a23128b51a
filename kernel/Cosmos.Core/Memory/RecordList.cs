// Records in a table, linked by number, the last one added first. Number 0 is none. The default value is empty.
namespace Cosmos.Core.Memory;

/// <summary>A list of records that begin with <see cref="RecordLinks"/>.</summary>
/// <typeparam name="T">The record.</typeparam>
internal unsafe struct RecordList<T>
    where T : unmanaged
{
    /// <summary>The first record's number; 0: none.</summary>
    public uint First { get; private set; }

    /// <summary>The number of the record that has been in it for longest; 0: none.</summary>
    public uint Last { get; private set; }

    /// <summary>Puts a record in front.</summary>
    /// <param name="table">Where record 0 would be.</param>
    /// <param name="number">Its number.</param>
    public void Add(T* table, uint number)
    {
        *Links(table, number) = new RecordLinks { Next = First };
        if (First != 0)
        {
            Links(table, First)->Previous = number;
        }
        else
        {
            Last = number;
        }

        First = number;
    }

    /// <summary>Takes a record out.</summary>
    /// <param name="table">Where record 0 would be.</param>
    /// <param name="number">Its number.</param>
    public void Remove(T* table, uint number)
    {
        RecordLinks links = *Links(table, number);
        if (links.Previous == 0)
        {
            First = links.Next;
        }
        else
        {
            Links(table, links.Previous)->Next = links.Next;
        }

        if (links.Next == 0)
        {
            Last = links.Previous;
        }
        else
        {
            Links(table, links.Next)->Previous = links.Previous;
        }
    }

    private static RecordLinks* Links(T* table, uint number) => (RecordLinks*)(table + number);
}
