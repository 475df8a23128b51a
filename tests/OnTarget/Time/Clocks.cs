using System.Diagnostics;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86;

namespace Cosmos.Tests.OnTarget.Time;

/// <summary>Claims about the clocks, by their own measure: how true they are is compared from outside.</summary>
public sealed class Clocks
{
    private const long Millisecond = 1_000_000;

    /// <summary>The monotonic clock never goes back, and does go on.</summary>
    [Fact]
    public void The_monotonic_clock_never_goes_back()
    {
        long first = Platform.MonotonicNanoseconds();
        long last = first;
        for (int round = 0; round < 100_000; round++)
        {
            long now = Platform.MonotonicNanoseconds();
            Assert.True(now >= last, $"{now} after {last}");
            last = now;
        }

        Assert.True(last > first);
    }

    /// <summary>
    /// Of several that find at once that the rate is to be measured again, one does it; who comes a moment later finds
    /// that it is done. There are few epochs, and each must have begun before the next one comes.
    /// </summary>
    [Fact]
    public void Who_comes_late_does_not_measure_again()
    {
        if (Platform.Kind != PlatformKind.X86)
        {
            return;
        }

        int expected = 0;
        int found = -1;
        for (int attempt = 0; attempt < 3 && found != expected; attempt++)
        {
            _ = Platform.MonotonicNanoseconds(); // does what is due; three times in the machine's life it may be again
            expected = X86Clock.Refinements;
            for (int late = 0; late < 10; late++)
            {
                X86Clock.RefineIfDue();
            }

            found = X86Clock.Refinements;
        }

        Assert.Equal(expected, found);
    }

    /// <summary>Its steps are fine enough to time short things: some reading differs by less than 100 µs.</summary>
    [Fact]
    public void The_monotonic_clock_has_small_steps()
    {
        long smallest = long.MaxValue;
        for (int round = 0; round < 1000; round++)
        {
            long before = Platform.MonotonicNanoseconds();
            long step = Platform.MonotonicNanoseconds() - before;
            smallest = step > 0 ? Math.Min(smallest, step) : smallest;
        }

        Assert.InRange(smallest, 1, 100_000);
    }

    /// <summary>Waiting never ends before the deadline; and, on a busy host at least once, not long after it.</summary>
    [Fact]
    public void Waiting_ends_at_the_deadline()
    {
        long least = long.MaxValue;
        for (long waitMs = 1; waitMs <= 32; waitMs *= 2)
        {
            long deadline = Platform.MonotonicNanoseconds() + (waitMs * Millisecond);
            Platform.WaitUntil(deadline);
            long late = Platform.MonotonicNanoseconds() - deadline;
            Assert.True(late >= 0, $"{-late} ns too early");
            least = Math.Min(least, late);
        }

        Assert.InRange(least, 0, 100 * Millisecond);
    }

    /// <summary>A deadline that has passed costs no wait.</summary>
    [Fact]
    public void A_past_deadline_returns_at_once()
    {
        long start = Platform.MonotonicNanoseconds();
        Platform.WaitUntil(0);
        Platform.WaitUntil(start);
        Platform.WaitUntil(long.MinValue);
        Assert.True(Platform.MonotonicNanoseconds() - start < 2000 * Millisecond);
    }

    /// <summary>.NET's stopwatch runs on the monotonic clock.</summary>
    [Fact]
    public void Stopwatch_agrees_with_the_monotonic_clock()
    {
        long start = Platform.MonotonicNanoseconds();
        var stopwatch = Stopwatch.StartNew();
        Platform.WaitUntil(start + (20 * Millisecond));
        long measured = (long)stopwatch.Elapsed.TotalNanoseconds;
        long passed = Platform.MonotonicNanoseconds() - start;
        Assert.InRange(measured, 1, passed);
        Assert.InRange(passed - measured, 0, 2000 * Millisecond);
    }

    /// <summary>The wall clock shows a year of this century, and .NET shows the same.</summary>
    [Fact]
    public void The_wall_clock_shows_this_century()
    {
        long nanoseconds = Platform.WallClockUnixNanoseconds();
        DateTime now = DateTime.UtcNow;
        DateTime shown = DateTime.UnixEpoch.AddTicks(nanoseconds / 100);
        Assert.InRange(now.Year, 2024, 2099);
        Assert.InRange((now - shown).TotalSeconds, -2.0, 2.0);
    }

    /// <summary>
    /// The wall clock goes on while the machine waits, at the same pace. The two clocks are not read at the same
    /// moment, and a busy host may come between; so the best of some tries counts.
    /// </summary>
    [Fact]
    public void The_wall_clock_goes_on()
    {
        long smallest = long.MaxValue;
        for (int round = 0; round < 10; round++)
        {
            long wall = Platform.WallClockUnixNanoseconds();
            long monotonic = Platform.MonotonicNanoseconds();
            Platform.WaitUntil(monotonic + (20 * Millisecond));
            long passed = Platform.MonotonicNanoseconds() - monotonic;
            long shown = Platform.WallClockUnixNanoseconds() - wall;
            smallest = Math.Min(smallest, Math.Abs(shown - passed));
        }

        Assert.InRange(smallest, 0, 5 * Millisecond);
    }
}
