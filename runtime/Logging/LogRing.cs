// The latest events, kept in memory that is no process's: whoever ends, they are there, for an operator who looks in,
// for a handler that was started anew. Each event goes into the place of the
// oldest one, by whoever logs it; nothing else has to run for that.
//
// An event's place is its number modulo the size. Two that meet in one place are Size numbers apart; the later one
// stays.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Logging;

/// <summary>The ring.</summary>
internal static class LogRing
{
    /// <summary>How many events there are.</summary>
    public const int Size = 256;

    // An event that takes more goes in with its text alone, and that is short enough.
    private const long MostBytes = 32 * 1024;

    /// <summary>Makes the places. Once, when the runtime starts.</summary>
    public static void Begin()
    {
        Pool<RingRecord>.Initialize(Size, isInOrder: true);
        for (int place = 0; place < Size; place++)
        {
            Pool<RingRecord>.At(SystemPool<RingRecord>.Rent()) = default;
        }
    }

    /// <summary>Puts an event in. Preemption on. What finds no memory is not kept.</summary>
    /// <returns>
    /// The event as it can travel: what means something only in its process is given as text, and who logged it does
    /// not end for that.
    /// </returns>
    public static LogEvent Add(LogEvent item)
    {
        ParcelRefusal refusal = Parcel.TryPack(item, out Parcel parcel, out _);
        if (refusal == ParcelRefusal.CannotTravel)
        {
            item = item with
            {
                Report = null,
                Fields = Array.ConvertAll(
                    item.Fields, static field => new LogField(field.Key, Wording.Of(field.Value))),
            };
            refusal = Parcel.TryPack(item, out parcel, out _);
        }

        if (refusal == ParcelRefusal.None && parcel.Bytes > MostBytes)
        {
            parcel.Discard();
            refusal = Parcel.TryPack(item with { Report = null, Fields = [] }, out parcel, out _);
        }

        if (refusal == ParcelRefusal.None)
            Put(item.Number, parcel);
        return item;
    }

    /// <summary>Copies of the events with greater numbers than this one, in order. Preemption on.</summary>
    public static List<LogEvent> After(ulong number)
    {
        var found = new List<LogEvent>();
        ulong last = Volatile.Read(ref NodeState.Current.LogNumber);
        ulong first = Math.Max(number + 1, last > Size ? last - Size + 1 : 1);
        for (ulong next = first; next <= last; next++)
        {
            if (Copy(next) is { } item)
                found.Add(item);
        }

        return found;
    }

    private static void Put(ulong number, Parcel parcel)
    {
        ref RingRecord place = ref At(number);
        place.Latch.Enter();
        Parcel old = parcel;
        if (place.Number < number)
        {
            old = place.Event;
            place.Event = parcel;
            place.Number = number;
            parcel.Detach();
        }

        place.Latch.Open();
        old.Discard();
        Preemption.Enable();
    }

    private static LogEvent? Copy(ulong number)
    {
        while (true)
        {
            ref RingRecord place = ref At(number);
            place.Latch.Enter();
            Parcel copy = default;
            bool isThere = place.Number == number;
            bool isCopied = !isThere || place.Event.TryDuplicate(out copy);
            place.Latch.Open();
            object? item = isCopied ? copy.Take() : null;
            Preemption.Enable();
            if (isCopied)
                return (LogEvent?)item;
            if (!MemoryRelief.TryRelieve(MostBytes))
                throw new OutOfMemoryException("No memory for an event of the log.");
        }
    }

    private static ref RingRecord At(ulong number) => ref Pool<RingRecord>.At(1 + (int)(number % Size));
}
