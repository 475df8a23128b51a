// How long a child may take to end. A value that can only hold what makes sense: a negative time is refused where it is
// written, so no supervisor ever has to look for one.
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Supervision;

/// <summary>How a child is stopped. OTP: shutdown(). A TimeSpan is one by implicit conversion.</summary>
public readonly record struct Shutdown
{
    private readonly ShutdownKind _kind;
    private readonly long _nanoseconds;

    private Shutdown(ShutdownKind kind, long nanoseconds) => (_kind, _nanoseconds) = (kind, nanoseconds);

    /// <summary>5 seconds for a worker, all the time it needs for a supervisor.</summary>
    public static Shutdown Default => default;

    /// <summary>It is killed.</summary>
    public static Shutdown BrutalKill => new(ShutdownKind.BrutalKill, 0);

    /// <summary>
    /// It is asked to end, and waited for, however long that takes. Right for supervisors; a worker that hangs would
    /// keep the whole tree from stopping.
    /// </summary>
    public static Shutdown Infinity => new(ShutdownKind.Timeout, long.MaxValue);

    internal bool IsDefault => _kind == ShutdownKind.Default;

    internal bool IsBrutal => _kind == ShutdownKind.BrutalKill;

    /// <summary>How long it may take; long.MaxValue: for ever.</summary>
    internal long Nanoseconds => _nanoseconds;

    /// <summary>It is asked to end, and killed when it has not in this time.</summary>
    public static implicit operator Shutdown(TimeSpan time) => Timeout(time);

    /// <inheritdoc cref="op_Implicit(TimeSpan)"/>
    /// <exception cref="ArgumentOutOfRangeException">
    /// Negative, or more than 4,294,967,295 ms; Timeout.InfiniteTimeSpan is <see cref="Infinity"/>.
    /// </exception>
    public static Shutdown Timeout(TimeSpan time) => new(ShutdownKind.Timeout, Durations.OfReceive(time));

    /// <inheritdoc/>
    public override string ToString() => _kind switch
    {
        ShutdownKind.Default => "default",
        ShutdownKind.BrutalKill => "brutal_kill",
        _ when _nanoseconds == long.MaxValue => "infinity",
        _ => $"{Durations.Milliseconds(_nanoseconds)} ms",
    };

    /// <summary>What a child of a type is given, when it was not said.</summary>
    internal Shutdown Or(ChildType type) => !IsDefault ? this
        : type == ChildType.Supervisor ? Infinity : Timeout(TimeSpan.FromSeconds(5));

    private enum ShutdownKind : byte
    {
        Default,
        BrutalKill,
        Timeout,
    }
}
