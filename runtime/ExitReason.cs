// Why a process ended. OTP lets any term be a reason; here it is a name, which is what programs decide by, and whatever
// detail goes with it, which is what people read. Equal reasons are equal wherever they were copied to.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime;

/// <summary>The reason of an end. OTP: exit reason.</summary>
/// <param name="Kind">The name of the reason.</param>
/// <param name="Detail">What else is known, or null. It travels, so it must be able to.</param>
public sealed record ExitReason(Atom Kind, [Travels] object? Detail = null)
{
    /// <summary>The work was done. Linked processes are not told, unless they trap exits.</summary>
    [SharedImmutable]
    public static ExitReason Normal { get; } = new(Atom.Normal);

    /// <summary>Ended by order of a supervisor.</summary>
    [SharedImmutable]
    public static ExitReason Shutdown { get; } = new(Atom.Shutdown);

    /// <summary>As the reason of <see cref="Process.Exit(Pid, ExitReason)"/>: cannot be trapped.</summary>
    [SharedImmutable]
    public static ExitReason Kill { get; } = new(Atom.Kill);

    /// <summary>What others learn of a process that <see cref="Kill"/> ended.</summary>
    [SharedImmutable]
    public static ExitReason Killed { get; } = new(Atom.Killed);

    /// <summary>There is no such process.</summary>
    [SharedImmutable]
    public static ExitReason NoProcess { get; } = new(Atom.NoProcess);

    /// <summary>The node of the process cannot be reached.</summary>
    [SharedImmutable]
    public static ExitReason NoConnection { get; } = new(Atom.NoConnection);

    /// <summary>
    /// True for reasons that are no error: normal, and shutdown with or without detail. Normal with a detail is a
    /// reason like others, as <c>{normal, Detail}</c> is in OTP: the failure of a call to a server that ended, say.
    /// </summary>
    public bool IsOrderly => IsNormal || Kind == Atom.Shutdown;

    /// <summary>Whether it is <see cref="Normal"/>, which has no detail.</summary>
    internal bool IsNormal => Kind == Atom.Normal && Detail is null;

    /// <summary>Whether it is <see cref="Kill"/>, which has no detail.</summary>
    internal bool IsKill => Kind == Atom.Kill && Detail is null;

    /// <summary>A reason by its name.</summary>
    public static implicit operator ExitReason(string kind) => new((Atom)kind);

    /// <summary>A reason by its name and what goes with it.</summary>
    public static ExitReason Of(string kind, [Travels] object? detail = null) => new((Atom)kind, detail);

    /// <summary>As people read it: the name, and the detail in brackets.</summary>
    public override string ToString() => Detail is null ? Kind.ToString() : $"{Kind} ({Detail})";
}

/// <summary>
/// The detail of reason <c>error</c>: an exception that nobody caught, as text, because it outlives its heap.
/// </summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">Its message.</param>
/// <param name="StackTrace">Where it was thrown, innermost frame first; lines end with LF.</param>
public sealed record ErrorDetail(string Type, string Message, string StackTrace)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Type}: {Message}";
}

/// <summary>The detail of reason <c>hardware_fault</c>.</summary>
/// <param name="Vector">The processor exception (Intel SDM Vol. 3A table 6-1).</param>
/// <param name="Error">Its error code.</param>
/// <param name="Address">The address concerned (CR2), for page faults.</param>
/// <param name="Symbol">The method it happened in.</param>
public sealed record HardwareFault(int Vector, ulong Error, ulong Address, string Symbol);
