// process_SUITE's cases about heaps: limits, collections that one process asks of another, and asynchronous spawning.
// spawn_opt_max_heap_size's part about the system-wide default is left out: there is none. no_priority_inversion2 asks
// with priorities that OTP's undocumented request takes; here a request has the priority of who asks. A process that is
// asked collects when it allocates or receives, so the busy ones here allocate.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

public sealed partial class ProcessSuite
{
    private const long HeapLimit = 512 * 1024;

    /// <summary>A heap that outgrows its limit ends its process, and only that one, with reason killed.</summary>
    [Fact]
    public void Spawn_opt_max_heap_size()
    {
        Pid bystander = Puppet.StartLinked();
        var options = new SpawnOptions { MaxHeap = new MaxHeapSize(HeapLimit, Report: false) };
        (Pid hog, Ref monitor) = Process.SpawnMonitor(static () => GrowTo(long.MaxValue), options);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        Assert.False(Process.IsAlive(hog));
        Assert.Equal(42, Puppet.Call(bystander, static () => 42));
        Expect.Killed(bystander);
    }

    /// <summary>With neither kill nor throw the limit is only reported; the process goes on.</summary>
    [Fact]
    public void Spawn_opt_max_heap_size_report_only()
    {
        var options = new SpawnOptions { MaxHeap = new MaxHeapSize(HeapLimit, Kill: false, Report: false) };
        (_, Ref monitor) = Process.SpawnMonitor(static () => GrowTo(4 * HeapLimit), options);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    /// <summary>With throw, the allocation fails by an exception, which the process may catch and go on.</summary>
    [Fact]
    public void Spawn_opt_max_heap_size_throw()
    {
        var options = new SpawnOptions
        {
            MaxHeap = new MaxHeapSize(HeapLimit, Kill: false, Report: false, Throw: true),
        };
        (_, Ref monitor) = Process.SpawnMonitor(
            static () =>
            {
                Assert.Throws<OutOfMemoryException>(static () => GrowTo(long.MaxValue));
                GrowTo(HeapLimit / 4);
                Process.Exit("caught");
            },
            options);
        Assert.Equal<ExitReason>("caught", Expect.Down(monitor));
    }

    /// <summary>
    /// A report is written each time the limit is found passed: once before the end, many times when the process goes
    /// on, and never when none is asked for.
    /// </summary>
    [Fact]
    public void Spawn_opt_max_heap_size_reports()
    {
        Assert.Equal(1L, ReportsOf(new MaxHeapSize(HeapLimit)));
        Assert.Equal(0L, ReportsOf(new MaxHeapSize(HeapLimit, Report: false)));
        long reports = ReportsOf(new MaxHeapSize(HeapLimit, Kill: false));
        Assert.True(reports >= 2, $"{reports} reports");
        Assert.Equal(0L, ReportsOf(new MaxHeapSize(HeapLimit, Kill: false, Report: false)));
    }

    private static long ReportsOf(MaxHeapSize limit)
    {
        long before = NodeState.Current.HeapReports;
        (_, Ref monitor) = Process.SpawnMonitor(
            () => GrowTo(limit.Kill ? long.MaxValue : 8 * HeapLimit), new SpawnOptions { MaxHeap = limit });
        Assert.Equal(limit.Kill ? ExitReason.Killed : ExitReason.Normal, Expect.Down(monitor));
        return NodeState.Current.HeapReports - before;
    }

    /// <summary>A child has its parent's limit unless it is given one of its own.</summary>
    [Fact]
    public void Max_heap_size_is_inherited()
    {
        var limit = new MaxHeapSize(HeapLimit, Report: false);
        Pid parent = Puppet.StartLinked(new SpawnOptions { MaxHeap = limit });
        MaxHeapSize? inherited = Puppet.Call(parent, static () =>
        {
            Pid child = Puppet.StartLinked();
            return Process.Info(child)!.MaxHeap;
        });
        Assert.Equal(limit, inherited);
        Expect.Killed(parent);
    }

    /// <summary>A minimum is kept: the heap is never smaller, however often it is collected.</summary>
    [Fact]
    public void Spawn_opt_heap_size()
    {
        const long Minimum = 256 * 1024;
        Pid pid = Puppet.StartLinked(new SpawnOptions { MinimumHeapBytes = Minimum });
        for (int round = 0; round < 3; round++)
        {
            Puppet.Do(pid, static () => Process.GarbageCollect());
            long bytes = Process.Info(pid)!.HeapBytes;
            Assert.True(bytes >= Minimum, $"{bytes} bytes after {round} collections");
        }

        Expect.Killed(pid);
    }

    /// <summary>A process at max has a low one collected although one at high works and low would not run.</summary>
    [Fact]
    public void No_priority_inversion()
    {
        Process.Priority = Priority.Max;
        Pid high = Process.SpawnLink(Puppet.Work, new SpawnOptions { Priority = Priority.High });
        Pid low = Process.SpawnLink(Puppet.Work, new SpawnOptions { Priority = Priority.Low });
        Assert.True(Process.GarbageCollect(low));
        Expect.Killed(high);
        Expect.Killed(low);
    }

    /// <summary>The same beside a process that works at max: both at max take turns, so the answer comes.</summary>
    [Fact]
    public void No_priority_inversion2()
    {
        Process.Priority = Priority.Max;
        Pid rival = Process.SpawnLink(Puppet.Work, new SpawnOptions { Priority = Priority.Max });
        Pid low = Process.SpawnLink(Puppet.Work, new SpawnOptions { Priority = Priority.Low });
        Assert.True(Process.GarbageCollect(low));
        Expect.Killed(rival);
        Expect.Killed(low);
    }

    /// <summary>
    /// Many processes ask one that works for collections, many times each: every request is answered.
    /// </summary>
    [Fact]
    public void System_task_blast()
    {
        const int Askers = 50;
        const int Requests = 20;
        Pid target = Process.SpawnLink(Puppet.Work);
        var monitors = new Ref[Askers];
        for (int index = 0; index < Askers; index++)
        {
            (_, monitors[index]) = Process.SpawnMonitor(() =>
            {
                var requests = new Ref[Requests];
                for (int request = 0; request < Requests; request++)
                {
                    requests[request] = Process.GarbageCollectAsync(target);
                }

                foreach (Ref request in requests)
                {
                    Assert.True(Expect.Message<GarbageCollectReply>(reply => reply.Request == request).Done);
                }
            });
        }

        foreach (Ref monitor in monitors)
        {
            Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        }

        Expect.Killed(target);
    }

    /// <summary>A collection of another process works while that one runs, waits, and is dead.</summary>
    [Fact]
    public void Garb_other_running()
    {
        Pid working = Process.SpawnLink(Puppet.Work);
        Pid waiting = Process.SpawnLink(Puppet.Wait);
        for (int round = 0; round < 10; round++)
        {
            Assert.True(Process.GarbageCollect(working));
            Assert.True(Process.GarbageCollect(waiting));
        }

        Assert.True(Process.Info(working)!.Collections >= 10);
        Expect.Killed(working);
        Expect.Killed(waiting);
        Assert.False(Process.GarbageCollect(working));
    }

    /// <summary>Who took a request and ends before it has collected answers: not done.</summary>
    [Fact]
    public void Garb_other_ends()
    {
        Pid spinning = Process.Spawn(Puppet.Spin);
        Ref request = Process.GarbageCollectAsync(spinning);
        Expect.Pause(5);
        Process.Exit(spinning, ExitReason.Kill);
        Assert.False(Expect.Message<GarbageCollectReply>(reply => reply.Request == request).Done);
    }

    /// <summary>
    /// An asynchronous spawn with a monitor: the answer comes before the end is told, and the request is the monitor.
    /// </summary>
    [Fact]
    public void Spawn_request_monitor_demonitor()
    {
        Ref first = Process.SpawnRequest(static () => Process.Exit("done"), monitor: true);
        SpawnReply reply = Assert.IsType<SpawnReply>(Expect.Message<object>());
        Assert.Equal(first, reply.Request);
        Assert.Null(reply.Error);
        Expect.Next(new DownMessage(first, reply.Pid, "done"));

        Ref second = Process.SpawnRequest(Puppet.Wait, monitor: true);
        Pid pid = Expect.Message<SpawnReply>(answer => answer.Request == second).Pid;
        Process.Demonitor(second, flush: true);
        Process.Exit(pid, ExitReason.Kill);
        Expect.Dead(pid);
        Expect.Nothing();
    }

    /// <summary>An asynchronous spawn with a link tells the end as a link does.</summary>
    [Fact]
    public void Spawn_request_link()
    {
        Process.TrapExit = true;
        Ref request = Process.SpawnRequest(static () => Process.Exit("done"), link: true);
        Pid pid = Expect.Message<SpawnReply>(answer => answer.Request == request).Pid;
        Assert.Equal<ExitReason>("done", Expect.Exit(pid));
    }

    /// <summary>A process that waits, is suspended, gets a message and is resumed receives it; not before.</summary>
    [Fact]
    public void Otp_7738_waiting() => SuspendAndResume(static () => Expect.Message<string>());

    /// <summary>The same for one that waits with a timeout.</summary>
    [Fact]
    public void Otp_7738_suspended() => SuspendAndResume(static () =>
    {
        Process.Yield();
        Expect.Message<string>();
    });

    /// <summary>A process suspended twice runs again when it was resumed twice.</summary>
    [Fact]
    public void Suspend_counts()
    {
        Pid pid = Puppet.StartLinked();
        Process.Suspend(pid);
        Process.Suspend(pid);
        Process.Resume(pid);
        Assert.Equal(ProcessStatus.Suspended, Process.Info(pid)!.Status);
        Process.Resume(pid);
        Assert.Equal(1, Puppet.Call(pid, static () => 1));
        Expect.Killed(pid);
    }

    private static void SuspendAndResume(Action waits)
    {
        Pid tester = Process.Self;
        Pid pid = Process.SpawnLink(() =>
        {
            waits();
            Process.Send(tester, "resumed");
        });
        Expect.Until(() => Process.Info(pid)!.Status == ProcessStatus.Waiting, "waiting");
        Process.Suspend(pid);
        Process.Send(pid, "go");
        Expect.Nothing(50);
        Assert.Equal(ProcessStatus.Suspended, Process.Info(pid)!.Status);
        Process.Resume(pid);
        Expect.Next("resumed");
    }

    // Holds on to what it allocates, up to a number of bytes.
    private static void GrowTo(long bytes)
    {
        var held = new List<byte[]>();
        for (long total = 0; total < bytes; total += 1024)
        {
            held.Add(new byte[1000]);
        }

        GC.KeepAlive(held);
    }
}
