// What must hold when the two ends of something are on two cores. Each case binds its processes to the first and the
// last core; on a machine with one core they share it, and the same must hold. scheduler_SUITE's bound_process is here.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about processes on several cores.</summary>
public sealed class ManyCores
{
    private const int Rounds = 300;
    private const int Messages = 5_000;

    private static SpawnOptions OnFirst => new() { Core = 1 };

    private static SpawnOptions OnLast => new() { Core = Cores.Count };

    /// <summary>
    /// A hundred processes, half of them bound, one by one, to each of the cores: a bound one is found on no other,
    /// however often it gives way, and all come to their end. (In OTP's case a process changes the scheduler that it is
    /// bound to; here it is bound for its life.)
    /// </summary>
    [Fact]
    public void Bound_process()
    {
        var monitors = new List<Ref>();
        for (int number = 0; number < 100; number++)
        {
            int core = number % 2 == 0 ? ((number / 2) % Cores.Count) + 1 : 0;
            (Pid _, Ref monitor) = Process.SpawnMonitor(
                () =>
                {
                    for (int turn = 0; turn < Rounds / 10; turn++)
                    {
                        Assert.True(core == 0 || CurrentCore() == core, $"turn {turn} is on another core");
                        Process.Yield();
                        Process.SendAfter(TimeSpan.Zero, Process.Self, turn);
                        Expect.Next(turn);
                    }
                },
                new SpawnOptions { Core = core });
            monitors.Add(monitor);
        }

        foreach (Ref monitor in monitors)
        {
            Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        }

        ArgumentException none = Assert.ThrowsAny<ArgumentException>(static () =>
            Process.Spawn(Puppet.Wait, new SpawnOptions { Core = Cores.Count + 1 }));
        Assert.True(none.Message.Contains($"{Cores.Count + 1}", StringComparison.Ordinal), none.Message);
        Assert.ThrowsAny<ArgumentException>(static () => Process.Spawn(Puppet.Wait, new SpawnOptions { Core = -1 }));
    }

    /// <summary>Processes that never give way get to all cores, though one core made them all.</summary>
    [Fact]
    public void Work_spreads()
    {
        Pid self = Process.Self;
        int wanted = Cores.Count;
        var workers = new Pid[2 * wanted];
        for (int index = 0; index < workers.Length; index++)
        {
            workers[index] = Process.SpawnLink(() => TellCores(self));
        }

        var seen = new HashSet<int>();
        while (seen.Count < wanted)
        {
            seen.Add(Expect.Message<OnCore>().Number);
        }

        foreach (Pid worker in workers)
        {
            Expect.Killed(worker);
        }
    }

    /// <summary>A kill finds a process in a loop on another core; nobody but the killer has to help.</summary>
    [Fact]
    public void Kill_reaches_a_loop_on_another_core()
    {
        Pid killer = Puppet.StartLinked(OnFirst);
        for (int round = 0; round < Rounds; round++)
        {
            (Pid victim, Ref monitor) = Process.SpawnMonitor(Puppet.Spin, OnLast);
            Puppet.Tell(killer, () => Process.Exit(victim, ExitReason.Kill));
            Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        }

        Expect.Killed(killer);
    }

    /// <summary>What one process sends another arrives in order, exit signals among it.</summary>
    [Fact]
    public void Order_holds_across_cores()
    {
        Pid self = Process.Self;
        (Pid _, Ref monitor) = Process.SpawnMonitor(() => ReceiveInOrder(self), OnFirst);
        Pid receiver = Expect.Message<Ready>().From;
        Pid sender = Process.Spawn(
            () =>
            {
                for (int number = 0; number < Messages; number++)
                {
                    Process.Send(receiver, number);
                    Process.Exit(receiver, ExitReason.Of("number", number));
                }
            },
            OnLast);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        Expect.Dead(sender);
    }

    /// <summary>A timer that another core cancels when it is due fires or is cancelled, and never both.</summary>
    [Fact]
    public void A_timer_fires_or_is_cancelled()
    {
        int before = Pool<TimerRecord>.InUse;
        Pid owner = Puppet.StartLinked(OnFirst);
        Pid other = Puppet.StartLinked(OnLast);
        for (int round = 0; round < Rounds; round++)
        {
            TimeSpan time = TimeSpan.FromMicroseconds(20 + (7 * (round % 30)));
            Ref timer = Puppet.Call(owner, () => Process.StartTimer(time, Process.Self, null));
            bool isCancelled = Puppet.Call(other, () => Process.CancelTimer(timer) is not null);
            bool hasFired = Puppet.Call(
                owner, () => Process.TryReceive(TimeSpan.Zero, out TimeoutMessage? _, fired => fired!.Timer == timer));
            Assert.True(isCancelled != hasFired, $"round {round}: cancelled {isCancelled}, fired {hasFired}");
        }

        Expect.Killed(owner);
        Expect.Killed(other);
        Expect.Until(() => Pool<TimerRecord>.InUse <= before, "all timers are given back");
    }

    /// <summary>Timers that fire on one core while their process ends on another are all given back.</summary>
    [Fact]
    public void Timers_of_the_dying_are_given_back()
    {
        int before = Pool<TimerRecord>.InUse;
        Pid starter = Puppet.StartLinked(OnLast);
        for (int round = 0; round < Rounds; round++)
        {
            (Pid owner, Ref monitor) = Process.SpawnMonitor(Puppet.Wait, OnFirst);
            int lead = round % 40;
            Puppet.Do(
                starter,
                () =>
                {
                    for (int index = 0; index < 20; index++)
                    {
                        Process.SendAfter(TimeSpan.FromMicroseconds(lead + (5 * index)), owner, index);
                    }
                });
            Process.Exit(owner, ExitReason.Kill);
            Expect.Down(monitor);
        }

        Expect.Killed(starter);
        Expect.Until(() => Pool<TimerRecord>.InUse <= before, "all timers are given back");
    }

    /// <summary>Of a message and a timeout that come together one is seen, and the other does not vanish.</summary>
    [Fact]
    public void Timeouts_race_with_messages()
    {
        Pid self = Process.Self;
        (Pid receiver, Ref monitor) = Process.SpawnMonitor(
            static () =>
            {
                int wanted = 0;
                while (wanted < Rounds)
                {
                    TimeSpan patience = TimeSpan.FromMicroseconds(20 + (wanted % 50));
                    if (Process.TryReceive(patience, out object? message))
                    {
                        Assert.Equal<object?>(wanted++, message);
                        Process.Send("sender_of_the_race", wanted);
                    }
                }

                Assert.False(Process.TryReceive(TimeSpan.Zero, out _));
            },
            OnFirst);
        Process.SpawnLink(
            () =>
            {
                Process.Register("sender_of_the_race", Process.Self);
                for (int number = 0; number < Rounds; number++)
                {
                    Process.Send(receiver, number);
                    Process.Receive<int>(answer => answer == number + 1);
                }
            },
            OnLast);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    /// <summary>Of many that are born with one name one lives, on whatever core.</summary>
    [Fact]
    public void A_name_is_given_to_one_of_many()
    {
        Pid[] parents = [Puppet.StartLinked(OnFirst), Puppet.StartLinked(OnLast)];
        int before = Pool<ProcessRecord>.InUse;
        for (int round = 0; round < Rounds; round++)
        {
            Pid self = Process.Self;
            foreach (Pid parent in parents)
            {
                Puppet.Tell(parent, () => Process.Send(self, new Born(SpawnNamed())));
            }

            Pid?[] born = [Expect.Message<Born>().Child, Expect.Message<Born>().Child];
            Assert.Equal(1, born.Count(child => child is not null));
            Assert.Equal(born[0] ?? born[1], Process.WhereIs("name_of_one"));
            Expect.Killed((born[0] ?? born[1])!.Value);
        }

        Expect.Until(() => Pool<ProcessRecord>.InUse <= before, "nobody is left");
        Array.ForEach(parents, Expect.Killed);
    }

    /// <summary>Suspending stops a loop on another core: it counts no further until it is resumed.</summary>
    [Fact]
    public void Suspend_stops_a_loop_on_another_core()
    {
        Pid loop = Process.SpawnLink(Puppet.Spin, OnLast);
        for (int round = 0; round < 20; round++)
        {
            Process.Suspend(loop);
            ulong reductions = Process.Info(loop)!.Reductions;
            Assert.Equal(ProcessStatus.Suspended, Process.Info(loop)!.Status);
            Assert.Equal(reductions, Process.Info(loop)!.Reductions);
            Process.Resume(loop);
        }

        Expect.Killed(loop);
    }

    private static Pid? SpawnNamed()
    {
        try
        {
            return Process.Spawn(Puppet.Wait, new SpawnOptions { Name = "name_of_one" });
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static void ReceiveInOrder(Pid parent)
    {
        Process.TrapExit = true;
        Process.Send(parent, new Ready(Process.Self));
        for (int number = 0; number < Messages; number++)
        {
            Assert.Equal<object?>(number, Process.Receive());
            var exit = (ExitMessage)Process.Receive()!;
            Assert.Equal(ExitReason.Of("number", number), exit.Reason);
        }
    }

    private static void TellCores(Pid parent)
    {
        int last = 0;
        while (true)
        {
            int core = CurrentCore();
            if (core != last)
            {
                last = core;
                Process.Send(parent, new OnCore(core));
            }
        }
    }

    private static int CurrentCore()
    {
        Preemption.Disable();
        int core = Cores.Current;
        Preemption.Enable();
        return core;
    }

    private sealed record OnCore(int Number);

    private sealed record Ready(Pid From);

    private sealed record Born(Pid? Child);
}
