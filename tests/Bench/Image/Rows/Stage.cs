// Runs the rows that have a twin on BEAM, and the two that only a runtime with processes has. Each run has a process of
// its own, so that no heap is handed down from one to the next; tests/Bench/Erlang/bench.erl does the same. What is
// run, how large and how often, the host says in the boot option run=ROW,SIZE,SAMPLES,WARMUPS, in the same words to
// both sides.
using System.Globalization;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Tests.Bench.Programs;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>The rows by name, and the loop round them.</summary>
internal static class Stage
{
    private const double NanosecondsPerMillisecond = 1e6;

    /// <summary>Runs what the selection names and hands its samples to <paramref name="write"/>, a line each.</summary>
    public static void Run(string selection, Action<string> write)
    {
        string[] parts = selection.Split(',');
        Func<int, double[]> row = Find(parts[0]);
        int size = int.Parse(parts[1], CultureInfo.InvariantCulture);
        int samples = int.Parse(parts[2], CultureInfo.InvariantCulture);
        for (int left = int.Parse(parts[3], CultureInfo.InvariantCulture); left > 0; left--)
        {
            Once(row, size);
        }

        string unit = parts[0] is "skynet" or "bang" or "big" ? "ms" : "ns";
        for (int left = samples; left > 0; left--)
        {
            foreach (double value in Once(row, size))
            {
                write(Sample.Format(parts[0], unit, value));
            }
        }
    }

    /// <summary>The value of a row whose samples are means.</summary>
    /// <param name="startNs">When it began.</param>
    /// <param name="count">How many operations there were.</param>
    public static double[] MeanSince(long startNs, int count) => [(Clock.Now - startNs) / (double)count];

    /// <summary>The value of a row that is one piece of work, in milliseconds.</summary>
    public static double[] MillisecondsSince(long startNs) => [(Clock.Now - startNs) / NanosecondsPerMillisecond];

    private static double[] Once(Func<int, double[]> row, int size)
    {
        Pid owner = Process.Self;
        (_, Ref monitor) = Process.SpawnMonitor(() => Process.Send(owner, row(size)));
        object? answer = Process.Receive(
            message => message is double[] || (message is DownMessage down && down.Monitor == monitor));
        if (answer is DownMessage failed)
        {
            throw new InvalidOperationException($"A row ended without a value: {failed.Reason}");
        }

        Process.Receive<DownMessage>(down => down.Monitor == monitor);
        return (double[])answer!;
    }

    private static Func<int, double[]> Find(string name) => name switch
    {
        "spawn" => Spawning.Run,
        "pingpong" => PingPong.Empty,
        "pingpong-10" => PingPong.Words10,
        "pingpong-100" => PingPong.Words100,
        "pingpong-1000" => PingPong.Words1000,
        "pingpong-list-10" => PingPong.List10,
        "pingpong-list-100" => PingPong.List100,
        "pingpong-list-1000" => PingPong.List1000,
        "send" => Sending.Run,
        "ring" => Ring.Run,
        "call" => Serving.Call,
        "cast" => Serving.Cast,
        "skynet" => Skynet.Run,
        "memory" => IdleServers.Run,
        "bang" => Bang.Run,
        "big" => AllToAll.Run,
        "timers" => TimerPairs.Run,
        "selective" => Selective.Run,
        "restart" => Restart.Run,
        "cascade" => Cascade.Run,
        "gc-pause" => CollectionPause.Run,
        "latency" => Latency.Run,
        "lateness" => Lateness.Run,
        "ets-insert" => TableRows.Insert,
        "ets-insert-ordered" => TableRows.InsertOrdered,
        "ets-replace-10" => TableRows.Replace10,
        "ets-lookup" => TableRows.Lookup,
        "ets-lookup-ordered" => TableRows.LookupOrdered,
        "ets-lookup-10" => TableRows.Lookup10,
        "ets-lookup-text" => TableRows.LookupText,
        "ets-count" => TableRows.Count,
        "voluntary-switch" => Switching.Voluntary,
        "preemptive-switch" => Switching.Preemptive,
        _ => throw new ArgumentException($"There is no row '{name}'."),
    };
}
