namespace Cosmos.Runtime.Behaviours;

/// <summary>Options of a behaviour's start. OTP: the options of gen_server:start/3,4.</summary>
public sealed record StartOptions
{
    /// <summary>The name to register it by; none by default.</summary>
    public Atom Name { get; init; }

    /// <summary>
    /// How long its Init may take; then it is killed, and the answer is the error timeout. For ever by default.
    /// </summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>After how long a wait it hibernates by itself; never by default. OTP: hibernate_after.</summary>
    public TimeSpan HibernateAfter { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How its process is to be; the name there does not count. OTP: spawn_opt.</summary>
    public SpawnOptions? Spawn { get; init; }
}
