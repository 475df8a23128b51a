// A child at its supervisor, from the specification's arrival to its deletion.
namespace Cosmos.Runtime.Supervision;

/// <summary>A child of a <see cref="Supervisor"/>. OTP: <c>#child{}</c>.</summary>
internal sealed class SupervisedChild(ChildSpec spec)
{
    /// <summary>What it is. A temporary one's start is forgotten when it has begun.</summary>
    public ChildSpec Spec { get; set; } = spec;

    /// <summary>Its process; none: there is none. Set by <see cref="ChildList"/>, which finds it by this.</summary>
    public Pid Pid { get; set; }

    /// <summary>How its restarts go.</summary>
    public RestartCourse Course;

    /// <summary>The child that was started before it; null: it is the first.</summary>
    public SupervisedChild? Previous { get; set; }

    /// <summary>The child that was started after it; null: it is the last.</summary>
    public SupervisedChild? Next { get; set; }

    /// <summary>Whether it is never started again.</summary>
    public bool IsTemporary => Spec.Restart == Restart.Temporary;

    /// <summary>As others see it.</summary>
    public ChildStatus Status => !Pid.IsNone ? ChildStatus.Running
        : Course.IsWaiting ? ChildStatus.Restarting : ChildStatus.NotRunning;
}
