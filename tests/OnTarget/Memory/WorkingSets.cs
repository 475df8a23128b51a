using Cosmos.Core.Memory;

namespace Cosmos.Tests.OnTarget.Memory;

/// <summary>Claims about how much of what lies idle is surplus, and when.</summary>
public sealed class WorkingSets
{
    private const long Second = 1_000_000_000;

    /// <summary>What came just now is not surplus: who brought it may want it back.</summary>
    [Fact]
    public void Nothing_is_surplus_at_once()
    {
        WorkingSet set = Of(100);
        Assert.Equal(0, TakeAll(ref set, 1 * Second));
    }

    /// <summary>Half of what lay idle through a period is surplus after it, until nothing is left.</summary>
    [Fact]
    public void What_is_not_needed_goes_by_halves()
    {
        WorkingSet set = Of(100);
        _ = TakeAll(ref set, 1 * Second);
        Assert.Equal(50, TakeAll(ref set, 3 * Second));
        Assert.Equal(0, TakeAll(ref set, 3 * Second));
        Assert.Equal(25, TakeAll(ref set, 5 * Second));
        for (int second = 6; second < 20; second++)
        {
            _ = TakeAll(ref set, second * Second);
        }

        Assert.Equal(0u, set.Count);
    }

    /// <summary>What is taken and comes back within each period is needed, and stays.</summary>
    [Fact]
    public void What_is_needed_now_and_then_stays()
    {
        WorkingSet set = Of(100);
        _ = TakeAll(ref set, 1 * Second);
        for (int second = 2; second < 10; second++)
        {
            for (int i = 0; i < 100; i++)
            {
                set.Remove();
            }

            for (int i = 0; i < 100; i++)
            {
                set.Add();
            }

            Assert.Equal(0, TakeAll(ref set, second * Second + 1));
        }

        Assert.Equal(100u, set.Count);
    }

    /// <summary>So many stay, whatever happens; and nobody need ask again when there are no more.</summary>
    [Fact]
    public void Some_are_kept()
    {
        WorkingSet set = Of(100);
        for (int second = 1; second < 20; second++)
        {
            _ = TakeAll(ref set, second * Second + second, kept: 30);
        }

        Assert.Equal(30u, set.Count);
        Assert.Equal(long.MaxValue, set.NextNs(kept: 30));
        Assert.InRange(set.NextNs(kept: 29), 19 * Second, 21 * Second);
    }

    private static WorkingSet Of(int count)
    {
        WorkingSet set = default;
        for (int i = 0; i < count; i++)
        {
            set.Add();
        }

        return set;
    }

    private static int TakeAll(ref WorkingSet set, long nowNs, uint kept = 0)
    {
        int taken = 0;
        while (set.TakeSurplus(kept, nowNs))
        {
            set.Remove();
            taken++;
        }

        return taken;
    }
}
