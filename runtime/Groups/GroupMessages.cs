// What monitors of groups are told. OTP: {Ref, join, Group, [Pid]} and {Ref, leave, Group, [Pid]}.
namespace Cosmos.Runtime.Groups;

/// <summary>Processes joined a group.</summary>
/// <param name="Monitor">What the monitor returned.</param>
/// <param name="Group">The group.</param>
/// <param name="Members">Who; a process that joined twice is named twice.</param>
public sealed record GroupJoin<TGroup>(Ref Monitor, TGroup Group, Pid[] Members)
    where TGroup : notnull;

/// <summary>Processes left a group, or ended.</summary>
/// <param name="Monitor">What the monitor returned.</param>
/// <param name="Group">The group.</param>
/// <param name="Members">Who.</param>
public sealed record GroupLeave<TGroup>(Ref Monitor, TGroup Group, Pid[] Members)
    where TGroup : notnull;
