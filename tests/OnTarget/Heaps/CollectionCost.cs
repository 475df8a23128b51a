// What a collection costs, by part, and what it costs a server that holds much and is told little:
//     run=collector
//     run=collector:10000        the server alone, with so many entries: for a profiler, who sees time that others took
// The parts are found as slopes: the same collection with more on the stack, or with more alive. Each figure is the
// least of several rounds, because whatever else the machine does only adds to it.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Heaps;
using Cosmos.Core.Heaps.Collection;
using Cosmos.Runtime;
using Stopwatch = System.Diagnostics.Stopwatch;

namespace Cosmos.Tests.OnTarget.Heaps;

/// <summary>The collector's price list.</summary>
internal static unsafe class CollectionCost
{
    /// <summary>The boot option <c>run=</c>.</summary>
    public const string Selection = "collector";

    private const int Rounds = 15;
    private const int Messages = 100_000;

    private sealed class Node(Node? next, long number)
    {
        public readonly Node? Next = next;
        public readonly long Number = number;
    }

    private sealed record Update(Pid From, int Key, long Value);

    private sealed record Entry(int Key, long Value, string Name);

    private sealed record Done(long Nanoseconds, long Collecting, long Collections, long Copied, long Live);

    /// <summary>Measures and prints.</summary>
    public static void Run(string selection)
    {
        if (selection.Length > Selection.Length)
        {
            Serve(int.Parse(selection[(Selection.Length + 1)..]));
            return;
        }

        long shallow = Least(static () => Collect(0));
        long deep = Least(static () => Collect(400));
        Console.WriteLine($"fixed: {shallow} ns a collection of nothing");
        Console.WriteLine($"frames: {(deep - shallow) / 400.0:F0} ns each");
        foreach (int count in new[] { 1_000, 30_000, 300_000 })
        {
            Report($"list of {count} nodes of 32 bytes", () => MakeList(count));
            Report($"array of {count} nodes of 32 bytes", () => MakeArray(count));
            Report($"{count / 30} arrays of 1,000 bytes", () => MakeArrays(count / 30));
        }

        foreach (int entries in new[] { 100, 1_000, 10_000, 100_000 })
        {
            Serve(entries);
        }
    }

    private static void Report(string what, Func<object> make)
    {
        object graph = make();
        long least = Least(static () => Collect(0));
        long bytes = (long)Context.CurrentBlock->Heap.LiveBytes;
        GC.KeepAlive(graph);
        Console.WriteLine($"{what}: {bytes} bytes in {least / 1000.0:F1} us, {(double)least / bytes:F2} ns a byte");
    }

    private static long Least(Func<long> measure)
    {
        long least = long.MaxValue;
        for (int round = 0; round < Rounds; round++)
        {
            least = Math.Min(least, measure());
        }

        return least;
    }

    // Nanoseconds of a collection below so many frames, with a reference in each.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Collect(int frames)
    {
        object here = Context.CurrentBlock->Number == 0 ? "nobody" : "somebody";
        long taken = frames == 0 ? CollectHere() : Collect(frames - 1);
        GC.KeepAlive(here);
        return taken;
    }

    private static long CollectHere()
    {
        ProcessHeap* heap = &Context.CurrentBlock->Heap;
        ulong before = heap->CollectionNanoseconds;
        _ = Collector.Collect();
        return (long)(heap->CollectionNanoseconds - before);
    }

    private static object MakeList(int count)
    {
        Node? list = null;
        for (int index = 0; index < count; index++)
        {
            list = new Node(list, index);
        }

        return list!;
    }

    private static object MakeArray(int count)
    {
        var array = new Node[count];
        for (int index = 0; index < count; index++)
        {
            array[index] = new Node(null, index);
        }

        return array;
    }

    private static object MakeArrays(int count)
    {
        var array = new byte[count][];
        for (int index = 0; index < count; index++)
        {
            array[index] = new byte[1_000];
        }

        return array;
    }

    // A server with a table, and a client that changes an entry with each message and waits for the old value.
    private static void Serve(int entries)
    {
        Done? best = null;
        for (int round = 0; round < 3; round++)
        {
            Pid client = Process.Self;
            Pid server = Process.Spawn(() => Server(client, entries));
            for (int number = 0; number < Messages; number++)
            {
                Process.Send(server, new Update(client, number * 7919 % entries, number));
                _ = Process.Receive<Entry>();
            }

            Process.Send(server, "done");
            Done done = Process.Receive<Done>();
            best = best is null || done.Nanoseconds < best.Nanoseconds ? done : best;
        }

        double share = 100.0 * best!.Collecting / best.Nanoseconds;
        double perByte = (double)best.Collecting / Math.Max(1, best.Copied);
        Console.WriteLine(
            $"server of {entries} entries: {best.Live} bytes live, {best.Nanoseconds / Messages} ns a call, "
            + $"{best.Collections} collections, {best.Copied / best.Collections} bytes and "
            + $"{best.Collecting / best.Collections / 1000} us each ({perByte:F2} ns a byte), "
            + $"{share:F1} % of the time");
    }

    private static void Server(Pid client, int entries)
    {
        var table = new Dictionary<int, Entry>();
        for (int key = 0; key < entries; key++)
        {
            table.Add(key, new Entry(key, 0, $"entry {key}"));
        }

        ProcessHeap* heap = &Context.CurrentBlock->Heap;
        _ = Collector.Collect();
        ulong collecting = heap->CollectionNanoseconds;
        ulong collections = heap->Collections;
        ulong copied = heap->CopiedBytes;
        long start = Stopwatch.GetTimestamp();
        while (Process.Receive() is Update update)
        {
            Entry old = table[update.Key];
            table[update.Key] = old with { Value = update.Value };
            Process.Send(update.From, old);
        }

        long nanoseconds = Stopwatch.GetTimestamp() - start;
        Process.Send(client, new Done(
            nanoseconds,
            (long)(heap->CollectionNanoseconds - collecting),
            (long)Math.Max(1, heap->Collections - collections),
            (long)(heap->CopiedBytes - copied),
            (long)heap->LiveBytes));
    }
}
