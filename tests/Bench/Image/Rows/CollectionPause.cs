using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// What a collection does to others: a ticker at high priority wants to run every millisecond while another process
/// holds 100 MB of live data and collects it again and again. The value is the longest time between two ticks, less the
/// millisecond. Twin: row_gc_pause.erl.
/// </summary>
internal static class CollectionPause
{
    private const int Bytes = 100 << 20;
    private const int CellBytes = 32;
    private const long MillisecondNs = 1_000_000;

    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        Pid hoarder = Process.SpawnLink(() => Hoard(self));
        Process.Receive<string>();
        Process.SpawnLink(
            () => Process.Send(self, WorstOf(size)), new SpawnOptions { Priority = Priority.High });
        double worst = Process.Receive<double>();
        Members.Drop(hoarder);
        return [worst];
    }

    private static void Hoard(Pid owner)
    {
        Cell? first = null;
        for (int i = 0; i < Bytes / CellBytes; i++)
        {
            first = new Cell(i, first);
        }

        Process.Send(owner, "ready");
        while (first!.Value >= 0)
        {
            Process.GarbageCollect();
        }
    }

    private static double WorstOf(int ticks)
    {
        var millisecond = TimeSpan.FromMilliseconds(1);
        double worst = 0;
        long last = Clock.Now;
        for (int i = 0; i < ticks; i++)
        {
            Process.TryReceive(millisecond, out _);
            long now = Clock.Now;
            worst = Math.Max(worst, now - last - MillisecondNs);
            last = now;
        }

        return worst;
    }

    private sealed record Cell(long Value, Cell? Next);
}
