// The policy of a supervisor. The defaults are OTP's, and so is everything but BackOff and Budget, which do nothing
// unless they are given.
namespace Cosmos.Runtime.Supervision;

/// <summary>How a supervisor treats its children. OTP: sup_flags().</summary>
public sealed record SupervisorFlags
{
    /// <summary>Who is started again when a child ended.</summary>
    public Strategy Strategy { get; init; }

    /// <summary>
    /// How many restarts there may be in <see cref="Period"/>; with one more the supervisor stops its children and
    /// ends, so that its own supervisor deals with what restarts do not mend.
    /// </summary>
    public int Intensity { get; init; } = 1;

    /// <summary>The time in which restarts are counted: to the nanosecond, where OTP counts whole seconds.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether it ends with its significant children.</summary>
    public AutoShutdown AutoShutdown { get; init; }

    /// <summary>Makes restarts wait, beyond OTP; null: they do not.</summary>
    public BackOff? BackOff { get; init; }

    /// <summary>Limits of its subtree, beyond OTP; null: none of its own.</summary>
    public Budget? Budget { get; init; }
}
