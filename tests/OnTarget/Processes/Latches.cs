// The runtime's spin lock, as far as it can be seen from one core: that others wait for it is what all suites on
// several cores stand on.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about latches.</summary>
public sealed class Latches
{
    /// <summary>
    /// A latch that is held is not taken again by who only asks, not by its holder either; also on one core, where
    /// nobody ever waits for one.
    /// </summary>
    [Fact]
    public void What_is_held_is_asked_for_in_vain()
    {
        Latch latch = default;
        Preemption.Disable();
        latch.Take();
        bool again = latch.TryTake();
        latch.Open();
        bool afterwards = latch.TryTake();
        bool twice = latch.TryTake();
        latch.Open();
        Preemption.Enable();
        Assert.Equal((false, true, false), (again, afterwards, twice));
    }
}
