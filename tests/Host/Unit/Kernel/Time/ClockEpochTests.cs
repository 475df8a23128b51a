// A better rate must change the clock's speed and never its reading.
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class ClockEpochTests
{
    // An epoch begins where the one before it ends, so no reader sees a jump.
    [Fact]
    public void EpochsJoinWithoutAJump()
    {
        ClockEpoch first = new(1_000, 0, TickScale.FromFrequency(2_400_000_000));
        const ulong Change = 240_001_000;
        ClockEpoch second = new(Change, first.At(Change), TickScale.FromFrequency(2_401_200_000));
        Assert.Equal(first.At(Change), second.At(Change));
        Assert.True(second.At(Change + 1) >= first.At(Change));
        Assert.InRange(second.At(Change + 2_401_200_000) - second.At(Change), 999_999_999, 1_000_000_000);
    }

    // Another core's counter may lag a few ticks behind the epoch's beginning.
    [Fact]
    public void LaggingCounterDoesNotGoBack()
    {
        ClockEpoch epoch = new(5_000, 777, TickScale.FromFrequency(1_000_000_000));
        Assert.Equal(777, epoch.At(4_990));
    }
}
