// The wheel against a sorted set of (deadline, order of start): whatever is started, cancelled and expired, in whatever
// portions, both say the same.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Structures;

namespace Cosmos.Tests.Simulated.Structures;

public sealed class TimerWheelModelTests
{
    private readonly SortedSet<(long Deadline, long Order, int Slot)> _model = [];
    private readonly Dictionary<int, (long Deadline, long Order, int Slot)> _running = [];
    private TimerWheel<TimerNodes> _wheel;
    private long _now;
    private long _order;

    public TimerWheelModelTests() => Preemption.Reset();

    [Fact]
    public void The_wheel_is_a_sorted_set() =>
        SeededRuns.Check(400, random =>
        {
            Reset(1000);
            int scale = random.Next(1, 50);
            for (int step = 0; step < 400; step++)
            {
                Step(random, scale);
                Assert.Equal(_model.Count, _wheel.Count);
                Assert.True(_model.Count == 0 || _wheel.NextDeadline <= _model.Min.Deadline, "missed");
            }

            _now = long.MaxValue;
            Expire(random, int.MaxValue);
            Assert.Empty(_model);
        });

    /// <summary>
    /// A million timers within a minute, a third of them cancelled, the rest fired from alarm to alarm.
    /// </summary>
    [Fact]
    public void A_million_timers_fire_in_order()
    {
        Reset(1_000_000);
        var random = new Random(4711);
        for (int i = 0; i < 1_000_000; i++)
        {
            // Whole milliseconds, as programs have them, so that many are equal.
            Start(random.Next(60_000) * 1_000_000L);
        }

        foreach (int slot in _running.Keys.Where(slot => slot % 3 == 0).ToArray())
        {
            Cancel(slot);
        }

        int alarms = 0;
        while (_wheel.Count > 0)
        {
            Assert.True(_wheel.NextDeadline <= _model.Min.Deadline, "missed");
            _now = Math.Max(_now, _wheel.NextDeadline);
            Expire(random, 1000);
            alarms++;
        }

        Assert.Empty(_model);
        Assert.InRange(alarms, 60_000, 600_000);
    }

    private void Reset(int capacity)
    {
        Pool<TimerRecord>.Initialize(capacity);
        _model.Clear();
        _running.Clear();
        _wheel = default;
        _now = 0;
        _order = 0;
    }

    private void Step(Random random, int scale)
    {
        switch (random.Next(10))
        {
            case < 5 when _running.Count < 900:
                Start(_now + (random.NextInt64(1L << scale) - (random.Next(4) == 0 ? 1L << (scale / 2) : 0)));
                break;
            case < 7 when _running.Count > 0:
                Cancel(_running.Keys.ElementAt(random.Next(_running.Count)));
                break;
            case 7:
                _now += random.NextInt64(1L << (scale * 3 / 4));
                break;
            case 8 when _wheel.Count > 0:
                _now = Math.Max(_now, _wheel.NextDeadline);
                break;
            default:
                Expire(random, random.Next(1, 40));
                break;
        }
    }

    private void Start(long deadline)
    {
        int slot = TimerRecord.Make();
        _wheel.Start(slot, deadline);
        long kept = TimerNodes.Of(slot).Deadline;
        Assert.True(deadline >= _now ? kept == deadline : kept >= deadline && kept <= _now);
        (long, long, int) entry = (kept, _order++, slot);
        _model.Add(entry);
        _running.Add(slot, entry);
    }

    private void Cancel(int slot)
    {
        Assert.True(_wheel.Cancel(slot));
        Assert.False(_wheel.Cancel(slot));
        Forget(slot);
    }

    // Takes what is due, and does to the wheel meanwhile what programs do.
    private void Expire(Random random, int steps)
    {
        int last = steps == int.MaxValue ? 0 : random.Next(3);
        for (int slot = _wheel.TakeDue(_now, ref steps); slot != 0; slot = _wheel.TakeDue(_now, ref steps))
        {
            Assert.Equal(_model.Min.Slot, slot);
            Assert.True(_model.Min.Deadline <= _now, "early");
            Forget(slot);
            if (last-- > 0 && _running.Count is > 0 and < 900)
            {
                Start(_now + random.Next(-100, 100));
                Cancel(_running.Keys.ElementAt(random.Next(_running.Count)));
            }
        }

        Assert.True(steps == 0 || _model.Count == 0 || _model.Min.Deadline > _now, "left over");
    }

    private void Forget(int slot)
    {
        Assert.True(_running.Remove(slot, out (long, long, int) entry));
        Assert.True(_model.Remove(entry));
        Pool<TimerRecord>.Return(slot);
    }
}
