// What a node holds, counted: a program that has ended must have given back everything, and what two processes know of
// each other must agree.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Links;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;
using Cosmos.Simulation;
using Cosmos.Simulation.Simulating;

namespace Cosmos.Tests.Simulated.Programs;

/// <summary>A node's records.</summary>
internal static class Books
{
    /// <summary>Everything rented: slots by record, and parcels. Names are never given back.</summary>
    public static string Rented(SimulatedNode node)
    {
        IEnumerable<string> counts = Pools.InUse()
            .Where(pool => !pool.Key.StartsWith("Atom", StringComparison.Ordinal))
            .Select(pool => $"{pool.Key} {pool.Value}");
        return $"{string.Join(", ", counts)}, parcels {node.Simulator.Parcels.Alive}";
    }

    /// <summary>The signals that are somewhere, in words.</summary>
    public static string Signals() => string.Join("; ", Pool<Signal>.Rented().Select(slot =>
    {
        Signal signal = Pool<Signal>.At(slot);
        return $"{signal.Kind} of {signal.From} about {signal.Reference}";
    }));

    /// <summary>Both ends of every link know of it. When nothing runs and no signal is under way.</summary>
    public static void CheckLinks(SimulatedNode node)
    {
        foreach (Pid pid in Process.All())
        {
            ref ProcessRecord record = ref Pool<ProcessRecord>.At((int)pid.Id);
            for (int slot = record.Links.First(); slot != 0;)
            {
                LinkRecord link = Pool<LinkRecord>.At(slot);
                node.Check(link.UnlinkNumber == 0, $"{pid} waits for {link.Other} to acknowledge an unlink");
                node.Check(ProcessTable.IsAlive(link.Other), $"{pid} is linked to {link.Other}, which is dead");
                node.Check(
                    Pool<ProcessRecord>.At((int)link.Other.Id).Links.Find(pid.Key) != 0,
                    $"{pid} is linked to {link.Other}, which does not know");
                slot = record.Links.After(link.Other.Key);
            }
        }
    }
}
