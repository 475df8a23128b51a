// Copies a graph of objects into a block of its own.
using Cosmos.Core.Abi;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Heaps.Messages;

/// <summary>What stands behind <see cref="Parcel"/>.</summary>
internal static unsafe class GraphCopy
{
    /// <inheritdoc cref="Parcel.TryPack"/>
    public static ParcelRefusal TryPack(object? graph, out Parcel parcel, out string? culprit)
    {
        Fatal.Stop("TryPack is not built yet"u8);
        parcel = default;
        culprit = null;
        return ParcelRefusal.CannotTravel;
    }

    /// <inheritdoc cref="Parcel.Examine"/>
    public static object? Examine(Parcel parcel) => null;

    /// <inheritdoc cref="Parcel.Take"/>
    public static object? Take(Parcel parcel) => null;

    /// <inheritdoc cref="Parcel.Discard"/>
    public static void Discard(Parcel parcel) => Fatal.Stop("Discard is not built yet"u8);
}
