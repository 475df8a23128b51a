// The border's Parcel: copies by reflection (Copying/GraphCopier), kept by number.
using Cosmos.Simulation.Copying;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>Why a graph cannot be packed.</summary>
internal enum ParcelRefusal
{
    None,
    CannotTravel,
    OutOfMemory,
}

/// <summary>What became of a copy of a parcel that stays.</summary>
internal enum ParcelCopy
{
    Done,
    NoRoom,
    TooLarge,
}

/// <summary>A packed graph; the default value is the graph null.</summary>
internal readonly record struct Parcel(int Id)
{
    // A copy of so much takes about as long as a call of the border.
    private const long BytesInStep = 1024;
    private const long LargestCopied = 1024;
    private const int WindowsUntilFull = 8;

    public long Bytes => Simulator.Running?.Parcels.BytesOf(Id) ?? 0;

    public static ParcelRefusal TryPack(object? graph, out Parcel parcel, out string? culprit)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        Flow flow = simulator.Current;
        if (!flow.HasHeap)
            simulator.Fail($"{flow} packs something, and has given its heap away.");
        parcel = default;
        culprit = null;
        if (graph is null)
            return ParcelRefusal.None;

        if (!flow.IsProcess)
        {
            // Made where everything that is made is shared.
            parcel = simulator.Parcels.Share(graph);
            return ParcelRefusal.None;
        }

        if (simulator.IsMemoryRefused())
            return ParcelRefusal.OutOfMemory;

        var copier = new GraphCopier();
        object? copy = copier.Copy(graph);
        if (copier.Culprit is { } type)
        {
            culprit = type.FullName;
            return ParcelRefusal.CannotTravel;
        }

        simulator.Work(copier.Bytes / BytesInStep);
        parcel = simulator.Parcels.Add(copy!, copier.Bytes, flow.Depth == 0 ? flow : null);
        if (flow.Depth == 0)
            simulator.CollectIfDue();
        Simulator.Step();
        return ParcelRefusal.None;
    }

    public static ParcelRefusal TryPackForHeap(
        object? graph, in HeapOptions options, out Parcel parcel, out string? culprit) =>
        TryPack(graph, out parcel, out culprit);

    public void Detach()
    {
        var simulator = Simulator.Required();
        simulator.RequireHeld("A parcel is detached");
        simulator.Parcels.Detach(Id);
    }

    public object? Examine()
    {
        Simulator.Step();
        return Simulator.Required().Parcels.Look(Id);
    }

    public object? Peek()
    {
        Simulator.Step();
        return Simulator.Required().Parcels.Look(Id);
    }

    public object? Take()
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.Current.TakenBytes += Bytes;
        return simulator.Parcels.Remove(Id);
    }

    public ParcelCopy TryCopy(out object? graph)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.RequireHeld("A parcel is copied that stays");
        graph = simulator.Parcels.Look(Id);
        if (graph is null || Bytes == 0)
            return ParcelCopy.Done;

        // Whether a window has room is chance, as on a machine.
        if (Bytes > LargestCopied)
            return ParcelCopy.TooLarge;
        if (simulator.OneIn(WindowsUntilFull) && !simulator.Current.HasRoomForCopy)
            return ParcelCopy.NoRoom;

        simulator.Current.HasRoomForCopy = false;
        graph = new GraphCopier().Copy(graph);
        return ParcelCopy.Done;
    }

    public static void MakeRoomForCopy()
    {
        Simulator.Step();
        Simulator.Required().Current.HasRoomForCopy = true;
    }

    public bool TryDuplicate(out Parcel copy)
    {
        Simulator.Step();
        if (Simulator.Required().Parcels.IsShared(Id))
        {
            copy = this;
            return true;
        }

        return TryPack(Simulator.Required().Parcels.Look(Id), out copy, out _) == ParcelRefusal.None;
    }

    public bool TryShare(out Parcel shared)
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        shared = default;
        if (simulator.IsMemoryRefused())
            return false;

        shared = Id == 0 ? this : simulator.Parcels.Share(simulator.Parcels.Look(Id)!);
        return true;
    }

    public void Discard()
    {
        Simulator.Step();
        Simulator.Required().Parcels.Remove(Id);
    }
}
