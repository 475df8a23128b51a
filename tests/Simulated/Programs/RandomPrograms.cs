// Claims about the runtime under random programs, on one core and several, with and without faults.
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Programs;

public sealed class RandomPrograms
{
    /// <summary>Nothing that signals, links, monitors, timers and names promise is ever broken.</summary>
    [Fact]
    public void Promises_are_kept() =>
        Seeds.Check(200, static node => RandomProgram.Run(node, withFaults: false));

    /// <summary>
    /// The same while processes are killed between any two steps, memory fails, and signals are late.
    /// </summary>
    [Fact]
    public void Promises_are_kept_under_faults() =>
        Seeds.Check(200, static node => RandomProgram.Run(node, withFaults: true));

    /// <summary>
    /// Seeds that found something. 1008872: who waits for memory waited for one that was ending and less important.
    /// </summary>
    [Theory]
    [InlineData(1008872)]
    public void What_was_found_stays_mended(int seed)
    {
        using var node = new SimulatedNode(seed, Seeds.CoresOf(seed));
        RandomProgram.Run(node, withFaults: true);
    }
}
