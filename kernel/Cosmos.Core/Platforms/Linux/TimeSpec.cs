using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>struct timespec, as system calls take and give it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Whole seconds.</summary>
    public long Seconds;

    /// <summary>The rest, below a second.</summary>
    public long Nanoseconds;

    /// <summary>Both as nanoseconds.</summary>
    public readonly long TotalNanoseconds => (Seconds * NanosecondsPerSecond) + Nanoseconds;

    /// <summary>The other way round; not for negative times.</summary>
    public static TimeSpec FromNanoseconds(long nanoseconds) => new()
    {
        Seconds = nanoseconds / NanosecondsPerSecond,
        Nanoseconds = nanoseconds % NanosecondsPerSecond,
    };
}
