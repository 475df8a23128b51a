// OTP's hibernate_SUITE: a process that gives its stack away and keeps as small a heap as it can. Left out: bad_args
// and undefined_mfa, which do not compile here, and the dirty scheduler's case.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of hibernate_SUITE.</summary>
public sealed class HibernateSuite
{
    private const long SmallHeap = 16 * 1024;

    /// <summary>Asleep: waiting, no stack, a minimal heap. Awake: everything works, again and again.</summary>
    [Fact]
    public void Basic()
    {
        Pid tester = Process.Self;
        Ref reference = Process.MakeRef();
        Pid child = Process.SpawnLink(() => Hibernator(tester, reference));
        for (int round = 0; round < 20; round++)
        {
            if (round % 2 == 0)
            {
                Process.Send(child, "grow");
                Expect.Next("grown");
            }

            Process.Send(child, "hibernate");
            Expect.Until(() => IsAsleep(child), "asleep");
            ProcessInfo info = Process.Info(child)!;
            Assert.Equal(0, info.MailboxLength);
            Assert.True(info.HeapBytes <= SmallHeap, $"{info.HeapBytes} bytes of heap");
            Process.Send(child, "whats_up");
            Expect.Next(new AllFine(child, reference));
        }

        Expect.Killed(child);
    }

    /// <summary>Hibernating with a message in the mailbox wakes at once.</summary>
    [Fact]
    public void Messages_in_queue()
    {
        Pid tester = Process.Self;
        Pid child = Process.SpawnLink(() =>
        {
            Process.Receive<string>(static text => text == "go_ahead");
            Process.Hibernate(() => Process.Send(tester, Process.Receive()));
        });
        Process.Send(child, 17);
        Process.Send(child, "go_ahead");
        Expect.Next(17);
    }

    /// <summary>A process that keeps nothing has next to no heap while it sleeps, a hundred times over.</summary>
    [Fact]
    public void No_heap()
    {
        Pid child = Process.SpawnLink(NoHeapLoop);
        for (int round = 0; round < 50; round++)
        {
            Expect.Until(() => IsAsleep(child), "asleep");
            Assert.True(Process.Info(child)!.HeapBytes <= SmallHeap);
            Process.Send(child, "again");
        }

        Expect.Killed(child);
    }

    /// <summary>A minimum heap size does not keep a sleeping process large; awake it counts again.</summary>
    [Fact]
    public void Min_heap_size()
    {
        const long Minimum = 128 * 1024;
        Pid tester = Process.Self;
        Pid child = Process.SpawnLink(
            () => Process.Hibernate(() =>
            {
                Process.Receive();
                Process.GarbageCollect();
                Process.Send(tester, Process.Info(Process.Self)!.HeapBytes);
            }),
            new SpawnOptions { MinimumHeapBytes = Minimum });
        Expect.Until(() => IsAsleep(child), "asleep");
        Assert.True(Process.Info(child)!.HeapBytes <= SmallHeap);
        Process.Send(child, "wake_up");
        Assert.True(Expect.Message<long>() >= Minimum);
    }

    /// <summary>A sleeping process is ended like any other, and its name is free.</summary>
    [Fact]
    public void Killed_asleep()
    {
        Pid child = Process.Spawn(NoHeapLoop, new SpawnOptions { Name = "sleeper" });
        Expect.Until(() => IsAsleep(child), "asleep");
        Ref monitor = Process.Monitor(child);
        Process.Exit(child, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        Assert.Null(Process.WhereIs("sleeper"));
    }

    /// <summary>No handler around the call is there any more after it: what is thrown later ends the process.</summary>
    [Fact]
    public void Handlers_are_gone()
    {
        (Pid child, Ref monitor) = Process.SpawnMonitor(static () =>
        {
            try
            {
                Process.Hibernate(static () =>
                {
                    Process.Receive();
                    Process.Exit("woken");
                });
            }
            catch (ProcessExitException)
            {
                Process.Exit("caught");
            }
        });
        Process.Send(child, "wake");
        Assert.Equal<ExitReason>("woken", Expect.Down(monitor));
    }

    private static bool IsAsleep(Pid pid) =>
        Process.Info(pid) is { Status: ProcessStatus.Waiting, StackBytes: 0, MailboxLength: 0 };

    private static void NoHeapLoop()
    {
        while (Process.TryReceive(TimeSpan.Zero, out _))
        {
        }

        Process.Hibernate(NoHeapLoop);
    }

    private static void Hibernator(Pid tester, Ref reference)
    {
        while (true)
        {
            switch (Process.Receive<string>())
            {
                case "hibernate":
                    Process.Hibernate(() => Hibernator(tester, reference));
                    break;
                case "grow":
                    GC.KeepAlive(new Garbage(1));
                    Process.Send(tester, "grown");
                    break;
                default:
                    Garbage.Check(new Garbage(2), 2);
                    Process.Send(tester, new AllFine(Process.Self, reference));
                    break;
            }
        }
    }

    private sealed record AllFine(Pid Child, Ref Id);
}
