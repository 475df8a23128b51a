// Processes on all cores that do the same thing to the same structure, each with random numbers of its own. What they
// take they hand to each other through a few cells outside of all heaps, so that what one core took another gives back.
using Cosmos.Core.Abi;
using Cosmos.Core.Memory;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Work on all cores at once.</summary>
internal static unsafe class Workers
{
    private const int OnEachCore = 2;
    private const int Cells = 32;

    /// <summary>What a worker is to itself.</summary>
    /// <param name="Number">Its number, from 1.</param>
    /// <param name="Seed">Where its random numbers begin.</param>
    /// <param name="Exchange">Address of the cells.</param>
    internal sealed record Worker(int Number, int Seed, nint Exchange)
    {
        /// <summary>Puts something into a cell and takes out what was there; 0 is nothing.</summary>
        public nint Swap(Random random, nint item)
            => Interlocked.Exchange(ref *((nint*)Exchange + random.Next(Cells)), item);
    }

    /// <summary>Runs workers on every core and waits for them; a failure in one of them fails the case.</summary>
    /// <param name="work">What each does.</param>
    /// <param name="giveBack">Done in the end with what is left in the cells.</param>
    public static void Run(Action<Worker, Random> work, Action<nint>? giveBack = null)
    {
        int seed = Environment.TickCount;
        var exchange = (nint*)KernelMemory.Allocate(Cells * (nuint)sizeof(nint));
        var monitors = new Ref[OnEachCore * Cores.Count];
        for (int index = 0; index < monitors.Length; index++)
        {
            var worker = new Worker(index + 1, seed + index, (nint)exchange);
            var options = new SpawnOptions { Core = (index % Cores.Count) + 1 };
            (_, monitors[index]) = Process.SpawnMonitor(() => work(worker, new Random(worker.Seed)), options);
        }

        foreach (Ref monitor in monitors)
        {
            ExitReason reason = Expect.Down(monitor);
            Assert.True(reason == ExitReason.Normal, $"seed {seed}: {reason}");
        }

        for (int cell = 0; cell < Cells && giveBack is not null; cell++)
        {
            if (exchange[cell] != 0)
            {
                giveBack(exchange[cell]);
            }
        }

        KernelMemory.Free(exchange, Cells * (nuint)sizeof(nint));
    }
}
