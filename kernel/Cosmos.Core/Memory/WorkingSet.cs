// How many of the things that lie idle are not needed: those that nobody took through a whole period. Half of them are
// surplus after it, so what a load of bursts takes again and again stays, and what it does not is gone in some periods.
// (After the working set of J. Bonwick's magazines.)
namespace Cosmos.Core.Memory;

/// <summary>A count of idle things, and its least in the current period. Guarded by whoever has the things.</summary>
internal struct WorkingSet
{
    private const long PeriodNs = 1_000_000_000;

    private uint _count;
    private uint _fewest;
    private uint _surplus;
    private long _periodEndNs;

    /// <summary>How many lie idle.</summary>
    public readonly uint Count => System.Threading.Volatile.Read(in _count);

    /// <summary>One more does.</summary>
    public void Add() => _count++;

    /// <summary>One is somebody's again, or is given back.</summary>
    public void Remove()
    {
        _count--;
        _fewest = uint.Min(_fewest, _count);
    }

    /// <summary>Whether one is to be given back now.</summary>
    /// <param name="kept">So many stay, whatever happens.</param>
    /// <param name="nowNs">Monotonic time.</param>
    public bool TakeSurplus(uint kept, long nowNs)
    {
        if (nowNs >= _periodEndNs)
        {
            _surplus = (_fewest - uint.Min(_fewest, kept) + 1) / 2;
            _fewest = _count;
            _periodEndNs = nowNs + PeriodNs;
        }

        if (_surplus == 0)
        {
            return false;
        }

        _surplus--;
        return true;
    }

    /// <summary>
    /// When <see cref="TakeSurplus"/> may say something else though nothing happens; <see cref="long.MaxValue"/>:
    /// never.
    /// </summary>
    public readonly long NextNs(uint kept)
        => Count > kept ? System.Threading.Volatile.Read(in _periodEndNs) : long.MaxValue;
}
