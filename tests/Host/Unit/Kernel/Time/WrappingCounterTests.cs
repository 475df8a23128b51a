// Narrow counters wrap; these are claims about how far apart two readings may be for the extension to stay right.
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class WrappingCounterTests
{
    private const ulong Bits24 = 0xFF_FFFF;

    // A counter read often enough never loses a tick, however often it wraps.
    [Theory]
    [InlineData(0xFFFFul)]
    [InlineData(Bits24)]
    [InlineData(0xFFFF_FFFFul)]
    [InlineData(ulong.MaxValue)]
    public void ExtensionFollowsTheTrueCount(ulong mask)
    {
        ulong truth = mask - 5;
        ulong extended = truth;
        ulong step = (mask / 3) + 1;
        for (int i = 0; i < 1_000; i++)
        {
            truth += step;
            extended = WrappingCounter.Extend(extended, truth & mask, mask);
            Assert.Equal(truth, extended);
        }
    }

    // A reading that equals the last one means that no time passed, not a whole period.
    [Fact]
    public void StandingCounterStands() => Assert.Equal(0x1_00_0005ul, WrappingCounter.Extend(0x1_00_0005, 5, Bits24));

    // With an expectation within half a period, whole periods are found again.
    [Theory]
    [InlineData(100ul, 100ul)]
    [InlineData(100ul, 0ul)]
    [InlineData(16_777_316ul, 16_000_000ul)]
    [InlineData(16_777_316ul, 20_000_000ul)]
    [InlineData(335_544_420ul, 335_000_000ul)]
    [InlineData(335_544_420ul, 342_000_000ul)]
    public void UnwrapFindsLostPeriods(ulong truth, ulong expected)
        => Assert.Equal(truth, WrappingCounter.Unwrap(truth & Bits24, Bits24, expected));

    [Fact]
    public void FullWidthCounterNeedsNoUnwrapping()
        => Assert.Equal(42ul, WrappingCounter.Unwrap(42, ulong.MaxValue, ulong.MaxValue / 2));

    [Theory]
    [InlineData(0xFFFFul, 16)]
    [InlineData(Bits24, 24)]
    [InlineData(ulong.MaxValue, 64)]
    public void WidthCountsTheMask(ulong mask, int bits) => Assert.Equal(bits, WrappingCounter.Width(mask));
}
