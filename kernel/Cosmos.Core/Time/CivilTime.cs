// A moment in UTC, as clocks made of gears and CMOS cells keep it, and its distance from the Unix epoch.
//
// A value of this type is always a moment that exists: TryCreate is the only way to get one. A leap second (:60) is
// accepted and counted as the next second's first, because Unix time has no name for it.
namespace Cosmos.Core.Time;

/// <summary>A valid calendar date and time of day in UTC, to the second.</summary>
internal readonly struct CivilTime
{
    /// <summary>The first year accepted: a clock that shows an earlier one has lost its battery.</summary>
    public const int FirstYear = 1970;

    /// <summary>The last year accepted; nanoseconds since 1970 fit a signed 64-bit number until April 2262.</summary>
    public const int LastYear = 2261;

    private readonly long _unixSeconds;

    private CivilTime(long unixSeconds) => _unixSeconds = unixSeconds;

    /// <summary>Seconds since 1970-01-01T00:00:00Z.</summary>
    public long UnixSeconds => _unixSeconds;

    /// <summary>Nanoseconds since 1970-01-01T00:00:00Z.</summary>
    public long UnixNanoseconds => _unixSeconds * 1_000_000_000;

    /// <summary>Makes a moment of six numbers; false if the calendar has no such moment.</summary>
    public static bool TryCreate(int year, int month, int day, int hour, int minute, int second, out CivilTime time)
    {
        time = default;
        var date = new CivilDate(year, month, day);
        bool exists = year is >= FirstYear and <= LastYear
            && date.Exists
            && hour is >= 0 and <= 23
            && minute is >= 0 and <= 59
            && second is >= 0 and <= 60;
        if (!exists)
        {
            return false;
        }

        time = new CivilTime((((((date.DaysSinceEpoch * 24) + hour) * 60) + minute) * 60) + second);
        return true;
    }
}
