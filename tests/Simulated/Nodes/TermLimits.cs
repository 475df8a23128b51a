// What persistent terms may take of a machine whose memory nobody gives back: a quarter, and then who puts is told.
using System.Collections.Immutable;
using Cosmos.Runtime;
using Cosmos.Runtime.PersistentTerms;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

public sealed class TermLimits
{
    private const int Bytes = 1_000_000;

    /// <summary>Who replaces terms without end fails, and nobody else does; the term has its last value.</summary>
    [Fact]
    public void Who_replaces_without_end_fails()
    {
        using var node = new SimulatedNode(seed: 3, cores: 1);
        node.Run(() =>
        {
            var term = new PersistentTerm<ImmutableArray<byte>>("replaced");
            (_, Ref monitor) = Process.SpawnMonitor(() =>
            {
                while (true)
                {
                    term.Put(ImmutableArray.Create(new byte[Bytes]));
                }
            });
            ExitReason reason = Process.Receive<DownMessage>(down => down.Monitor == monitor).Reason;
            node.Check(reason != ExitReason.Normal && reason != ExitReason.Killed, $"it ended: {reason}");
            node.Check(term.Value.Length == Bytes, "the last value is there");
            PersistentTermInfo info = PersistentTermInfo.Current;
            node.Check(info.Memory + info.OldMemory > (64 << 20) - (2 * Bytes), $"{info} is a quarter");
        });
    }
}
