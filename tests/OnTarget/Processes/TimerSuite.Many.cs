// The cases of timer_bif_SUITE about many timers of one moment, which OTP's emulator works off in pieces, and about
// timers of schedulers that stop.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

public sealed partial class TimerSuite
{
    // Three times what OTP works off at once, and one.
    private const int Many = 301;

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

    /// <summary>
    /// Hundreds of timers end with the process they are for; whoever has their references finds none.
    /// </summary>
    [Fact]
    public void Auto_cancel_yielding()
    {
        int before = Pool<TimerRecord>.InUse;
        Pid pid = Puppet.Start();
        Ref[] timers = Puppet.Call(pid, static () => Series.Of(Many, static index =>
            Process.StartTimer(Expect.Ms((1 << 28) + ((index + 1) * 10)), Process.Self, "hej")));
        Assert.True(Pool<TimerRecord>.InUse >= before + Many);
        Assert.True(timers.All(static timer => Process.ReadTimer(timer) is not null));
        Ref monitor = Process.Monitor(pid);
        Process.Exit(pid, "bang");
        Assert.Equal<ExitReason>("bang", Expect.Down(monitor));
        Expect.Until(() => Pool<TimerRecord>.InUse <= before + 1, "the timers of the dead are cancelled");
        Assert.True(timers.All(static timer => Process.ReadTimer(timer) is null));
    }

    /// <summary>
    /// Timers of a core on which nobody gets to run any more ring all the same: both messages come from every core.
    /// OTP takes schedulers off line; here a process at max has each other core for itself. A core that stops for good
    /// is a run of its own (LostCore) and a claim about the simulated machine.
    /// </summary>
    [Fact]
    public void Suspended_scheduler_timeout()
    {
        Pid tester = Process.Self;
        (Pid Starter, Pid Taker)[] others = Series.Of(Cores.Count - 1, static index =>
            (Puppet.StartLinked(new SpawnOptions { Core = index + 2 }),
             Puppet.StartLinked(new SpawnOptions { Core = index + 2, Priority = Priority.Max })));
        var timers = new List<Ref> { StartPair(tester, 1) };
        foreach ((Pid starter, Pid _) in others)
        {
            int number = timers.Count + 1;
            timers.Add(Puppet.Call(starter, () => StartPair(tester, number)));
        }

        foreach ((Pid _, Pid taker) in others)
        {
            Puppet.Tell(taker, Puppet.Spin);
        }

        for (int number = 1; number <= timers.Count; number++)
        {
            Ref timer = timers[number - 1];
            Assert.Equal(
                new TimeoutMessage(timer, number), Expect.Message<TimeoutMessage>(timeout => timeout.Timer == timer));
            Expect.Message<string>(bare => bare == $"bare {number}");
        }

        foreach ((Pid starter, Pid taker) in others)
        {
            Expect.Killed(taker);
            Expect.Killed(starter);
        }

        Expect.Nothing();
    }

    private static Ref StartPair(Pid to, int number)
    {
        Process.SendAfter(Expect.Ms(Short), to, $"bare {number}");
        return Process.StartTimer(Expect.Ms(Short), to, number);
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

    // As in the original, the canceller asks for an answer by message, and hands on what it gets.
    private static void CancelAtTheMoment(bool isOther)
    {
        int before = Pool<TimerRecord>.InUse;
        Ref[] timers = SameTime(150);
        Pid tester = Process.Self;
        Pid? canceller = null;
        if (isOther)
        {
            canceller = Process.Spawn(() =>
            {
                Cancel(timers);
                while (true)
                {
                    Process.Send(tester, Process.Receive());
                }
            });
        }
        else
        {
            Cancel(timers);
        }

        foreach (Ref timer in timers)
        {
            CancelTimerReply answer = Expect.Message<CancelTimerReply>(message => message.Timer == timer);
            bool fired = answer.MillisecondsLeft is null;
            bool came = fired
                ? Expect.Message<TimeoutMessage>(message => message.Timer == timer).Message is "hej"
                : Process.TryReceive<TimeoutMessage>(TimeSpan.Zero, out _, message => message.Timer == timer);
            Assert.Equal(fired, came);
        }

        if (canceller is Pid pid)
        {
            Expect.Killed(pid);
        }

        Expect.Nothing();
        Assert.True(Pool<TimerRecord>.InUse <= before);
    }

    private static void Cancel(Ref[] timers)
    {
        Expect.Pause(148);
        foreach (Ref timer in timers)
        {
            Process.CancelTimerAsync(timer);
        }
    }
}
