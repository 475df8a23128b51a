// Full batches of free things that any core may take; see Magazine.
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Memory;

/// <summary>Batches under a latch. Preemption off in every call. The default value is empty.</summary>
internal unsafe struct Depot
{
    private CoreLatch _latch;
    private byte* _first;
    private int _batches;

    /// <summary>Batches in it; may be another number by now.</summary>
    public readonly int Batches => _batches;

    /// <summary>Adds a batch.</summary>
    /// <param name="batch">Its first item.</param>
    /// <param name="link">Where the first items of batches are linked; not where items of a batch are.</param>
    public void Add(byte* batch, nint link)
    {
        _latch.Enter();
        *(byte**)(batch + link) = _first;
        _first = batch;
        _batches++;
        _latch.Leave();
    }

    /// <summary>Takes a batch; null: there is none.</summary>
    public byte* TryTake(nint link)
    {
        if (_first == null)
        {
            return null; // a batch that comes just now is the next one's
        }

        _latch.Enter();
        byte* batch = _first;
        if (batch != null)
        {
            _first = *(byte**)(batch + link);
            _batches--;
        }

        _latch.Leave();
        return batch;
    }
}
