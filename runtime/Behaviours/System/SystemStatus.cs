namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// A process as <see cref="Sys.GetStatus"/> shows it. OTP: <c>{status, Pid, {module, Module}, …}</c>.
/// </summary>
/// <param name="Pid">Who.</param>
/// <param name="Name">Its registered name, or none.</param>
/// <param name="Class">The class of its code.</param>
/// <param name="Parent">Who made it.</param>
/// <param name="IsSuspended">Whether it is suspended.</param>
/// <param name="Dictionary">Its process dictionary.</param>
/// <param name="State">Its state as it wants it shown.</param>
public sealed record SystemStatus(
    Pid Pid,
    Atom Name,
    Type Class,
    Pid Parent,
    bool IsSuspended,
    KeyValuePair<object, object?>[] Dictionary,
    object? State);

/// <summary>Numbers since <see cref="Sys.Statistics"/> switched them on. OTP: sys:statistics(Name, get).</summary>
/// <param name="Start">When that was.</param>
/// <param name="Now">When they were asked for.</param>
/// <param name="Reductions">Work done in between.</param>
/// <param name="MessagesIn">Messages, requests and timeouts.</param>
/// <param name="MessagesOut">Messages and answers sent that the process noted.</param>
public sealed record SystemStatistics(
    DateTime Start, DateTime Now, ulong Reductions, long MessagesIn, long MessagesOut);
