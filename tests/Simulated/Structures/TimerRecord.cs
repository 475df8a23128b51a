// The timer that the wheel's tests start: a link, and nothing to do when it fires.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Structures;

/// <summary>A timer in its pool.</summary>
internal struct TimerRecord
{
    public TimerLink Link;

    /// <summary>Rents a record that runs nowhere.</summary>
    public static int Make()
    {
        int slot = Pool<TimerRecord>.Rent();
        Pool<TimerRecord>.At(slot) = default;
        return slot;
    }
}

/// <summary>Where the wheel finds the links.</summary>
internal readonly struct TimerNodes : ITimerNodes
{
    public static ref TimerLink Of(int slot) => ref Pool<TimerRecord>.At(slot).Link;
}
