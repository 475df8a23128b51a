// OTP's gc_SUITE: heaps and stacks that grow and shrink, together and each for itself. The dirty-scheduler cases and
// those about internal tags have no counterpart, nor have the two kinds of collection (minor_major_gc_option_*).
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of gc_SUITE.</summary>
public sealed class GcSuite
{
    private const int Depth = 2_000;

    /// <summary>A heap of small objects grows, is right, and shrinks when they are gone.</summary>
    [Fact]
    public void Grow_heap() => InAPuppet(static () =>
    {
        int length = Sizes.Held(ordinary: 50_000, stressed: 2_000);
        Link? first = null;
        for (int value = 0; value < length; value++)
        {
            first = new Link(value, first);
        }

        long sum = 0;
        for (Link? link = first; link is not null; link = link.Next)
        {
            sum += link.Value;
        }

        Assert.Equal((long)length * (length - 1) / 2, sum);
        long full = Process.Info(Process.Self)!.HeapBytes;
        first = null;
        Process.GarbageCollect();
        Process.GarbageCollect();
        Assert.True(Process.Info(Process.Self)!.HeapBytes < full / 2, "the heap shrinks");
    });

    /// <summary>A deep stack whose every frame holds objects survives collections at the bottom of it.</summary>
    [Fact]
    public void Grow_stack() => InAPuppet(static () => Assert.Equal((long)Depth * (Depth + 1) / 2, Sum(Depth, false)));

    /// <summary>
    /// Stack and heap grow against each other: while the heap grows the stack goes up and down, and while it shrinks,
    /// too; nothing of either is lost, and both collect on the way.
    /// </summary>
    [Fact]
    public void Grow_stack_heap() => InAPuppet(static () =>
    {
        Assert.Equal((long)Depth * (Depth + 1) / 2, Sum(Depth, true));
        foreach (int length in new[] { 16, Sizes.Held(256, stressed: 32) })
        {
            int before = GC.CollectionCount(0);
            Link? list = null;
            for (int count = 1; count <= length; count++)
            {
                list = new Link(count, list);
                CheckBounce(count, list, count);
            }

            for (int count = length; count > 0; count--)
            {
                CheckBounce(count, list, count);
                list = list!.Next;
            }

            Assert.Null(list);
            Assert.True(GC.CollectionCount(0) > before, "it collects");
        }
    });

    /// <summary>
    /// A collection that another process asks for finds the heap above its limit: the process ends, though it waits.
    /// (In OTP's case the heap is that large by messages that wait; here they are no part of it.)
    /// </summary>
    [Fact]
    public void Max_heap_size_of_who_waits()
    {
        Pid tester = Process.Self;
        (Pid pid, Ref monitor) = Process.SpawnMonitor(() =>
        {
            long[][] held = [.. Enumerable.Range(0, 100).Select(static _ => new long[1000])];
            Process.MaxHeap = new MaxHeapSize(64 * 1024, Report: false);
            Process.Send(tester, "waits");
            Process.Receive<string>();
            GC.KeepAlive(held);
        });
        Expect.Next("waits");
        Process.GarbageCollect(pid);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
    }

    /// <summary>A limit that a running process sets for itself ends it when its heap outgrows it.</summary>
    [Fact]
    public void Max_heap_size()
    {
        (_, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            Process.MaxHeap = new MaxHeapSize(1024 * 1024, Report: false);
            var held = new List<object>();
            while (true)
            {
                held.Add(new long[64]);
            }
        });
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
    }

    /// <summary>Dead objects do not count for a limit: a process may allocate far more than it holds.</summary>
    [Fact]
    public void Max_heap_size_counts_what_lives()
    {
        (_, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            Process.MaxHeap = new MaxHeapSize(4 * 1024 * 1024, Report: false);
            for (int round = 0; round < 20_000; round++)
            {
                GC.KeepAlive(new byte[1_000]);
            }
        });
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    /// <summary>Messages that wait do not slow collections down to a crawl, nor are they lost by them.</summary>
    [Fact]
    public void Collections_with_a_full_mailbox()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Process.Send(Process.Self, new Garbage(seed));
        }

        for (int round = 0; round < 20; round++)
        {
            Process.GarbageCollect();
        }

        for (int seed = 0; seed < 10; seed++)
        {
            Garbage.Check(Process.Receive(), seed);
        }
    }

    // Down with the stack and up again, with garbage at every level; the list is there at the bottom and at the top.
    private static void CheckBounce(int depth, Link? list, int length)
    {
        var here = new Link(depth, new Link(length, null));
        if (depth > 0)
        {
            CheckBounce(depth - 1, list, length);
        }
        else
        {
            Process.GarbageCollect();
        }

        int found = 0;
        for (Link? link = list; link is not null; link = link.Next)
        {
            found++;
        }

        Assert.Equal((length, length, depth), (found, here.Next!.Value, here.Value));
    }

    private static long Sum(int depth, bool collects)
    {
        var here = new Link(depth, null);
        if (collects && depth % 100 == 0)
        {
            Process.GarbageCollect();
        }

        long below = depth == 1 ? 0 : Sum(depth - 1, collects);
        if (depth == 1)
        {
            Process.GarbageCollect();
        }

        return here.Value + below;
    }

    private static void InAPuppet(Action action)
    {
        (_, Ref monitor) = Process.SpawnMonitor(action);
        ExitReason reason = Expect.Down(monitor);
        Assert.True(reason == ExitReason.Normal, reason.ToString());
    }

    private sealed record Link(int Value, Link? Next);
}
