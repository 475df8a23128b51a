// Interrupt lines without devices: what the kernel's table does, for one machine at a time.
using System.Numerics;

namespace Cosmos.Simulation.Simulating;

/// <summary>The lines of a simulated machine.</summary>
internal sealed class SimulatedLines
{
    /// <summary>How many there can be.</summary>
    public const int Most = 63;

    private readonly long[] _counts = new long[Most + 1];
    private ulong _taken = 1;
    private ulong _unmasked;
    private ulong _pending;

    /// <summary>Whether a line has interrupted of which nobody was told.</summary>
    public bool ArePending => _pending != 0;

    /// <summary>How often a line has interrupted.</summary>
    public long Count(int line) => _counts[line];

    /// <summary>Takes a line; masked. 0: there are no more.</summary>
    public int Open()
    {
        int line = BitOperations.TrailingZeroCount(~_taken);
        if (line > Most)
            return 0;
        _taken |= 1UL << line;
        return line;
    }

    /// <summary>A device wants something. False: the line is masked.</summary>
    public bool Raise(int line)
    {
        ulong bit = 1UL << line;
        if ((_unmasked & bit) == 0)
            return false;
        _unmasked &= ~bit;
        _pending |= bit;
        _counts[line]++;
        return true;
    }

    /// <summary>Lets a line interrupt once more.</summary>
    public void Unmask(int line)
    {
        if ((_taken & ~1UL & (1UL << line)) != 0)
            _unmasked |= 1UL << line;
    }

    /// <summary>Gives a line back.</summary>
    public void Close(int line)
    {
        ulong others = ~(1UL << line);
        _unmasked &= others;
        _pending &= others;
        _taken &= others | 1;
    }

    /// <summary>Takes one that has interrupted; 0: none.</summary>
    public int TakePending()
    {
        if (_pending == 0)
            return 0;
        int line = BitOperations.TrailingZeroCount(_pending);
        _pending &= ~(1UL << line);
        return line;
    }
}
