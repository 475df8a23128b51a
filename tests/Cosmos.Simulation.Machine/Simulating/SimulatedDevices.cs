// PCI functions without a bus: which are claimed, and what memory they have. It keeps the kernel's order: a device that
// was not silenced keeps its memory, and a claim that still has memory is not closed.
namespace Cosmos.Simulation.Simulating;

/// <summary>The claims of a simulated machine.</summary>
internal sealed class SimulatedDevices
{
    /// <summary>How many claims there can be.</summary>
    public const int Most = 31;

    /// <summary>The functions that answer have numbers below this.</summary>
    public const int Functions = 16;

    private readonly Claim[] _claims = new Claim[Most + 1];

    private struct Claim
    {
        public bool IsTaken;
        public int Function;
        public int Buffers;
        public bool IsQuiet;
    }

    /// <summary>Buffers that devices reach.</summary>
    public int Buffers => _claims.Sum(claim => claim.Buffers);

    /// <summary>Claims that are somebody's.</summary>
    public int Taken => _claims.Count(claim => claim.IsTaken);

    /// <summary>Claims a function. 0: somebody has it, or there are no more.</summary>
    public int Open(int function)
    {
        int free = Array.FindIndex(_claims, 1, claim => !claim.IsTaken);
        if (free < 0 || Array.Exists(_claims, claim => claim.IsTaken && claim.Function == function))
            return 0;
        _claims[free] = new Claim { IsTaken = true, Function = function };
        return free;
    }

    /// <summary>Which function a claim is of.</summary>
    public int FunctionOf(int claim) => _claims[claim].Function;

    /// <summary>A piece of memory for a claim.</summary>
    public void Allocate(int claim)
    {
        _claims[claim].IsQuiet = false;
        _claims[claim].Buffers++;
    }

    /// <summary>Silences a claim's device.</summary>
    public void Quiesce(int claim) => _claims[claim].IsQuiet = true;

    /// <summary>Takes a piece of memory back. False: there is none; null: the device still writes to it.</summary>
    public bool? FreeOne(int claim)
    {
        if (!_claims[claim].IsQuiet)
            return null;
        if (_claims[claim].Buffers == 0)
            return false;
        _claims[claim].Buffers--;
        return true;
    }

    /// <summary>Ends a claim. False: it still has memory, or is none.</summary>
    public bool Close(int claim)
    {
        if (!_claims[claim].IsTaken || !_claims[claim].IsQuiet || _claims[claim].Buffers != 0)
            return false;
        _claims[claim] = default;
        return true;
    }
}
