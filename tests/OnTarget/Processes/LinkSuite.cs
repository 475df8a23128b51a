// OTP's erl_link_SUITE, the cases of one node. Left out, because they need a second one: dist_links, monitor_nodes,
// dist_process_monitors, busy_dist_port_link and _monitor (case 20 of the list), otp_5772_dist_*, otp_7946.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of erl_link_SUITE.</summary>
public sealed class LinkSuite
{
    /// <summary>Links are made and taken away from both ends, and are gone after a death.</summary>
    [Fact]
    public void Links()
    {
        Pid first = Puppet.Start();
        Assert.False(AreLinked(first, Process.Self));
        Pid second = Puppet.Call(first, static () => Puppet.StartLinked());
        Assert.True(AreLinked(first, second));
        Puppet.Do(second, () => Process.Unlink(first));
        Expect.Until(() => AreStrangers(first, second), "unlinked on both sides");
        Puppet.Do(second, () => Process.Link(first));
        Expect.Until(() => AreLinked(first, second), "linked on both sides");
        Puppet.Do(second, static () => Process.TrapExit = true);
        Puppet.Tell(first, static () => Process.Exit("died"));
        Assert.Equal<ExitReason>("died", Puppet.Call(second, () => Expect.Exit(first)));
        Assert.Sequence([], Process.Info(second)!.Links);
        Pid third = Puppet.Call(second, static () => Puppet.StartLinked());
        Puppet.Tell(second, static () => Process.Exit("died"));
        Expect.Dead(third);
    }

    /// <summary>A link to oneself is none; unlinking it is nothing.</summary>
    [Fact]
    public void Self_link()
    {
        Process.Link(Process.Self);
        Assert.Sequence([], Process.Info(Process.Self)!.Links);
        Process.Unlink(Process.Self);
        Expect.Nothing();
    }

    /// <summary>Two links between two processes are one: a single unlink takes it away.</summary>
    [Fact]
    public void Link_twice()
    {
        Process.TrapExit = true;
        Pid pid = Puppet.Start();
        Process.Link(pid);
        Process.Link(pid);
        Assert.Sequence([pid], Process.Info(Process.Self)!.Links);
        Process.Unlink(pid);
        Process.Exit(pid, "bang");
        Expect.Dead(pid);
        Expect.Nothing();
    }

    /// <summary>A link to a dead process tells noproc, as a message to who traps exits.</summary>
    [Fact]
    public void Link_to_nobody()
    {
        Process.TrapExit = true;
        Pid pid = Process.Spawn(static () => { });
        Expect.Dead(pid);
        Process.Link(pid);
        Assert.Equal(ExitReason.NoProcess, Expect.Exit(pid));
    }

    /// <summary>A link to a dead process ends who does not trap exits.</summary>
    [Fact]
    public void Link_to_nobody_untrapped()
    {
        Pid pid = Process.Spawn(static () => { });
        Expect.Dead(pid);
        (_, Ref monitor) = Process.SpawnMonitor(() =>
        {
            Process.Link(pid);
            Puppet.Wait();
        });
        Assert.Equal(ExitReason.NoProcess, Expect.Down(monitor));
    }

    /// <summary>After an unlink no exit message comes any more, even if the end was under way.</summary>
    [Fact]
    public void Otp_5772_link()
    {
        Process.Priority = Priority.High;
        Process.TrapExit = true;
        for (int round = 0; round < 20; round++)
        {
            Pid pid = Process.SpawnLink(Puppet.Loop, new SpawnOptions { Priority = Priority.Low });
            Process.Exit(pid, "bang");
            Process.Unlink(pid);
            Process.TryReceive(TimeSpan.Zero, out _, message => message is ExitMessage);
            Assert.False(
                Process.TryReceive(Expect.Ms(10), out object? late, message => message is ExitMessage), $"{late}");
        }
    }

    /// <summary>After a demonitor no message of the end comes any more, even if the end was under way.</summary>
    [Fact]
    public void Otp_5772_monitor()
    {
        Process.Priority = Priority.High;
        for (int round = 0; round < 20; round++)
        {
            Pid pid = Process.Spawn(Puppet.Loop, new SpawnOptions { Priority = Priority.Low });
            Ref monitor = Process.Monitor(pid);
            Process.Exit(pid, "bang");
            Process.Demonitor(monitor);
            Process.TryReceive(TimeSpan.Zero, out _, message => message is DownMessage);
            Assert.False(
                Process.TryReceive(Expect.Ms(10), out object? late, message => message is DownMessage), $"{late}");
        }
    }

    /// <summary>Monitors of pids and of names are entered on both sides, and gone after demonitor and death.</summary>
    [Fact]
    public void Process_monitors()
    {
        Pid watcher = Puppet.Start();
        Pid watched = Puppet.Start();
        Process.Register("link_suite_watched", watched);
        foreach (Target target in new Target[] { watched, "link_suite_watched" })
        {
            Ref first = Puppet.Call(watcher, () => Process.Monitor(target));
            Assert.Sequence([target], Process.Info(watcher)!.Monitors);
            Expect.Until(() => Process.Info(watched)!.MonitoredBy.Contains(watcher), "watched");
            Assert.True(Puppet.Call(watcher, () => Process.Demonitor(first)));
            Assert.Sequence([], Process.Info(watcher)!.Monitors);
            Expect.Until(() => Process.Info(watched)!.MonitoredBy.Length == 0, "not watched");
        }

        Ref last = Puppet.Call(watcher, () => Process.Monitor(watched));
        Puppet.Tell(watched, static () => Process.Exit("bye"));
        Assert.Equal<ExitReason>("bye", Puppet.Call(watcher, () => Expect.Down(last)));
        Ref late = Puppet.Call(watcher, () => Process.Monitor(watched));
        Assert.Equal(ExitReason.NoProcess, Puppet.Call(watcher, () => Expect.Down(late)));
        Assert.Sequence([], Process.Info(watcher)!.Monitors);
        Expect.Killed(watcher);
    }

    /// <summary>A monitor of oneself is none: it says nothing, and can be taken away.</summary>
    [Fact]
    public void Self_monitor()
    {
        Ref monitor = Process.Monitor(Process.Self);
        Assert.Sequence([], Process.Info(Process.Self)!.Monitors);
        Assert.True(Process.Demonitor(monitor));
        Expect.Nothing(20);
    }

    private static bool AreLinked(Pid left, Pid right) =>
        Process.Info(left)!.Links.Contains(right) && Process.Info(right)!.Links.Contains(left);

    private static bool AreStrangers(Pid left, Pid right) =>
        !Process.Info(left)!.Links.Contains(right) && !Process.Info(right)!.Links.Contains(left);
}
