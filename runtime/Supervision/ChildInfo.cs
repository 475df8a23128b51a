// What a supervisor tells of its children: for people, for a shell that draws the tree, and for tests.
namespace Cosmos.Runtime.Supervision;

/// <summary>Whether a child runs.</summary>
public enum ChildStatus
{
    /// <summary>There is no process. OTP: <c>undefined</c>.</summary>
    NotRunning,

    /// <summary>It runs, or its end has not been noticed yet.</summary>
    Running,

    /// <summary>It ended, and is to be started again: an attempt failed, or it waits.</summary>
    Restarting,
}

/// <summary>A child. OTP: an element of which_children/1.</summary>
/// <param name="Id">Its id; null under a dynamic supervisor.</param>
/// <param name="Pid">Its process; none unless it is running.</param>
/// <param name="Status">Whether it runs.</param>
/// <param name="Type">What it is.</param>
/// <param name="Restarts">How often it was started again, since its supervisor began.</param>
public sealed record ChildInfo(object? Id, Pid Pid, ChildStatus Status, ChildType Type, int Restarts);

/// <summary>Children by number. OTP: count_children/1.</summary>
/// <param name="Specs">Specifications: of children that run and that do not; 1 for a dynamic supervisor.</param>
/// <param name="Active">Children that run.</param>
/// <param name="Supervisors">Children that are supervisors, running or not.</param>
/// <param name="Workers">Children that are workers, running or not.</param>
public readonly record struct ChildCounts(int Specs, int Active, int Supervisors, int Workers);

/// <summary>
/// What became of a request about a child. OTP: <c>ok</c>, or the second element of <c>{error, …}</c>.
/// </summary>
public enum ChildResult
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>There is no such child.</summary>
    NotFound,

    /// <summary>The child runs; it has to be terminated first.</summary>
    Running,

    /// <summary>The child is about to be started again; it has to be terminated first.</summary>
    Restarting,

    /// <summary>The supervisor is a dynamic one, whose children have no ids.</summary>
    SimpleOneForOne,
}
