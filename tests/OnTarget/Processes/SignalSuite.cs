// OTP's signal_SUITE: order and meaning of signals. Left out: all that needs a second node (the remote half of
// xm_sig_order and kill2killed, the pending_exit cases about ports and nodes), and those that look into the emulator of
// their time (have_pending_exit): pending_exit_* asks here for what their tests claim, by plain calls.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of signal_SUITE.</summary>
public sealed class SignalSuite
{
    private enum Line
    {
        OtherExit2,
        Exit2,
        Exit1,
    }

    /// <summary>Messages and exit signals of one sender arrive in the order in which they were sent.</summary>
    [Fact]
    public void Xm_sig_order()
    {
        for (int round = 0; round < 200; round++)
        {
            (Pid pid, Ref monitor) = Process.SpawnMonitor(static () =>
            {
                while (true)
                {
                    if (Process.TryReceive(TimeSpan.Zero, out object? message) && message is "may_not_reach")
                    {
                        Process.Exit("bad_signal_order");
                    }
                }
            });
            Process.Send(pid, "may_reach");
            Process.Send(pid, "may_reach");
            Process.Send(pid, "may_reach");
            Process.Exit(pid, "good_signal_order");
            Process.Send(pid, "may_not_reach");
            Process.Send(pid, "may_not_reach");
            Process.Send(pid, "may_not_reach");
            Assert.Equal<ExitReason>("good_signal_order", Expect.Down(monitor));
        }
    }

    /// <summary>
    /// exit(Pid, kill) cannot be trapped, and those linked learn killed; exit(kill) by the process itself is a reason
    /// like any other, all along a line of links.
    /// </summary>
    [Fact]
    public void Kill2killed()
    {
        Process.TrapExit = true;
        foreach (Line line in new[] { Line.OtherExit2, Line.Exit2, Line.Exit1 })
        {
            foreach (int length in new[] { 1, 2, 9, 10 })
            {
                Pid tester = Process.Self;
                Pid first = SpawnLine(line, length, tester);
                if (line == Line.OtherExit2)
                {
                    Process.Exit(Expect.Message<Pid>(), ExitReason.Kill);
                }

                Assert.Equal(line == Line.Exit1 ? ExitReason.Kill : ExitReason.Killed, Expect.Exit(first));
            }
        }
    }

    /// <summary>A trapping process gets reason kill as a message when it came through a link, and lives.</summary>
    [Fact]
    public void Kill_through_a_link_can_be_trapped()
    {
        Process.TrapExit = true;
        Pid pid = Process.SpawnLink(static () => Process.Exit(ExitReason.Kill));
        Assert.Equal(ExitReason.Kill, Expect.Exit(pid));
    }

    /// <summary>After exit/2 the sender sees the process dead, without waiting.</summary>
    [Fact]
    public void Pending_exit_is_process_alive()
    {
        for (int round = 0; round < 100; round++)
        {
            Pid pid = Process.Spawn(round % 2 == 0 ? Puppet.Wait : Puppet.Spin);
            Process.Exit(pid, "bang");
            Assert.False(Process.IsAlive(pid));
        }
    }

    /// <summary>After exit/2 there is no information about the process for its sender.</summary>
    [Fact]
    public void Pending_exit_process_info_1()
    {
        for (int round = 0; round < 100; round++)
        {
            Pid pid = Process.Spawn(round % 2 == 0 ? Puppet.Wait : Puppet.Spin);
            Process.Exit(pid, "bang");
            Assert.Null(Process.Info(pid));
        }
    }

    /// <summary>
    /// An exit signal sent before an unlink has its effect: the signal is not forgotten with the link.
    /// </summary>
    [Fact]
    public void Pending_exit_unlink_process() => PendingExit(static master => Process.Unlink(master));

    /// <summary>
    /// An exit signal sent before the receiver begins to trap exits may still end it; it never vanishes.
    /// </summary>
    [Fact]
    public void Pending_exit_receive() => PendingExit(static _ => Process.TryReceive(TimeSpan.Zero, out _));

    /// <summary>An exit signal is acted upon while the receiver collects its heap.</summary>
    [Fact]
    public void Pending_exit_gc() => PendingExit(static _ => Process.GarbageCollect());

    /// <summary>An exit signal sent to oneself comes before whatever one does afterwards.</summary>
    [Fact]
    public void Pending_exit_exit() => PendingExit(static _ => { });

    private static void PendingExit(Action<Pid> afterwards)
    {
        Process.TrapExit = true;
        Pid master = Process.Self;
        Pid pid = Process.SpawnLink(() =>
        {
            Expect.Message<string>();
            Process.Exit(Process.Self, "exit_by_signal");
            afterwards(master);
            Process.Exit("exit_by_myself");
        });
        Ref monitor = Process.Monitor(pid);
        Process.Send(pid, "go");
        Assert.Equal<ExitReason>("exit_by_signal", Expect.Down(monitor));
        Assert.Equal<ExitReason>("exit_by_signal", Expect.Exit(pid));
    }

    /// <summary>
    /// Only the bare atoms are special: <c>{normal, X}</c> ends a process, by signal and by link, and
    /// <c>{kill, X}</c> can be trapped.
    /// </summary>
    [Fact]
    public void Reasons_with_a_detail_are_ordinary()
    {
        ExitReason normal = ExitReason.Of("normal", 1);
        Assert.False(normal.IsOrderly);
        (Pid signalled, Ref first) = Process.SpawnMonitor(Puppet.Wait);
        Process.Exit(signalled, normal);
        Assert.Equal(normal, Expect.Down(first));

        (_, Ref second) = Process.SpawnMonitor(() =>
        {
            Process.SpawnLink(() => Process.Exit(normal));
            Puppet.Wait();
        });
        Assert.Equal(normal, Expect.Down(second));

        Process.TrapExit = true;
        Process.Exit(Process.Self, ExitReason.Of("kill", 2));
        Assert.Equal(ExitReason.Of("kill", 2), Expect.Exit(Process.Self));
    }

    private static Pid SpawnLine(Line line, int length, Pid tester) => Process.SpawnLink(() =>
    {
        if (length > 1)
        {
            SpawnLine(line, length - 1, tester);
            Puppet.Wait();
        }

        switch (line)
        {
            case Line.OtherExit2:
                Process.Send(tester, Process.Self);
                Puppet.Wait();
                break;
            case Line.Exit2:
                Process.Exit(Process.Self, ExitReason.Kill);
                Puppet.Wait();
                break;
            default:
                Process.Exit(ExitReason.Kill);
                break;
        }
    });
}
