// Many timers that are due at one moment: they ring in order of deadline, nobody more important waits behind them, and
// whoever runs is not stopped until all have rung. A crowd is made by starting timers and then holding the core until
// all of them are due; what happens afterwards is counted in timers, not in time, which a host can stretch.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Timers;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about crowds of timers.</summary>
public sealed class TimersInCrowds
{
    // Some steps of the runtime's, of 64 each: what may ring before somebody who is more important has the core.
    private const int Few = 512;
    private const int Attempts = 20;

    // What the runtime does at once, and looks at the clock that fit in between at the least: some hundred do where no
    // host wants the core, and none if the next step came at once.
    private const int Step = 64;
    private const int Looks = 20;

    private static int Many => Sizes.Held(Sizes.Pick(linux: 20_000, x86: 2_000), stressed: 2_000);

    private static TimeSpan Lead => Expect.Ms(Sizes.Pick(linux: 100, x86: 500));

    /// <summary>
    /// The timeout of a process at high rings while thousands that were due before it are still to come.
    /// </summary>
    [Fact]
    public void An_important_timeout_waits_for_no_crowd() => OnOneCore(static () =>
    {
        Pid tester = Process.Self;
        Pid important = Process.SpawnLink(
            () =>
            {
                while (true)
                {
                    TimeSpan timeout = Process.Receive<TimeSpan>();
                    Process.TryReceive(timeout, out _);
                    Process.Send(tester, new Left(Pool<TimerRecord>.InUse));
                }
            },
            new SpawnOptions { Core = 1, Priority = Priority.High });
        Crowd crowd = Crowd.Gather(Many, () => Process.Send(important, Lead));
        int left = Expect.Message<Left>().Timers - crowd.Before;
        Assert.True(left >= Many - Few, $"{left} of {Many} were still to come");
        crowd.Disperse();
        Expect.Killed(important);
    });

    /// <summary>So does a message to a process at max, by its pid as well as by its name.</summary>
    [Fact]
    public void An_important_message_waits_for_no_crowd() => OnOneCore(static () =>
    {
        Pid tester = Process.Self;
        Atom name = "important_in_a_crowd";
        Pid important = Process.SpawnLink(
            () =>
            {
                while (true)
                {
                    Process.Receive();
                    Process.Send(tester, new Left(Pool<TimerRecord>.InUse));
                }
            },
            new SpawnOptions { Core = 1, Priority = Priority.Max, Name = name });
        foreach (Target target in new Target[] { important, name })
        {
            Crowd crowd = Crowd.Gather(Many, () => Process.SendAfter(Lead, target, "now"));
            int left = Expect.Message<Left>().Timers - crowd.Before;
            Assert.True(left >= Many - Few, $"{left} of {Many} were still to come");
            crowd.Disperse();
        }

        Expect.Killed(important);
    });

    /// <summary>While a crowd rings, whoever runs gets on with its work: there is time between any two steps.</summary>
    [Fact]
    public void A_crowd_leaves_time_to_who_runs() => OnOneCore(static () =>
    {
        long best = 0;
        int wanted = Looks * Many / Step;
        for (int attempt = 0; attempt < Attempts && best < wanted; attempt++)
        {
            Crowd crowd = Crowd.Gather(Many, static () => { });
            best = Math.Max(best, LooksWhile(() => Pool<TimerRecord>.InUse > crowd.Before));
            crowd.Disperse();
        }

        Assert.True(best >= wanted, $"{best} looks at the clock while {Many} timers rang, of {wanted}");
    });

    /// <summary>Each receiver gets what was for it in order of deadline, however late it is.</summary>
    [Fact]
    public void A_crowd_rings_in_order() => OnOneCore(static () =>
    {
        int count = Many / 10;
        var random = new Random(count);
        var deadlines = new Dictionary<int, long>();
        Pid[] receivers =
            [Collector(Priority.Low, count), Collector(Priority.Normal, count), Collector(Priority.Max, count)];
        Crowd.Hold(
            () =>
            {
                for (int number = 0; number < receivers.Length * count; number++)
                {
                    TimeSpan time = Lead + TimeSpan.FromMicroseconds(random.Next(2_000));
                    Ref timer = Process.SendAfter(time, receivers[number % receivers.Length], number);
                    deadlines[number] = Pool<TimerRecord>.At(timer.Slot).Link.Deadline;
                }
            },
            Lead + Expect.Ms(2));
        foreach (Pid receiver in receivers)
        {
            int[] numbers = Expect.Message<Collected>(message => message.From == receiver).Numbers;
            Assert.Equal(count, numbers.Length);
            for (int place = 1; place < count; place++)
            {
                Assert.True(
                    deadlines[numbers[place - 1]] <= deadlines[numbers[place]], $"{numbers[place]} came too late");
            }
        }
    });

    private static Pid Collector(Priority priority, int count)
    {
        Pid tester = Process.Self;
        return Process.SpawnLink(
            () =>
            {
                var numbers = new int[count];
                for (int place = 0; place < count; place++)
                {
                    numbers[place] = Process.Receive<int>();
                }

                Process.Send(tester, new Collected(Process.Self, numbers));
            },
            new SpawnOptions { Core = 1, Priority = priority });
    }

    private static long LooksWhile(Func<bool> holds)
    {
        long looks = 0;
        for (; holds(); looks++)
        {
            _ = Clock.Now;
        }

        return looks;
    }

    // Timers are counted, and the tester's own wait is one: on another core it may begin in the midst of the counting.
    private static void OnOneCore(Action action)
    {
        Pid tester = Process.Self;
        (Pid _, Ref monitor) = Process.SpawnMonitor(
            () =>
            {
                Expect.Until(() => Process.Info(tester)!.Status == ProcessStatus.Waiting, "the tester waits");
                action();
            },
            new SpawnOptions { Core = 1 });
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
    }

    private sealed record Left(int Timers);

    private sealed record Collected(Pid From, int[] Numbers);

    // Timers for a process that is suspended, so that nobody has to receive what they send.
    private sealed record Crowd(int Before, Pid Sink)
    {
        public static Crowd Gather(int count, Action last)
        {
            Pid sink = Process.SpawnLink(Puppet.Wait, new SpawnOptions { Core = 1 });
            Process.Suspend(sink);
            for (int attempt = 0; attempt < Attempts; attempt++)
            {
                int before = Pool<TimerRecord>.InUse;
                bool isWhole = false;
                Hold(
                    () =>
                    {
                        for (int number = 0; number < count; number++)
                        {
                            Process.SendAfter(Lead, sink, number);
                        }

                        last();
                        isWhole = Pool<TimerRecord>.InUse >= before + count;
                    },
                    Lead + Expect.Ms(2));
                if (isWhole)
                {
                    return new Crowd(before, sink);
                }

                Expect.Until(() => Pool<TimerRecord>.InUse <= before + 1, "a crowd that came too early is gone");
            }

            Assert.Fail("the host took the core while timers were started, each time");
            return new Crowd(0, sink);
        }

        // Does something, and lets nothing else happen on the core until so much time has passed.
        public static void Hold(Action action, TimeSpan time)
        {
            action();
            Preemption.Disable();
            long end = Clock.Now + (time.Ticks * 100);
            while (Clock.Now < end)
            {
            }

            Preemption.Enable();
        }

        public void Disperse()
        {
            Expect.Until(() => Pool<TimerRecord>.InUse <= Before, "all have rung");
            Expect.Killed(Sink);
        }
    }
}
