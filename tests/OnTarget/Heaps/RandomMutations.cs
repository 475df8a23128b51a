// Random graphs against a model of plain numbers, in one process, in two that are preempted in the middle of their
// collections, and on the kernel's own heap, where nothing ever dies.
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>Claims about whatever a program may do to its objects.</summary>
public sealed class RandomMutations
{
    private const int Capacity = 600;

    private static int s_seed;

    private static int Steps => Sizes.Pick(linux: 20_000, x86: 3_000);

    /// <summary>A process's graph stays what the model says, whenever it is collected.</summary>
    [Fact]
    public void A_graph_stays_what_it_is()
    {
        s_seed = Environment.TickCount;
        Assert.Equal("", HeapProcess.Run(static () => new ShadowedGraph(s_seed, Capacity).Work(Steps)));
    }

    /// <summary>The same for two processes that take the core from each other at any instruction.</summary>
    [Fact]
    public void Preempted_at_any_instruction()
    {
        int seed = Environment.TickCount;
        using var slices = new Slices();
        string complaint = "";
        slices.Compare(() =>
        {
            string found = new ShadowedGraph(seed, Capacity).Work(2_000);
            complaint = found.Length == 0 ? complaint : found;
            return 0;
        });
        Assert.Equal("", complaint);
    }
}
