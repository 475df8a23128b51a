// The border's SmallParcel: what the kernel has as words in a record is a graph by number here. Whether a graph is a
// small one is told by its size, as there; of those that are, some are refused all the same, as if their type had not
// been seen yet. It has no end of its own there either: what was packed stays in the table of the node.
using Cosmos.Simulation.Copying;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>A packed graph of a few words.</summary>
internal struct SmallParcel
{
    public const int MostWords = 20;

    private const int RefusedOnceIn = 10;

    private int _id;

    public readonly bool IsNone => _id == 0;

    public bool TryPack(RunningContext holder, object? graph, int mostWords = MostWords)
    {
        Simulator.Step();
        holder.RequireHeld("A small parcel is packed");
        var simulator = Simulator.Required();
        var copier = new GraphCopier();
        object? copy = graph is null ? null : copier.Copy(graph);
        bool isRefused = copier.Culprit is not null || copier.Bytes > mostWords * sizeof(long)
            || simulator.OneIn(RefusedOnceIn);
        _id = isRefused ? 0 : simulator.Parcels.AddSmall(copy);
        return !isRefused;
    }

    public void Clear() => _id = 0;

    public bool TryWrite<T>(in T value) => TryPack(RunningContext.Current, value);

    public readonly bool TryRead<T>(out T? value)
    {
        Simulator.Step();
        if (_id != 0 && Simulator.Required().Parcels.LookSmall(_id) is T found)
        {
            value = found;
            return true;
        }

        value = default;
        return false;
    }

    public static void Learn<T>() => Simulator.Step();

    public readonly object? Peek()
    {
        Simulator.Step();
        return Simulator.Required().Parcels.LookSmall(_id);
    }

    public readonly bool TryPrepareTake(RunningContext holder)
    {
        Simulator.Step();
        return true;
    }

    public readonly bool TryTake(RunningContext holder, out object? graph)
    {
        Simulator.Step();
        holder.RequireHeld("A small parcel is taken");
        object? kept = Simulator.Required().Parcels.LookSmall(_id);
        var copier = new GraphCopier();
        graph = kept is null ? null : copier.Copy(kept);
        Simulator.Required().Current.TakenBytes += copier.Bytes;
        return true;
    }
}
