// A process at high priority that wants to run every millisecond, and measures how late it comes. On Linux two times
// are told apart: how late the clock says it is, and how much of that our own core was at work. The rest is the host's,
// which gave the core to somebody else; a busy host makes even an idle machine late by milliseconds.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.Linux;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>What a ticker saw.</summary>
/// <param name="Clock">Delays by the clock.</param>
/// <param name="Own">Delays without the time that the host took.</param>
internal sealed record Ticks(Lateness Clock, Lateness Own)
{
    /// <summary>Nothing yet.</summary>
    public static Ticks None => new(new Lateness(), new Lateness());

    /// <summary>Adds another measurement.</summary>
    public void Add(Ticks other)
    {
        Clock.Add(other.Clock);
        Own.Add(other.Own);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Clock}; own {Own}";
}

/// <summary>The process that ticks.</summary>
internal static class Ticker
{
    private const long PeriodNs = 1_000_000;
    private const long ThreadTime = 3; // CLOCK_THREAD_CPUTIME_ID

    /// <summary>A new one, linked to the caller; it waits for <see cref="Measure"/>.</summary>
    public static Pid Start() => Process.SpawnLink(Body, new SpawnOptions { Priority = Priority.High });

    /// <summary>Lets it tick while something is done.</summary>
    public static Ticks Measure(Pid ticker, Action meanwhile)
    {
        Process.Send(ticker, new Begin(Process.Self));
        meanwhile();
        Process.Send(ticker, "enough");
        return Expect.Message<Ticks>();
    }

    private static void Body()
    {
        while (true)
        {
            Begin order = Process.Receive<Begin>();
            Process.GarbageCollect(); // its own garbage is not what is measured
            var ticks = Ticks.None;
            Tick(ticks);
            Process.Send(order.From, ticks);
        }
    }

    private static void Tick(Ticks ticks)
    {
        Moment last = Moment.Now();
        long due = last.Clock + PeriodNs;
        while (true)
        {
            long wait = due - Clock.Now;
            if (wait > 0 && Process.TryReceive(TimeSpan.FromTicks((wait + 99) / 100), out _))
            {
                return;
            }

            Moment now = Moment.Now();
            long late = Math.Max(0, now.Clock - due);
            ticks.Clock.Add(late);
            ticks.Own.Add(Math.Max(0, late - now.TakenByHostSince(last)));
            last = now;
            due = Math.Max(due + PeriodNs, now.Clock); // what was missed is not made up for
        }
    }

    private sealed record Begin(Pid From);

    // The clock, and how long this thread of the host's has run.
    private readonly record struct Moment(long Clock, long Worked, long Thread)
    {
        public static unsafe Moment Now()
        {
            if (Machine.Platform != PlatformKind.Linux)
            {
                return new Moment(Core.Abi.Clock.Now, 0, 0);
            }

            TimeSpec time = default;
            _ = SystemCall.Invoke(SystemCall.ClockGettime, ThreadTime, (long)&time);
            return new Moment(
                Core.Abi.Clock.Now, time.TotalNanoseconds, SystemCall.Invoke(SystemCall.Gettid));
        }

        // Asleep or taken away: what this thread did not work is not its own. On another thread nothing is known.
        public long TakenByHostSince(Moment before) =>
            Machine.Platform != PlatformKind.Linux ? 0
                : Thread != before.Thread ? Clock - before.Clock
                : Math.Max(0, Clock - before.Clock - (Worked - before.Worked));
    }
}
