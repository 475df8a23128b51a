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

/// <summary>A packed graph; the default value is the graph null.</summary>
internal readonly record struct Parcel(int Id)
{
    // A copy of so much takes about as long as a call of the border.
    private const long BytesInStep = 1024;

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

    public void PrepareTake() => Simulator.Step();

    public object? Take()
    {
        Simulator.Step();
        var simulator = Simulator.Required();
        simulator.Current.TakenBytes += Bytes;
        return simulator.Parcels.Remove(Id);
    }

    public void Discard()
    {
        Simulator.Step();
        Simulator.Required().Parcels.Remove(Id);
    }
}
