// Copies on their way, by number: the runtime keeps parcels in records that hold no references. A number is used once,
// so whoever uses a parcel that was taken or discarded is found out.
using Cosmos.Core.Abi;

namespace Cosmos.Simulation.Simulating;

/// <summary>The parcels of a node.</summary>
internal sealed class ParcelTable
{
    private readonly Dictionary<int, Entry> _entries = [];
    private readonly List<object?> _small = [null];
    private int _last;

    /// <summary>Parcels that hold memory and were neither taken nor discarded.</summary>
    public int Alive { get; private set; }

    /// <summary>Enters a copy. One of nothing but what all share holds no memory.</summary>
    public Parcel Add(object graph, long bytes, Flow? packer)
    {
        int id = ++_last;
        _entries.Add(id, new Entry(graph, bytes, packer, IsShared: false));
        packer?.Packed.Add(id);
        Alive += bytes > 0 ? 1 : 0;
        return new Parcel(id);
    }

    /// <summary>Enters the copy that a record holds in itself.</summary>
    public int AddSmall(object? graph)
    {
        _small.Add(graph);
        return _small.Count - 1;
    }

    /// <summary>A look at what a record holds in itself.</summary>
    public object? LookSmall(int id)
    {
        if (id == 0)
            Simulator.Required().Fail("a small parcel is used that is none.");
        return _small[id];
    }

    /// <summary>Enters what belongs to all: it can be sent again and again.</summary>
    public Parcel Share(object graph)
    {
        int id = ++_last;
        _entries.Add(id, new Entry(graph, 0, null, IsShared: true));
        return new Parcel(id);
    }

    /// <summary>Bytes of a parcel.</summary>
    public long BytesOf(int id) => id == 0 ? 0 : Find(id).Bytes;

    /// <summary>Whether the graph belongs to all, or is null.</summary>
    public bool IsShared(int id) => id == 0 || Find(id).IsShared;

    /// <summary>It has been put where its receiver finds it.</summary>
    public void Detach(int id)
    {
        if (id != 0)
            Own(id);
    }

    /// <summary>A look at a graph.</summary>
    public object? Look(int id) => id == 0 ? null : Find(id).Graph;

    /// <summary>Takes a graph, or frees it.</summary>
    public object? Remove(int id)
    {
        if (id == 0)
            return null;

        Own(id);
        Entry entry = Find(id);
        if (!entry.IsShared)
        {
            _entries.Remove(id);
            Alive -= entry.Bytes > 0 ? 1 : 0;
        }

        return entry.Graph;
    }

    /// <summary>The frames that packed it are gone, and it was put nowhere.</summary>
    public void ReleasePacked(int id)
    {
        if (_entries.Remove(id, out Entry? entry))
            Alive -= entry.Bytes > 0 ? 1 : 0;
    }

    private void Own(int id)
    {
        Entry entry = Find(id);
        if (entry.Packer is { } packer)
        {
            packer.Packed.Remove(id);
            _entries[id] = entry with { Packer = null };
        }
    }

    private Entry Find(int id)
    {
        if (!_entries.TryGetValue(id, out Entry? entry))
            Simulator.Required().Fail($"parcel {id} is used, but it was taken, discarded, or died with its packer.");
        return entry!;
    }

    private sealed record Entry(object Graph, long Bytes, Flow? Packer, bool IsShared);
}
