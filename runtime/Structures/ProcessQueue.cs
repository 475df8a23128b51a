// A first-in first-out queue of records by number, linked through the records themselves: appending, taking and leaving
// from the middle cost the same few stores at any length and never need memory. Whoever owns the queue guards it.
//
// The queue is a value: it lies in a record of the runtime and is used by reference. A copy of it is not a queue.
namespace Cosmos.Runtime.Structures;

/// <summary>A queue of records. The default value is empty.</summary>
/// <typeparam name="TLinks">Where the records keep their links.</typeparam>
internal struct ProcessQueue<TLinks>
    where TLinks : struct, IQueueLinks
{
    private int _first;
    private int _last;
    private int _count;

    /// <summary>How many records are queued.</summary>
    public readonly int Count => _count;

    /// <summary>Whether no record is queued.</summary>
    public readonly bool IsEmpty => _first == 0;

    /// <summary>The record whose turn is next; 0: none.</summary>
    public readonly int First => _first;

    /// <summary>The record behind another one; 0: it is the last.</summary>
    public static int After(int number) => Math.Max(TLinks.Of(number).Next, 0);

    /// <summary>Puts a record that is in no queue at the end.</summary>
    public void Append(int number) => Append(number, ref TLinks.Of(number));

    /// <summary>The same, for who has the record at hand.</summary>
    public void Append(int number, ref QueueLink link)
    {
        Invariant.Holds(number > 0 && !link.IsQueued, "A record stands in one queue once.");
        link.Next = QueueLink.EndOfQueue;
        if (_last == 0)
        {
            link.Previous = QueueLink.EndOfQueue;
            _first = number;
        }
        else
        {
            link.Previous = _last;
            TLinks.Of(_last).Next = number;
        }

        _last = number;
        _count++;
    }

    /// <summary>Puts a record that is in no queue at the front.</summary>
    public void Prepend(int number)
    {
        ref QueueLink link = ref TLinks.Of(number);
        Invariant.Holds(number > 0 && !link.IsQueued, "A record stands in one queue once.");
        link.Previous = QueueLink.EndOfQueue;
        if (_first == 0)
        {
            link.Next = QueueLink.EndOfQueue;
            _last = number;
        }
        else
        {
            link.Next = _first;
            TLinks.Of(_first).Previous = number;
        }

        _first = number;
        _count++;
    }

    /// <summary>Takes the first record out; 0 when there is none.</summary>
    public int Take()
    {
        int number = _first;
        if (number != 0)
            TakeFirst(ref TLinks.Of(number));
        return number;
    }

    /// <summary>The same, for who has the first record, which there is, at hand.</summary>
    public void TakeFirst(ref QueueLink link)
    {
        Invariant.Holds(link.Previous == QueueLink.EndOfQueue && _count > 0, "Only what is queued can leave.");
        int next = link.Next;
        if (next == QueueLink.EndOfQueue)
        {
            _first = 0;
            _last = 0;
        }
        else
        {
            _first = next;
            TLinks.Of(next).Previous = QueueLink.EndOfQueue;
        }

        link = default;
        _count--;
    }

    /// <summary>Takes a record out that is in this queue.</summary>
    public void Remove(int number)
    {
        ref QueueLink link = ref TLinks.Of(number);
        Invariant.Holds(link.IsQueued && _count > 0, "Only what is queued can leave.");
        if (link.Previous == QueueLink.EndOfQueue)
            _first = Math.Max(link.Next, 0);
        else
            TLinks.Of(link.Previous).Next = link.Next;

        if (link.Next == QueueLink.EndOfQueue)
            _last = Math.Max(link.Previous, 0);
        else
            TLinks.Of(link.Next).Previous = link.Previous;

        link = default;
        _count--;
    }
}
