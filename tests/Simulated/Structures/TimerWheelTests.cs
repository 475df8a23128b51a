// Claims about the wheel: nothing fires early, everything fires in order, the next deadline is never missed, and every
// call does a bounded amount of work.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Structures;

public sealed class TimerWheelTests
{
    /// <summary>OTP's longest time: 2^32 - 1 milliseconds, 49.7 days.</summary>
    private const long OtpHorizon = uint.MaxValue * 1_000_000L;

    private TimerWheel<TimerNodes> _wheel;

    public TimerWheelTests()
    {
        Preemption.Reset();
        Pool<TimerRecord>.Initialize(2_000_000);
    }

    [Fact]
    public void An_empty_wheel_waits_for_nothing()
    {
        Assert.Equal((0, long.MaxValue), (_wheel.Count, _wheel.NextDeadline));
        Assert.Empty(Expire(long.MaxValue));
        Assert.False(_wheel.Cancel(TimerRecord.Make()));
    }

    /// <summary>
    /// Round every power of two: not a nanosecond early, not one late, and the next deadline is exact.
    /// </summary>
    [Fact]
    public void A_timer_alone_fires_at_its_nanosecond()
    {
        for (int bit = 0; bit < 62; bit++)
        {
            foreach (long deadline in new[] { (1L << bit) - 1, 1L << bit, (1L << bit) + 1, 3L << bit >> 1 })
            {
                foreach (long present in new[] { 0, deadline / 3, Math.Max(deadline - 1, 0) })
                {
                    _wheel = default;
                    Expire(present);
                    int slot = Start(deadline);
                    Assert.Equal(deadline, _wheel.NextDeadline);
                    if (deadline > 0)
                        Assert.Empty(Expire(deadline - 1));
                    Assert.Equal([slot], Expire(deadline));
                    Assert.Equal((0, long.MaxValue), (_wheel.Count, _wheel.NextDeadline));
                    Assert.False(TimerNodes.Of(slot).IsRunning);
                }
            }
        }
    }

    /// <summary>OTP's longest time and the end of all time are deadlines like any other.</summary>
    [Fact]
    public void The_horizon_is_the_end_of_time()
    {
        int last = Start(long.MaxValue);
        int otp = Start(OtpHorizon);
        int soon = Start(1);
        Assert.Equal([soon], Expire(OtpHorizon - 1));
        Assert.Equal([otp], Expire(OtpHorizon));
        Assert.Empty(Expire(long.MaxValue - 1));
        Assert.Equal([last], Expire(long.MaxValue));
    }

    /// <summary>What is due already is due at once, and before what comes later.</summary>
    [Fact]
    public void A_deadline_in_the_past_means_now()
    {
        Expire(1_000_000);
        int later = Start(1_000_001);
        int past = Start(5);
        int longPast = Start(long.MinValue);
        Assert.True(_wheel.NextDeadline <= 1_000_000);
        Assert.Equal([past, longPast], Expire(1_000_000));
        Assert.Equal([later], Expire(1_000_001));
    }

    /// <summary>Timers of one moment fire in the order in which they were started, from near and from far.</summary>
    [Fact]
    public void Equal_deadlines_fire_in_order_of_start()
    {
        const long Deadline = 123_456_789_012;
        var started = new List<int>();
        for (long present = 0; present < Deadline; present = present + ((Deadline - present) / 2) + 1)
        {
            Expire(present);
            for (int i = 0; i < 100; i++)
            {
                started.Add(Start(Deadline));
            }
        }

        Assert.Equal(started, Expire(Deadline));
    }

    /// <summary>A timer that fires may cancel the one that would fire next, and start itself again.</summary>
    [Fact]
    public void Timers_may_be_cancelled_and_started_inside_expiry()
    {
        int first = Start(100);
        int second = Start(100);
        int third = Start(200);
        int steps = 1000;
        Assert.Equal(first, _wheel.TakeDue(300, ref steps));
        Assert.True(_wheel.Cancel(second));
        Assert.False(_wheel.Cancel(first));
        _wheel.Start(first, 150);
        _wheel.Start(second, 250);
        Assert.Equal([first, third, second], Expire(300));
        Assert.Equal(0, _wheel.Count);
    }

    [Fact]
    public void A_running_timer_cannot_be_started() =>
        Assert.Throws<InvalidOperationException>(() => _wheel.Start(Start(100), 200));

    /// <summary>One step a call is enough to get through, and each call keeps to its steps.</summary>
    [Fact]
    public void Work_can_be_done_step_by_step()
    {
        var expected = new List<(long Deadline, int Slot)>();
        for (int i = 0; i < 1000; i++)
        {
            long deadline = 1_000_000_000 + (i * 7919 % 1000 * 1000);
            expected.Add((deadline, Start(deadline)));
        }

        var fired = new List<int>();
        int calls = 0;
        while (_wheel.NextDeadline <= 2_000_000_000)
        {
            int steps = 1;
            int slot = _wheel.TakeDue(2_000_000_000, ref steps);
            if (slot != 0)
                fired.Add(slot);
            calls++;
        }

        Assert.Equal(expected.OrderBy(timer => timer.Deadline).Select(timer => timer.Slot), fired);
        Assert.InRange(calls, 1000, 7000);
    }

    /// <summary>
    /// While a list is dealt out in steps, a new timer of its range keeps its place behind those of the same moment.
    /// </summary>
    [Fact]
    public void Order_holds_while_a_list_is_dealt_out()
    {
        int[] old = [Start(5000), Start(5000), Start(5001), Start(5000)];
        int steps = 2;
        Assert.Equal(0, _wheel.TakeDue(4990, ref steps));
        int young = Start(5000);
        int younger = Start(4999);
        Assert.Equal([younger, old[0], old[1], old[3], young, old[2]], Expire(6000));
    }

    /// <summary>Cancelling the rest of a list that is being dealt out leaves a wheel that works.</summary>
    [Fact]
    public void A_list_may_vanish_while_it_is_dealt_out()
    {
        int[] timers = [Start(5000), Start(5001), Start(5002)];
        int steps = 1;
        Assert.Equal(0, _wheel.TakeDue(4990, ref steps));
        Assert.All(timers, slot => Assert.True(_wheel.Cancel(slot)));
        int later = Start(5003);
        Assert.Equal([later], Expire(5003));
        Assert.Equal(long.MaxValue, _wheel.NextDeadline);
    }

    /// <summary>
    /// An owner's timers can be cancelled one by one; timers that fired or were cancelled are not among them.
    /// </summary>
    [Fact]
    public void An_ending_owner_cancels_its_timers()
    {
        OwnedTimers<TimerNodes> owned = default;
        int[] slots = [.. Enumerable.Range(1, 100).Select(i => Start(i * 1000))];
        foreach (int slot in slots)
        {
            owned.Add(slot);
        }

        foreach (int slot in Expire(10_000).Concat([slots[50], slots[99], slots[98]]))
        {
            owned.Remove(slot);
        }

        int cancelled = 0;
        for (int slot = owned.First; slot != 0; slot = owned.First, cancelled++)
        {
            owned.Remove(slot);
            Assert.True(_wheel.Cancel(slot));
        }

        Assert.Equal((87, 3), (cancelled, _wheel.Count));
    }

    private int Start(long deadline)
    {
        int slot = TimerRecord.Make();
        _wheel.Start(slot, deadline);
        return slot;
    }

    private List<int> Expire(long now)
    {
        var fired = new List<int>();
        int steps = int.MaxValue;
        for (int slot = _wheel.TakeDue(now, ref steps); slot != 0; slot = _wheel.TakeDue(now, ref steps))
        {
            Assert.True(TimerNodes.Of(slot).Deadline <= now, "early");
            fired.Add(slot);
        }

        Assert.True(_wheel.NextDeadline > now || _wheel.Count == 0);
        return fired;
    }
}
