// OTP's process_SUITE (erts/emulator/test), the cases about ends of processes and what others see of a process. Scaled
// down in numbers; what is compared is the messages and reasons. Spawning, heaps and collections of others:
// ProcessSuite.Heaps.cs.
using Cosmos.Runtime;

#pragma warning disable IDE1006 // The names of cases are OTP's, some of which begin with t_.

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of process_SUITE.</summary>
public sealed partial class ProcessSuite
{
    private const int Repetitions = 5;

    /// <summary>A large exit reason reaches the linked process whole.</summary>
    [Fact]
    public void T_exit_1()
    {
        Process.TrapExit = true;
        for (int seed = 0; seed < Repetitions; seed++)
        {
            int mine = seed;
            Pid pid = Process.SpawnLink(() => Process.Exit(ExitReason.Of("garbage", new Garbage(mine))));
            CheckGarbage(Expect.Exit(pid), seed);
        }
    }

    /// <summary>A large reason given to exit/2 ends another process with it.</summary>
    [Fact]
    public void T_exit_2_other()
    {
        Process.TrapExit = true;
        for (int seed = 0; seed < Repetitions; seed++)
        {
            Pid pid = Process.SpawnLink(Puppet.Wait);
            Process.Exit(pid, ExitReason.Of("garbage", new Garbage(seed)));
            CheckGarbage(Expect.Exit(pid), seed);
        }
    }

    /// <summary>exit/2 with reason normal does not end another process.</summary>
    [Fact]
    public void T_exit_2_other_normal()
    {
        Process.TrapExit = true;
        Pid pid = Process.SpawnLink(Puppet.Wait);
        Process.Exit(pid, ExitReason.Normal);
        Expect.Nothing(100);
        Assert.True(Process.IsAlive(pid));
        Expect.Killed(pid);
    }

    /// <summary>A process that traps exits gets its own exit/2 as a message.</summary>
    [Fact]
    public void Self_exit()
    {
        Process.TrapExit = true;
        for (int seed = 0; seed < 20; seed++)
        {
            Process.Exit(Process.Self, ExitReason.Of("garbage", new Garbage(seed)));
            CheckGarbage(Expect.Exit(Process.Self), seed);
        }
    }

    /// <summary>exit(self(), normal) ends a process that does not trap exits, as exit(normal) would.</summary>
    [Fact]
    public void Normal_suicide_exit()
    {
        Process.TrapExit = true;
        Pid pid = Process.SpawnLink(static () =>
        {
            Process.Exit(Process.Self, ExitReason.Normal);
            Puppet.Wait();
        });
        Expect.Next(new ExitMessage(pid, ExitReason.Normal));
    }

    /// <summary>exit(self(), Reason) ends a process that does not trap exits, as exit(Reason) would.</summary>
    [Fact]
    public void Abnormal_suicide_exit()
    {
        Process.TrapExit = true;
        Pid pid = Process.SpawnLink(static () =>
        {
            Process.Exit(Process.Self, ExitReason.Of("garbage", new Garbage(7)));
            Puppet.Wait();
        });
        CheckGarbage(Expect.Exit(pid), 7);
    }

    /// <summary>exit/2 to oneself is a signal: no handler catches it, and what follows does not run.</summary>
    [Fact]
    public void T_exit_2_catch()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        Pid pid = Process.SpawnLink(() =>
        {
            try
            {
                Process.Exit(Process.Self, "die");
            }
            catch (Exception)
            {
                Process.Send(tester, "caught");
            }

            Process.Send(tester, "survived");
        });
        Expect.Next(new ExitMessage(pid, "die"));
        Expect.Nothing();
    }

    /// <summary>exit/1 is an exception: it can be caught, and the process lives on.</summary>
    [Fact]
    public void Exit_1_can_be_caught()
    {
        Process.TrapExit = true;
        Pid tester = Process.Self;
        Pid pid = Process.SpawnLink(() =>
        {
            try
            {
                Process.Exit("die");
            }
            catch (ProcessExitException exit)
            {
                Process.Send(tester, exit.Reason);
            }
        });
        Expect.Next<ExitReason>("die");
        Expect.Next(new ExitMessage(pid, ExitReason.Normal));
    }

    /// <summary>
    /// An exception that nobody catches is the reason: kind error, with type, message and stack as text.
    /// </summary>
    [Fact]
    public void Trap_exit_badarg()
    {
        Process.TrapExit = true;
        for (int round = 0; round < Repetitions; round++)
        {
            Pid pid = Process.SpawnLink(static () => Refuse(new Garbage(1)));
            ExitReason reason = Expect.Exit(pid);
            Assert.Equal((Atom)"error", reason.Kind);
            ErrorDetail detail = Assert.IsType<ErrorDetail>(reason.Detail);
            Assert.Equal("System.ArgumentException", detail.Type);
            Assert.Equal("bad guy", detail.Message);
            Assert.True(detail.StackTrace.Contains("Refuse", StringComparison.Ordinal), detail.StackTrace);
        }
    }

    /// <summary>
    /// An exit signal that comes to a process just before its receive times out ends it, with the signal's reason.
    /// </summary>
    [Fact]
    public void Exit_and_timeout()
    {
        Process.TrapExit = true;
        Pid low = Process.SpawnLink(static () =>
        {
            Expect.Pause(100);
            Process.TryReceive(Expect.Ms(200), out _);
        });
        Pid high = Process.SpawnLink(() =>
        {
            Process.Priority = Priority.High;
            Expect.Pause(50);
            Process.Exit(low, ExitReason.Of("you", "are dead"));
            long end = Environment.TickCount64 + 150;
            while (Environment.TickCount64 < end)
            {
            }
        });
        Assert.Equal(ExitReason.Of("you", "are dead"), Expect.Exit(low));
        Assert.Equal(ExitReason.Normal, Expect.Exit(high));
    }

    /// <summary>Of two exit signals the first one decides; the second finds nobody.</summary>
    [Fact]
    public void Exit_twice()
    {
        Process.TrapExit = true;
        Pid low = Process.SpawnLink(Puppet.Spin);
        Pid high = Process.SpawnLink(() =>
        {
            Process.Priority = Priority.High;
            Process.Exit(low, "first");
            Process.Exit(low, "second");
        });
        Assert.Equal<ExitReason>("first", Expect.Exit(low));
        Assert.Equal(ExitReason.Normal, Expect.Exit(high));
        Expect.Nothing();
    }

    /// <summary>What a process knows of itself: name, status running, links and flags.</summary>
    [Fact]
    public void T_process_info()
    {
        Assert.True(Process.Info(Process.Self)!.Name.IsNone);
        Process.Register("my_name", Process.Self);
        ProcessInfo info = Process.Info(Process.Self)!;
        Assert.Equal<Atom>("my_name", info.Name);
        Assert.Equal(ProcessStatus.Running, info.Status);
        Assert.Equal(Process.Self, info.Pid);
        Assert.Equal(Priority.Normal, info.Priority);
        Assert.False(info.TrapExit);
        Assert.True(info.CurrentFunction!.Contains("ProcessSuite", StringComparison.Ordinal), info.CurrentFunction);
        Process.Unregister("my_name");
        Assert.True(Process.Info(Process.Self)!.Name.IsNone);
    }

    /// <summary>The mailbox of another process, message by message, as it fills and empties.</summary>
    [Fact]
    public void Process_info_other_msg()
    {
        Pid pid = Puppet.StartLinked();
        for (int count = 1; count <= 5; count++)
        {
            Process.Send(pid, new Garbage(count));
            Assert.Equal(count, Process.Info(pid)!.MailboxLength);
        }

        Puppet.Do(pid, static () =>
        {
            for (int seed = 1; seed <= 5; seed++)
            {
                Garbage.Check(Process.Receive(), seed);
            }
        });
        Assert.Equal(0, Process.Info(pid)!.MailboxLength);
        Expect.Killed(pid);
    }

    /// <summary>A waiting process that has to answer a question is seen waiting, not running.</summary>
    [Fact]
    public void Process_info_status_handled_signal()
    {
        Pid pid = Process.SpawnLink(Puppet.Wait);
        Expect.Until(() => Process.Info(pid)!.Status == ProcessStatus.Waiting, "waiting");
        for (int round = 0; round < 100; round++)
        {
            ProcessInfo info = Process.Info(pid)!;
            Assert.Equal(ProcessStatus.Waiting, info.Status);
            Assert.Equal(0, info.MailboxLength);
        }

        Expect.Killed(pid);
        Assert.Null(Process.Info(pid));
    }

    /// <summary>What is asked of a process that spins is answered all the same, again and again.</summary>
    [Fact]
    public void Process_info_lock_reschedule()
    {
        Pid spinning = Process.SpawnLink(Puppet.Spin, new SpawnOptions { Name = "info_running" });
        Pid waiting = Process.SpawnLink(Puppet.Wait, new SpawnOptions { Name = "info_waiting" });
        for (int round = 0; round < 50; round++)
        {
            Process.Yield();
            Assert.Equal<Atom>("info_running", Process.Info(spinning)!.Name);
            Assert.Equal<Atom>("info_waiting", Process.Info(waiting)!.Name);
        }

        Assert.True(Process.Info(spinning)!.Status is ProcessStatus.Runnable or ProcessStatus.Running);
        Expect.Killed(spinning);
        Expect.Killed(waiting);
    }

    /// <summary>Low gets a turn now and then beside normal: between 1/32 and as many turns, never none.</summary>
    [Fact]
    public void Low_prio()
    {
        // A busy host gives few turns in that time; then the measurement is made longer.
        long[] turns = [0, 0];
        for (int milliseconds = 300; milliseconds <= 4_800 && turns[0] < 32; milliseconds *= 4)
        {
            Pid normal = Competitor.Start(Priority.Normal);
            Pid low = Competitor.Start(Priority.Low);
            turns = Competitor.MeasureTurns(milliseconds, normal, low);
        }

        double proportion = (double)turns[1] / turns[0];
        Assert.True(proportion is < 1.0 and > 1.0 / 32, $"low {turns[1]}, normal {turns[0]}");
    }

    /// <summary>Yield comes back, and lets another process of the same priority run on its core in between.</summary>
    [Fact]
    public void Yield()
    {
        (Pid _, Ref monitor) = Process.SpawnMonitor(YieldToAnother, new SpawnOptions { Core = 1 });
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    private static void YieldToAnother()
    {
        Pid tester = Process.Self;
        Pid other = Process.SpawnLink(() => Process.Send(tester, "ran"), new SpawnOptions { Core = 1 });
        for (int turn = 0; turn < 3 && Process.Info(tester)!.MailboxLength == 0; turn++)
        {
            Process.Yield();
        }

        Assert.Equal(1, Process.Info(tester)!.MailboxLength);
        Expect.Next("ran");
        Expect.Dead(other);
    }

    private static void CheckGarbage(ExitReason reason, long seed)
    {
        Assert.Equal((Atom)"garbage", reason.Kind);
        Garbage.Check(reason.Detail, seed);
    }

    private static void Refuse(Garbage what)
    {
        GC.KeepAlive(what);
        throw new ArgumentException("bad guy");
    }
}
