// OTP's monitor_SUITE, the cases of one node. Left out, because they need a second one: mon_2, demon_3,
// remote_remove_monitor, the foreign references of demon_e_1, the remote half of list_cleanup and mixer; and
// monitor_time_offset, because there is no time offset to monitor. mon_e_1's bad arguments do not compile here.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of monitor_SUITE.</summary>
public sealed class MonitorSuite
{
    private static readonly Atom s_jeeves = "jeeves";

    // Who runs the cases monitors each of them.
    private readonly Pid[] _before = Process.Info(Process.Self)!.MonitoredBy;

    /// <summary>A monitors B, and B ends A: A's end is B's doing, and nothing else happens.</summary>
    [Fact]
    public void Case_1()
    {
        Process.TrapExit = true;
        Pid first = Process.SpawnLink(static () =>
        {
            Pid parent = Process.Self;
            Pid second = Process.Spawn(() =>
            {
                Expect.Message<string>();
                Process.Exit(parent, "foo");
            });
            Process.Monitor(second);
            Process.Send(second, "ok");
            Expect.Message<string>();
        });
        Assert.Equal<ExitReason>("foo", Expect.Exit(first));
    }

    /// <summary>A monitor belongs to who made it: the monitored process cannot take it away.</summary>
    [Fact]
    public void Case_2()
    {
        Pid tester = Process.Self;
        Pid pid = Process.Spawn(() =>
        {
            Ref reference = Expect.Message<Ref>();
            bool refused = false;
            try
            {
                refused = !Process.Demonitor(reference, info: true);
            }
            catch (ArgumentException)
            {
                refused = true;
            }

            Process.Send(tester, refused);
        });
        Ref monitor = Process.Monitor(pid);
        Process.Send(pid, monitor);
        Expect.Next(true);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    /// <summary>Demonitoring what is no monitor does nothing.</summary>
    [Fact]
    public void Demon_1() => Assert.True(Process.Demonitor(Process.MakeRef()));

    /// <summary>Demonitor twice, after the end, before the end.</summary>
    [Fact]
    public void Demon_2()
    {
        Ref own = Process.Monitor(Process.Self);
        Assert.True(Process.Demonitor(own));
        Assert.True(Process.Demonitor(own));
        Expect.Nothing();

        Ref normal = Process.Monitor(Process.Spawn(static () => Expect.Pause(1)));
        ExitReason reason = Expect.Down(normal);
        Assert.True(reason == ExitReason.Normal || reason == ExitReason.NoProcess, reason.ToString());

        Pid waiting = Process.Spawn(Puppet.Wait);
        Ref early = Process.Monitor(waiting);
        Process.Demonitor(early);
        Process.Exit(waiting, "frop");
        Expect.Dead(waiting);
        Expect.Nothing();
    }

    /// <summary>Demonitor with flush takes away what came already; without it, what came stays.</summary>
    [Fact]
    public void Demonitor_flush()
    {
        Pid pid = Process.Spawn(Puppet.Wait);
        Ref first = Process.Monitor(pid);
        Ref second = Process.Monitor(pid);
        Ref third = Process.Monitor(pid);
        Ref fourth = Process.Monitor(pid);
        Assert.True(Process.Demonitor(first, flush: true));
        Process.Exit(pid, "bang");
        Assert.Equal<ExitReason>("bang", Expect.Down(second));
        Expect.Until(static () => Process.Info(Process.Self)!.MailboxLength == 2, "the other two came");
        Assert.True(Process.Demonitor(third, flush: true));
        Assert.True(Process.Demonitor(fourth));
        Assert.Equal<ExitReason>("bang", Expect.Down(fourth));
        Expect.Nothing(20);
    }

    /// <summary>
    /// Another process's monitor, or one that was ended, is none: with info the answer is false, flush or not.
    /// </summary>
    [Fact]
    public void Demonitor_of_none()
    {
        Pid other = Puppet.Start();
        Ref others = Puppet.Call(other, static () => Process.Monitor(Process.Spawn(Puppet.Wait)));
        Ref mine = Process.Monitor(other);
        Assert.False(Process.Demonitor(others, flush: true, info: true));
        Assert.False(Process.Demonitor(others, info: true));
        Assert.True(Process.Demonitor(mine, flush: true, info: true));
        Assert.False(Process.Demonitor(mine, flush: true, info: true));
        Assert.True(Process.Demonitor(mine));
        Expect.Killed(other);
    }

    /// <summary>
    /// Demonitor races with the end, many times: it says true and no message comes, or false and the message is there.
    /// </summary>
    [Fact]
    public void Local_remove_monitor()
    {
        const int Groups = 20;
        const int Members = 50;
        Pid tester = Process.Self;
        for (int group = 0; group < Groups; group++)
        {
            Process.SpawnLink(() => Process.Send(tester, RemoveMonitors(Members)));
        }

        int removed = 0;
        int told = 0;
        for (int group = 0; group < Groups; group++)
        {
            (int removedHere, int toldHere) = Expect.Message<(int, int)>();
            removed += removedHere;
            told += toldHere;
        }

        Assert.Equal(Groups * Members, removed + told);
    }

    /// <summary>
    /// What DOWN says: the reason, and the pid or the name, as it was monitored; noproc when there is none.
    /// </summary>
    [Fact]
    public void Mon_1()
    {
        (Pid normal, Ref first) = Process.SpawnMonitor(static () => Expect.Pause(1));
        Expect.Next(new DownMessage(first, normal, ExitReason.Normal));

        (Pid other, Ref second) = Process.SpawnMonitor(Puppet.Wait);
        Process.Exit(other, "frop");
        Expect.Next(new DownMessage(second, other, "frop"));

        Ref dead = Process.Monitor(other);
        Expect.Next(new DownMessage(dead, other, ExitReason.NoProcess));

        Pid named = StartJeeves();
        Ref third = Process.Monitor(s_jeeves);
        Puppet.Tell(named, static () => Process.Exit(ExitReason.Normal));
        Expect.Next(new DownMessage(third, s_jeeves, ExitReason.Normal));

        named = StartJeeves();
        Ref fourth = Process.Monitor(s_jeeves);
        Puppet.Tell(named, static () => Process.Exit("frop"));
        Expect.Next(new DownMessage(fourth, s_jeeves, "frop"));

        Ref nobody = Process.Monitor(s_jeeves);
        Expect.Next(new DownMessage(nobody, s_jeeves, ExitReason.NoProcess));
    }

    /// <summary>A large reason comes whole with DOWN, to each of several watchers.</summary>
    [Fact]
    public void Large_exit()
    {
        for (int seed = 0; seed < 5; seed++)
        {
            int mine = seed;
            Pid pid = Process.Spawn(() =>
            {
                Expect.Message<string>();
                Process.Exit(ExitReason.Of("large", new Garbage(mine)));
            });
            Ref first = Process.Monitor(pid);
            Ref second = Process.Monitor(pid);
            Process.Send(pid, "hej");
            Garbage.Check(Expect.Down(first).Detail, seed);
            Garbage.Check(Expect.Down(second).Detail, seed);
        }
    }

    /// <summary>The lists of monitors are exact on both sides, after each demonitor and after each death.</summary>
    [Fact]
    public void List_cleanup()
    {
        Process.Register("master_bertie", Process.Self);
        Pid first = StartJeeves();
        CheckLists([], []);
        Ref byPid = Process.Monitor(first);
        CheckLists([first], []);
        Assert.Sequence([Process.Self], Puppet.Call(first, static () => Process.Info(Process.Self)!.MonitoredBy));
        Assert.True(Process.Demonitor(byPid));
        CheckLists([], []);
        Assert.Sequence([], Puppet.Call(first, static () => Process.Info(Process.Self)!.MonitoredBy));

        Ref byName = Process.Monitor(s_jeeves);
        CheckLists([s_jeeves], []);
        Puppet.Tell(first, static () => Process.Exit(ExitReason.Normal));
        Assert.Equal(ExitReason.Normal, Expect.Down(byName));
        CheckLists([], []);

        Pid second = StartJeeves();
        Puppet.Do(second, static () => Process.Monitor("master_bertie"));
        CheckLists([], [second]);
        Puppet.Tell(second, static () => Process.Exit("frop"));
        Expect.Until(() => Watchers().Length == 0, "the watcher's death is seen");
        Process.Unregister("master_bertie");
    }

    /// <summary>
    /// Monitors in both directions between the same processes are kept apart: theirs go with them or when they take
    /// them back, ours tell when they end, and end when we take them back.
    /// </summary>
    [Fact]
    public void Mixer()
    {
        foreach ((bool isMutual, bool isTakenBack) in new[]
        {
            (false, false), (false, true), (true, false), (true, true),
        })
        {
            Mix(isMutual, isTakenBack);
        }
    }

    /// <summary>So are links, which neither tell nor end with monitors.</summary>
    [Fact]
    public void Mixer_with_links()
    {
        Process.TrapExit = true;
        Pid other = Puppet.Start();
        Ref mine = Process.Monitor(other);
        Process.Link(other);
        Pid tester = Process.Self;
        Ref theirs = Puppet.Call(other, () => Process.Monitor(tester));
        CheckLists([other], [other]);
        Assert.Sequence([other], Process.Info(tester)!.Links);
        Puppet.Do(other, () => Process.Demonitor(theirs));
        Process.Unlink(other);
        CheckLists([other], []);
        Assert.Empty(Process.Info(tester)!.Links);
        Process.Exit(other, "flaff");
        Assert.Equal<ExitReason>("flaff", Expect.Down(mine));
        Expect.Nothing(10);
    }

    /// <summary>DOWN for a name comes when the name is free again, although nobody at normal gets to run.</summary>
    [Fact]
    public void Named_down()
    {
        Atom name = "monitor_suite_named_down";
        Process.Priority = Priority.High;
        Pid spinning = Process.SpawnLink(
            static () =>
            {
                long end = Environment.TickCount64 + 200;
                while (Environment.TickCount64 < end)
                {
                }
            },
            new SpawnOptions { Priority = Priority.High });
        Pid named = Process.Spawn(Puppet.Wait);
        Process.Register(name, named);
        Process.Exit(named, "bang");
        Expect.Down(Process.Monitor(name));
        Process.Register(name, Process.Self);
        Process.Unregister(name);
        Expect.Dead(spinning);
    }

    /// <summary>A pid of this node with another incarnation is a process that is not: noproc at once.</summary>
    [Fact]
    public void Otp_5827()
    {
        Pid self = Process.Self;
        var other = new Pid(self.Id, self.Serial + 1);
        Assert.Equal(ExitReason.NoProcess, Expect.Down(Process.Monitor(other)));
    }

    private static (int Removed, int Told) RemoveMonitors(int members)
    {
        var monitors = new Ref[members];
        for (int index = 0; index < members; index++)
        {
            monitors[index] = Process.Monitor(Process.Spawn(static () => { }));
        }

        int removed = 0;
        foreach (Ref monitor in monitors)
        {
            bool wasThere = Process.Demonitor(monitor, info: true);
            bool came = Process.TryReceive<DownMessage>(TimeSpan.Zero, out _, down => down.Monitor == monitor);
            Assert.Equal(!wasThere, came);
            removed += wasThere ? 1 : 0;
        }

        return (removed, members - removed);
    }

    private void Mix(bool isMutual, bool isTakenBack)
    {
        Pid tester = Process.Self;
        Pid[] others = Series.Of(4, static _ => Puppet.Start());
        Ref[] theirs = Array.ConvertAll(others, other => Puppet.Call(other, () => Process.Monitor(tester)));
        Ref[] mine = isMutual ? Array.ConvertAll(others, static other => Process.Monitor(other)) : [];
        CheckSets(isMutual ? others : [], others);
        for (int index = 0; isTakenBack && index < others.Length; index++)
        {
            Ref reference = theirs[index];
            Assert.True(Puppet.Call(others[index], () => Process.Demonitor(reference)));
        }

        if (isTakenBack)
        {
            Expect.Until(() => Watchers().Length == 0, "theirs are gone");
            CheckSets(isMutual ? others : [], []);
            Assert.True(mine.All(static monitor => Process.Demonitor(monitor)));
            CheckSets([], []);
        }

        foreach (Pid other in others)
        {
            Process.Exit(other, "flaff");
            Expect.Dead(other);
        }

        foreach (Ref monitor in isTakenBack ? [] : mine)
        {
            Assert.Equal<ExitReason>("flaff", Expect.Down(monitor));
        }

        Expect.Until(() => Watchers().Length == 0, "theirs went with them");
        CheckSets([], []);
        Expect.Nothing(10);
    }

    // In whatever order.
    private void CheckSets(Pid[] monitors, Pid[] monitoredBy)
    {
        Pid[] mine = Array.ConvertAll(Process.Info(Process.Self)!.Monitors, static target => target.Pid);
        Assert.Sequence(monitors.OrderBy(static pid => pid.Id), mine.OrderBy(static pid => pid.Id));
        Assert.Sequence(monitoredBy.OrderBy(static pid => pid.Id), Watchers().OrderBy(static pid => pid.Id));
    }

    private void CheckLists(Target[] monitors, Pid[] monitoredBy)
    {
        Assert.Sequence(monitors, Process.Info(Process.Self)!.Monitors);
        Assert.Sequence(monitoredBy, Watchers());
    }

    private Pid[] Watchers() => [.. Process.Info(Process.Self)!.MonitoredBy.Except(_before)];

    private static Pid StartJeeves() => Puppet.Start(new SpawnOptions { Name = s_jeeves });
}
