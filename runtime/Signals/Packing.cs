// Turning a message into what can be sent, or into an exception that names the culprit.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Signals;

/// <summary>Packing by the running process. Preemption on.</summary>
internal static class Packing
{
    /// <summary>Packs a graph.</summary>
    /// <exception cref="CannotTravelException">It holds an object that cannot travel.</exception>
    /// <exception cref="OutOfMemoryException">No memory for the copy, and nobody to take it from.</exception>
    public static Parcel Pack(object? graph)
    {
        while (true)
        {
            ParcelRefusal refusal = Parcel.TryPack(graph, out Parcel parcel, out string? culprit);
            if (refusal == ParcelRefusal.None)
            {
                return parcel;
            }

            ThrowOrRelieve(refusal, culprit, 0);
        }
    }

    /// <summary>Packs what a new process begins with.</summary>
    /// <exception cref="CannotTravelException">It holds an object that cannot travel.</exception>
    /// <exception cref="OutOfMemoryException">No memory for the copy, and nobody to take it from.</exception>
    public static Parcel PackForHeap(object graph, in HeapOptions options)
    {
        while (true)
        {
            ParcelRefusal refusal = Parcel.TryPackForHeap(graph, options, out Parcel parcel, out string? culprit);
            if (refusal == ParcelRefusal.None)
            {
                return parcel;
            }

            ThrowOrRelieve(refusal, culprit, options.MinimumBytes);
        }
    }

    private static void ThrowOrRelieve(ParcelRefusal refusal, string? culprit, long bytes)
    {
        if (refusal == ParcelRefusal.CannotTravel)
        {
            throw new CannotTravelException(culprit ?? "an object");
        }

        if (!MemoryRelief.TryRelieve(bytes))
        {
            throw new OutOfMemoryException("No memory for a copy that is to travel.");
        }
    }
}
