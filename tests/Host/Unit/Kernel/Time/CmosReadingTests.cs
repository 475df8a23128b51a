// The PC's clock chip shows one moment in eight ways. Each must mean the same, and nonsense must be called nonsense.
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Time;

namespace Cosmos.Tests.Host.Unit.Kernel.Time;

public class CmosReadingTests
{
    private const byte Binary24 = 0b110;
    private const byte Binary12 = 0b100;
    private const byte Bcd24 = 0b010;
    private const byte Bcd12 = 0b000;

    private static readonly DateTimeOffset s_moment = new(2026, 11, 22, 19, 5, 48, TimeSpan.Zero);

    // Binary or BCD, 24 hours or 12 with PM bit, with the century or without: 22 November 2026, 19:05:48.
    [Theory]
    [InlineData(Bcd24, 0x48, 0x05, 0x19, 0x22, 0x11, 0x26, 0x20)]
    [InlineData(Bcd24, 0x48, 0x05, 0x19, 0x22, 0x11, 0x26, 0x00)]
    [InlineData(Bcd12, 0x48, 0x05, 0x87, 0x22, 0x11, 0x26, 0x20)]
    [InlineData(Binary24, 48, 5, 19, 22, 11, 26, 20)]
    [InlineData(Binary12, 48, 5, 0x87, 22, 11, 26, 0)]
    public void AllFormatsMeanTheSame(
        byte status, byte second, byte minute, byte hour, byte day, byte month, byte year, byte century)
    {
        CmosReading reading = new(second, minute, hour, day, month, year, century, status);
        Assert.True(reading.TryDecode(out CivilTime time));
        Assert.Equal(s_moment.ToUnixTimeSeconds(), time.UnixSeconds);
    }

    // 12 AM is midnight and 12 PM is noon.
    [Theory]
    [InlineData(0x12, 0)]
    [InlineData(0x92, 12)]
    [InlineData(0x01, 1)]
    [InlineData(0x91, 23)]
    public void TwelveHourClock(byte register, int hour)
    {
        CmosReading reading = new(0, 0, register, 1, 1, 0x26, 0x20, Bcd12);
        Assert.True(reading.TryDecode(out CivilTime time));
        Assert.Equal(hour, time.UnixSeconds / 3_600 % 24);
    }

    // Two digits without a century: the years that Unix time began with stay in theirs.
    [Theory]
    [InlineData(0x99, 1999)]
    [InlineData(0x70, 1970)]
    [InlineData(0x69, 2069)]
    [InlineData(0x00, 2000)]
    public void CenturyIsGuessedWhenUnknown(byte year, int expected)
    {
        Assert.True(new CmosReading(0, 0, 0, 1, 1, year, 0, Bcd24).TryDecode(out CivilTime time));
        Assert.Equal(expected, DateTimeOffset.FromUnixTimeSeconds(time.UnixSeconds).Year);
    }

    // A century cell with something else in it is not a century.
    [Fact]
    public void ForeignCenturyCellIsIgnored()
    {
        Assert.True(new CmosReading(0, 0, 0, 1, 1, 0x26, 0x77, Bcd24).TryDecode(out CivilTime time));
        Assert.Equal(2026, DateTimeOffset.FromUnixTimeSeconds(time.UnixSeconds).Year);
    }

    // A dead battery leaves anything in the registers.
    [Theory]
    [InlineData(Bcd24, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)]
    [InlineData(Bcd24, 0x5A, 0x00, 0x00, 0x01, 0x01, 0x26)]
    [InlineData(Bcd24, 0x00, 0x00, 0x24, 0x01, 0x01, 0x26)]
    [InlineData(Bcd24, 0x00, 0x00, 0x00, 0x00, 0x01, 0x26)]
    [InlineData(Bcd24, 0x00, 0x00, 0x00, 0x30, 0x02, 0x26)]
    [InlineData(Bcd12, 0x00, 0x00, 0x13, 0x01, 0x01, 0x26)]
    [InlineData(Bcd12, 0x00, 0x00, 0x00, 0x01, 0x01, 0x26)]
    [InlineData(Binary24, 0, 0, 0, 1, 1, 100)]
    public void NonsenseIsRefused(byte status, byte second, byte minute, byte hour, byte day, byte month, byte year)
        => Assert.False(new CmosReading(second, minute, hour, day, month, year, 0, status).TryDecode(out _));
}
