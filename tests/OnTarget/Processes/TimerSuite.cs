// OTP's timer_bif_SUITE: timers that send. Left out: the bad arguments that do not compile here (atoms, floats, pids
// for references) and foreign pids. Where the originals measure the emulator's memory, the number of timer records in
// use is compared. What is about many timers at once, and about schedulers, stands in TimerSuite.Many.cs.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of timer_bif_SUITE.</summary>
public sealed partial class TimerSuite
{
    private const int Short = 100;
    private const long Big = 1L << 31;

    private static SpawnOptions OnOneCore => new() { Core = 1, Priority = Priority.Max };

    private static int Evils => Sizes.Held(200, stressed: 50);

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
    /// Hundreds of timers with large messages of every kind, started by the receiver and by another, for a receiver
    /// that never waits: all come, whole, in the order of their times, and nothing else does. On one core: each has
    /// timers of its own, and one that the host held up is late for all of them.
    /// </summary>
    [Fact]
    public void Evil_timers()
    {
        (_, Ref monitor) = Process.SpawnMonitor(ReceiveEvilTimers, OnOneCore);
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
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

    private static void ReceiveEvilTimers()
    {
        Pid tester = Process.Self;
        foreach (bool isLarge in new[] { true, false })
        {
            ReceiveAll(SetUp(tester, isLarge), isLarge);
            Process.SpawnLink(() => Process.Send(tester, SetUp(tester, isLarge)), OnOneCore);
            ReceiveAll(Expect.Message<Ref[]>(), isLarge);
        }

        Expect.Nothing();
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

    private static Ref[] SetUp(Pid receiver, bool isLarge)
    {
        var message = isLarge ? new Evil(Process.Self) : null;
        var timers = new Ref[Evils];
        for (int time = 0; time < timers.Length; time++)
        {
            timers[time] = Process.StartTimer(Expect.Ms(time), receiver, message);
        }

        return timers;
    }

    private static void ReceiveAll(Ref[] timers, bool isLarge)
    {
        foreach (Ref timer in timers)
        {
            TimeoutMessage? timeout = null;
            Expect.Soon(() => Process.TryReceive(TimeSpan.Zero, out timeout), $"timer {timer}");
            Assert.Equal(timer, timeout!.Timer);
            if (isLarge)
            {
                Assert.IsType<Evil>(timeout.Message).Check();
            }
            else
            {
                Assert.Null(timeout.Message);
            }
        }
    }

    // What must be translated, shared or counted when it is copied.
    private sealed class Evil(Pid owner)
    {
        private readonly Garbage _garbage = new(5);
        private readonly Binary[] _binaries = [Bytes(4), Bytes(100_000)];
        private readonly Func<int, int> _function = static number => number + 1;
        private readonly Ref _reference = Process.MakeRef();
        private readonly object _number = 333_333_333_333_333_333;

        public void Check()
        {
            Garbage.Check(_garbage, 5);
            Assert.Equal(Bytes(4), _binaries[0]);
            Assert.Equal(Bytes(100_000), _binaries[1]);
            Assert.Equal(42, _function(41));
            Assert.False(_reference.IsNone || owner.IsNone);
            Assert.Equal<object>(333_333_333_333_333_333, _number);
        }

        private static Binary Bytes(int length) => Binary.Create(Enumerable.Repeat((byte)'a', length).ToArray());
    }
}
