// Does the simulator find mistakes? Each mutant is one, made in the runtime's records behind its back, as faulty code
// would make it; random programs must notice within so many seeds.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Programs;

public sealed class Mutants
{
    private const int MostSeeds = 60;

    /// <summary>Two signals that wait in an inbox change places: an order is broken.</summary>
    [Fact]
    public void Signals_out_of_order_are_noticed() => MustBeFound(static () =>
    {
        foreach (int number in Pool<ProcessRecord>.Rented())
        {
            ref ProcessRecord record = ref Pool<ProcessRecord>.At(number);
            int first = record.InboxFirst;
            int second = first == 0 ? 0 : Pool<Signal>.At(first).Next;
            if (second == 0)
                continue;

            Pool<Signal>.At(first).Next = Pool<Signal>.At(second).Next;
            Pool<Signal>.At(second).Next = first;
            record.InboxFirst = second;
            record.InboxLast = record.InboxLast == second ? first : record.InboxLast;
        }
    });

    /// <summary>An unlink is never acknowledged: the link's record stays.</summary>
    [Fact]
    public void Lost_acknowledgements_are_noticed() => MustBeFound(static () => Replace(SignalKind.UnlinkAck));

    /// <summary>A monitor does not reach its target: nobody is told.</summary>
    [Fact]
    public void Lost_monitors_are_noticed() => MustBeFound(static () => Replace(SignalKind.Monitor));

    /// <summary>The end of a process does not reach who is linked to it.</summary>
    [Fact]
    public void Lost_exits_are_noticed() => MustBeFound(static () => Replace(SignalKind.LinkExit));

    // A signal becomes one that does nothing.
    private static void Replace(SignalKind kind)
    {
        foreach (int slot in Pool<Signal>.Rented())
        {
            ref Signal signal = ref Pool<Signal>.At(slot);
            if (signal.Kind == kind)
            {
                signal.Payload.Discard();
                signal.Payload = default;
                signal.Kind = SignalKind.Resume;
            }
        }
    }

    private static void MustBeFound(Action mutant)
    {
        foreach (int seed in Enumerable.Range(1, MostSeeds))
        {
            using var node = new SimulatedNode(seed);
            node.Simulator.Mutant = mutant;
            if (Record.Exception(() => RandomProgram.Run(node, withFaults: false)) is SimulationException)
                return;
        }

        Assert.Fail($"{MostSeeds} seeds did not notice.");
    }
}
