namespace Cosmos.Tests.Faults.Faults;

/// <summary>What is done to an exchange.</summary>
internal enum FaultKind
{
    /// <summary>A process is killed.</summary>
    Kill,

    /// <summary>A process ends with a reason of its own, as by a mistake in it.</summary>
    Crash,

    /// <summary>A call uses up all memory that it can get.</summary>
    Exhaust,

    /// <summary>The link goes down, and comes up again.</summary>
    Link,

    /// <summary>An NMI that nobody has sent.</summary>
    Nmi,

    /// <summary>A machine check that the processor has corrected.</summary>
    MachineCheck,

    /// <summary>Frames are lost for a while.</summary>
    Loss,

    /// <summary>Frames arrive twice.</summary>
    Duplication,

    /// <summary>Frames overtake each other.</summary>
    Reordering,

    /// <summary>Frames arrive with a wrong bit.</summary>
    Corruption,

    /// <summary>The machine stands still, and its clock with it.</summary>
    Pause,

    /// <summary>The machine stands still, and its clock goes on.</summary>
    ClockStep,
}
