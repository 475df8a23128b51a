// OTP's timer_bif_SUITE: timers that send. Left out: the bad arguments that do not compile here (atoms, floats, pids
// for references) and foreign pids; suspended_scheduler_timeout, which needs a second core. Where the originals measure
// the emulator's memory, the number of timer records in use is compared.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of timer_bif_SUITE.</summary>
public sealed class TimerSuite
{
    private const int Short = 100;
    private const int Many = 301;
    private const long Big = 1L << 31;

    /// <summary>A timer fires once, can be cancelled, and is gone after both.</summary>
    [Fact]
    public void Start_timer_1()
    {
        Ref first = Process.StartTimer(Expect.Ms(50), Process.Self, "plopp");
        Expect.Next(new TimeoutMessage(first, "plopp"));
        Assert.Null(Process.ReadTimer(first));
        Assert.Null(Process.CancelTimer(first));
        Assert.Null(Process.ReadTimer(first));

        Ref second = Process.StartTimer(Expect.Ms(1000), Process.Self, "plapp");
        Assert.InRange(Process.CancelTimer(second)!.Value, 500, 1000);
        Expect.Nothing();
        Assert.Null(Process.CancelTimer(second));

        Ref third = Process.StartTimer(Expect.Ms(300), Process.Self, "plopp");
        Assert.False(Process.TryReceive(Expect.Ms(100), out _));
        Expect.Next(new TimeoutMessage(third, "plopp"));
    }

    /// <summary>send_after sends the bare message.</summary>
    [Fact]
    public void Send_after_1()
    {
        Ref timer = Process.SendAfter(Expect.Ms(50), Process.Self, "plipp");
        Expect.Next("plipp");
        Assert.Null(Process.ReadTimer(timer));
    }

    /// <summary>Messages come in the order of their times, in whatever order the timers were started.</summary>
    [Fact]
    public void Send_after_2()
    {
        foreach ((int time, int message) in new[] { (300, 6), (0, 0), (100, 2), (50, 1), (250, 5), (150, 3), (200, 4) })
        {
            Process.SendAfter(Expect.Ms(time), Process.Self, message);
        }

        for (int message = 0; message <= 6; message++)
        {
            Expect.Next(message);
        }
    }

    /// <summary>The same with a millisecond between them.</summary>
    [Fact]
    public void Send_after_3()
    {
        for (int message = 1; message <= 4; message++)
        {
            Process.SendAfter(Expect.Ms(99 + message), Process.Self, message);
        }

        for (int message = 1; message <= 4; message++)
        {
            Expect.Next(message);
        }
    }

    /// <summary>Cancelling what is no timer finds none.</summary>
    [Fact]
    public void Cancel_timer_1() => Assert.Null(Process.CancelTimer(Process.MakeRef()));

    /// <summary>A negative or impossible time is refused, and so is a destination that no timer has.</summary>
    [Fact]
    public void Start_timer_e()
    {
        int before = Pool<TimerRecord>.InUse;
        Assert.Throws<ArgumentOutOfRangeException>(static () =>
            Process.StartTimer(Expect.Ms(-4), Process.Self, "hej"));
        Assert.Throws<ArgumentOutOfRangeException>(static () =>
            Process.StartTimer(TimeSpan.MaxValue, Process.Self, "hej"));
        Assert.Throws<ArgumentOutOfRangeException>(static () =>
            Process.StartTimer(Timeout.InfiniteTimeSpan, Process.Self, "hej"));
        Assert.Equal(before, Pool<TimerRecord>.InUse);
    }

    /// <summary>The same for send_after.</summary>
    [Fact]
    public void Send_after_e()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => Process.SendAfter(Expect.Ms(-4), Process.Self, 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => Process.SendAfter(TimeSpan.MaxValue, Process.Self, 1));
    }

    /// <summary>A time beyond 31 bits runs, and what is left of it is right.</summary>
    [Fact]
    public void Start_timer_big() => CheckBig(Process.StartTimer(Expect.Ms(Big), Process.Self, "hej"));

    /// <summary>The same for send_after.</summary>
    [Fact]
    public void Send_after_big() => CheckBig(Process.SendAfter(Expect.Ms(Big), Process.Self, "hej"));

    /// <summary>Reading what is no timer finds none.</summary>
    [Fact]
    public void Read_timer_trivial() => Assert.Null(Process.ReadTimer(Process.MakeRef()));

    /// <summary>What reading says is what cancelling says right after it.</summary>
    [Fact]
    public void Read_timer()
    {
        Ref timer = Process.SendAfter(Expect.Ms(Big), Process.Self, "hej_hopp");
        Expect.Pause(50);
        long read = Process.ReadTimer(timer)!.Value;
        long cancelled = Process.CancelTimer(timer)!.Value;
        Assert.InRange(read - cancelled, 0, 50);
        Assert.Null(Process.ReadTimer(timer));
        Assert.InRange(Big - read, 50, 10_000);
    }

    /// <summary>Asked to answer by message, the answers come in the order of the questions.</summary>
    [Fact]
    public void Read_timer_async()
    {
        Ref timer = Process.SendAfter(Expect.Ms(4 * Big), Process.Self, "hej_hopp");
        Expect.Pause(50);
        Process.ReadTimerAsync(timer);
        Process.CancelTimerAsync(timer);
        Process.ReadTimerAsync(timer);
        var read = Assert.IsType<ReadTimerReply>(Process.Receive());
        var cancelled = Assert.IsType<CancelTimerReply>(Process.Receive());
        Assert.Equal(timer, read.Timer);
        Assert.Equal(timer, cancelled.Timer);
        Assert.InRange(read.MillisecondsLeft!.Value - cancelled.MillisecondsLeft!.Value, 0, 50);
        Expect.Next(new ReadTimerReply(timer, null));
        Assert.InRange((4 * Big) - read.MillisecondsLeft.Value, 50, 10_000);
    }

    /// <summary>
    /// A timer to a process that ends, or has ended, is gone with it; so is one that fired or was cancelled.
    /// </summary>
    [Fact]
    public void Cleanup()
    {
        int before = Pool<TimerRecord>.InUse;
        Pid dead = Process.Spawn(static () => { });
        Expect.Dead(dead);
        CheckPair(dead, before, static (_, _, _) => { });

        Pid dying = Puppet.Start();
        CheckPair(dying, before, static (pid, first, second) =>
        {
            Assert.NotNull(Process.ReadTimer(first));
            Assert.NotNull(Process.ReadTimer(second));
            Process.Exit(pid, "bang");
            Expect.Dead(pid);
        });

        Pid living = Puppet.Start();
        CheckPair(living, before, static (_, first, second) =>
        {
            Assert.NotNull(Process.CancelTimer(first));
            Assert.NotNull(Process.CancelTimer(second));
        });
        Expect.Killed(living);

        CheckPair(Process.Self, before, static (_, first, _) =>
        {
            Assert.Equal(first, Expect.Message<TimeoutMessage>().Timer);
            Expect.Next("hej");
        });
    }

    /// <summary>
    /// Hundreds of timers with large messages, started by the receiver and by another: all come, whole.
    /// </summary>
    [Fact]
    public void Evil_timers()
    {
        const int Count = 100;
        Process.Priority = Priority.Max;
        Pid tester = Process.Self;
        for (int round = 0; round < 2; round++)
        {
            Ref[] own = SetUp(Count, tester, round == 0 ? new Garbage(5) : null);
            ReceiveAll(own, isLarge: round == 0);
            bool isLarge = round == 0;
            Process.SpawnLink(() => Process.Send(tester, SetUp(Count, tester, isLarge ? new Garbage(5) : null)));
            ReceiveAll(Expect.Message<Ref[]>(), isLarge);
        }

        Expect.Nothing();
    }

    /// <summary>A timer to a name finds whoever has the name when it is due, and nobody when nobody has.</summary>
    [Fact]
    public void Registered_process()
    {
        Atom name = "timer_bif_suite";
        int before = Pool<TimerRecord>.InUse;
        Ref cancelled = Process.StartTimer(Expect.Ms(Short), name, "hej");
        Assert.Null(Process.WhereIs(name));
        Assert.NotNull(Process.CancelTimer(cancelled));

        Ref later = Process.StartTimer(Expect.Ms(Short), name, "later");
        Process.SendAfter(Expect.Ms(Short), name, "bare");
        Process.Register(name, Process.Self);
        Assert.Equal(new TimeoutMessage(later, "later"), Expect.Message<TimeoutMessage>());
        Assert.Equal("bare", Expect.Message<string>());

        Process.SendAfter(Expect.Ms(Short), name, "to nobody");
        Process.Unregister(name);
        Expect.Until(() => Pool<TimerRecord>.InUse <= before + 1, "the timer to nobody is gone");
        Expect.Nothing();
    }

    /// <summary>Hundreds of timers of one moment all fire, none before it.</summary>
    [Fact]
    public void Same_time_yielding()
    {
        int before = Pool<TimerRecord>.InUse;
        long start = Environment.TickCount64;
        Ref[] timers = SameTime(200);
        foreach (Ref timer in timers)
        {
            Expect.Message<TimeoutMessage>(message => message.Timer == timer);
        }

        Assert.True(Environment.TickCount64 - start >= 200);
        Assert.True(Pool<TimerRecord>.InUse <= before);
    }

    /// <summary>
    /// Cancelled at the moment at which they fire, each timer has fired or was cancelled, never both or none.
    /// </summary>
    [Fact]
    public void Same_time_yielding_with_cancel() => CancelAtTheMoment(isOther: false);

    /// <summary>The same, cancelled by another process.</summary>
    [Fact]
    public void Same_time_yielding_with_cancel_other() => CancelAtTheMoment(isOther: true);

    /// <summary>Hundreds of timers end with the process they are for.</summary>
    [Fact]
    public void Auto_cancel_yielding()
    {
        int before = Pool<TimerRecord>.InUse;
        Pid pid = Puppet.Start();
        Puppet.Do(pid, static () =>
        {
            for (int number = 1; number <= Many; number++)
            {
                Process.StartTimer(Expect.Ms((1 << 28) + (number * 10)), Process.Self, "hej");
            }
        });
        Assert.True(Pool<TimerRecord>.InUse >= before + Many);
        Process.Exit(pid, "bang");
        Expect.Dead(pid);
        Expect.Until(() => Pool<TimerRecord>.InUse <= before + 1, "the timers of the dead are cancelled");
    }

    private static void CheckBig(Ref timer)
    {
        Expect.Pause(50);
        Assert.InRange(Big - Process.CancelTimer(timer)!.Value, 50, 10_000);
    }

    private static void CheckPair(Pid to, int before, Action<Pid, Ref, Ref> meanwhile)
    {
        Ref first = Process.StartTimer(Expect.Ms(Short), to, "hej");
        Ref second = Process.SendAfter(Expect.Ms(Short), to, "hej");
        meanwhile(to, first, second);
        Assert.Null(Process.ReadTimer(first));
        Assert.Null(Process.ReadTimer(second));
        Assert.Equal(before, Pool<TimerRecord>.InUse);
    }

    private static Ref[] SetUp(int count, Pid receiver, object? message)
    {
        var timers = new Ref[count];
        for (int time = 0; time < count; time++)
        {
            timers[time] = Process.StartTimer(Expect.Ms(time), receiver, message);
        }

        return timers;
    }

    private static void ReceiveAll(Ref[] timers, bool isLarge)
    {
        foreach (Ref timer in timers)
        {
            object? message = Expect.Message<TimeoutMessage>(timeout => timeout.Timer == timer).Message;
            if (isLarge)
            {
                Garbage.Check(message, 5);
            }
            else
            {
                Assert.Null(message);
            }
        }
    }

    private static Ref[] SameTime(int milliseconds)
    {
        var timers = new Ref[Many];
        for (int index = 0; index < Many; index++)
        {
            timers[index] = Process.StartTimer(Expect.Ms(milliseconds), Process.Self, "hej");
        }

        return timers;
    }

    private static void CancelAtTheMoment(bool isOther)
    {
        Ref[] timers = SameTime(150);
        Pid tester = Process.Self;
        if (isOther)
        {
            Process.SpawnLink(() => Cancel(timers, tester));
        }
        else
        {
            Cancel(timers, tester);
        }

        foreach (Ref timer in timers)
        {
            Cancelled answer = Expect.Message<Cancelled>(message => message.Timer == timer);
            bool fired = answer.Left is null;
            bool came = fired
                ? Expect.Message<TimeoutMessage>(message => message.Timer == timer) is not null
                : Process.TryReceive<TimeoutMessage>(TimeSpan.Zero, out _, message => message.Timer == timer);
            Assert.Equal(fired, came);
        }
    }

    private static void Cancel(Ref[] timers, Pid tester)
    {
        Expect.Pause(148);
        foreach (Ref timer in timers)
        {
            Process.Send(tester, new Cancelled(timer, Process.CancelTimer(timer)));
        }
    }

    private sealed record Cancelled(Ref Timer, long? Left);
}
