// OTP's scheduler_SUITE, the cases of fairness on one core: processes that never give way are measured while they
// compete on one core. bound_process (case 43) is in ManyCores. The shares are held to the suite's own limits: nobody
// below half of the mean of his kind, and one at low between 1/20 and 1/4 of one at normal (OTP 25, measured: 0.125).
// equal_with_high, equal_with_high_max and equal_and_high_with_part_time_max say of one scheduler that nothing runs
// below who is ready: High_goes_first and Max_goes_first. Left out: binding, topologies, dirty schedulers.
//
// Turns are compared: whole slices used up. A busy host makes them few at times, so a measurement that came out uneven
// is made again, so long that there will be enough of them: what the scheduler does unevenly stays uneven.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims of scheduler_SUITE.</summary>
public sealed class SchedulerSuite
{
    private const int ShortMs = 400;
    private const int LongestMs = 20_000;
    private const int Attempts = 3;
    private const int EnoughTurns = 100;

    /// <summary>As many at low as at normal: each kind shares equally, and low gets an eighth.</summary>
    [Fact]
    public void Equal() => Judge(
        static ms => Competitor.MeasureTurns(ms, Mix(8, 8)), static work => CheckShares(8, work));

    /// <summary>A few at low beside many at normal: the same.</summary>
    [Fact]
    public void Few_low() => Judge(
        static ms => Competitor.MeasureTurns(ms, Mix(6, 2)), static work => CheckShares(6, work));

    /// <summary>
    /// However many are at low, each of them gets an eighth of what one at normal gets: OTP counts turns.
    /// </summary>
    [Fact]
    public void Many_low() => Judge(
        static ms => Competitor.MeasureTurns(ms, Mix(2, 10)), static work => CheckShares(2, work));

    /// <summary>Normal and low share as ever what one at high leaves them, which works half of the time.</summary>
    [Fact]
    public void Equal_with_part_time_high() => CheckEqualBeside(Priority.High);

    /// <summary>The same with one at max.</summary>
    [Fact]
    public void Equal_with_part_time_max() => CheckEqualBeside(Priority.Max);

    /// <summary>While one at high is ready, normal and low wait.</summary>
    [Fact]
    public void High_goes_first()
    {
        long[] work = Competitor.Measure(
            100, [.. Start(1, Priority.High), .. Start(2, Priority.Normal), .. Start(2, Priority.Low)]);
        Assert.True(work[0] > 20 * work[1..].Sum(), Show(work));
    }

    /// <summary>Max goes before high.</summary>
    [Fact]
    public void Max_goes_first()
    {
        long[] work = Competitor.Measure(100, [.. Start(1, Priority.Max), .. Start(2, Priority.High)]);
        Assert.True(work[0] > 20 * work[1..].Sum(), Show(work));
    }

    private static void Judge(Func<int, long[]> measure, Action<long[]> check)
    {
        int duration = ShortMs;
        for (int attempt = 1; ; attempt++)
        {
            long[] turns = measure(duration);
            try
            {
                check(turns);
                return;
            }
            catch (AssertionException) when (attempt < Attempts)
            {
                long longer = duration * Math.Max(4, EnoughTurns / Math.Max(1, turns.Max()));
                duration = (int)Math.Min(LongestMs, longer);
            }
        }
    }

    private static void CheckEqualBeside(Priority priority) =>
        Judge(ms => MeasureBeside(priority, ms), static work => CheckShares(6, work));

    private static long[] MeasureBeside(Priority priority, int duration)
    {
        Pid[] mixed = Mix(6, 4);
        Pid partTime = Process.SpawnLink(
            static () =>
            {
                while (true)
                {
                    long end = Environment.TickCount64 + 5;
                    while (Environment.TickCount64 < end)
                    {
                    }

                    Expect.Pause(5);
                }
            },
            new SpawnOptions { Priority = priority, Core = 1 });
        long[] work = Competitor.MeasureTurns(duration, mixed);
        Expect.Killed(partTime);
        return work;
    }

    private static Pid[] Start(int count, Priority priority)
    {
        var pids = new Pid[count];
        for (int index = 0; index < count; index++)
        {
            pids[index] = Competitor.Start(priority);
        }

        return pids;
    }

    private static Pid[] Mix(int normal, int low) => [.. Start(normal, Priority.Normal), .. Start(low, Priority.Low)];

    private static void CheckShares(int normal, long[] work)
    {
        double ofNormal = Mean(work[..normal]);
        double ofLow = Mean(work[normal..]);
        Assert.True(work[..normal].Min() >= ofNormal / 2, Show(work));
        Assert.True(work[normal..].Min() >= ofLow / 2, Show(work));
        Assert.True(ofLow >= ofNormal / 20 && ofLow <= ofNormal / 4, Show(work));
    }

    private static double Mean(long[] work) => (double)work.Sum() / work.Length;

    private static string Show(long[] work) => string.Join(' ', work);
}
