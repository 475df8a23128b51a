using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>Time. Callable from everywhere.</summary>
public static class Clock
{
    /// <summary>Nanoseconds since boot; never goes back.</summary>
    public static long Now => Platform.MonotonicNanoseconds();

    /// <summary>UTC, in nanoseconds since 1970-01-01.</summary>
    public static long UnixNanoseconds => Platform.WallClockUnixNanoseconds();
}
