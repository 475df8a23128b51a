// The messages that the runtime itself sends. OTP's tuples as records.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime;

/// <summary>An exit signal that a process which traps exits got. OTP: <c>{'EXIT', From, Reason}</c>.</summary>
/// <param name="From">Who ended, or who called exit/2.</param>
/// <param name="Reason">Why.</param>
public sealed record ExitMessage(Pid From, ExitReason Reason);

/// <summary>A monitored process ended. OTP: <c>{'DOWN', Ref, process, Object, Reason}</c>.</summary>
/// <param name="Monitor">What <see cref="Process.Monitor"/> returned.</param>
/// <param name="Object">What was monitored: the pid, or the name if a name was given.</param>
/// <param name="Reason">Why it ended; <see cref="ExitReason.NoProcess"/> when there was none.</param>
public sealed record DownMessage(Ref Monitor, Target Object, ExitReason Reason);

/// <summary>
/// A device interrupted; its line belongs to the receiver (<see cref="Process.Attach"/>) and is masked until it calls
/// <see cref="Irq.Unmask"/>.
/// </summary>
/// <param name="Irq">The line.</param>
public sealed record InterruptMessage(Irq Irq);

/// <summary>A timer of <see cref="Process.StartTimer"/> is due. OTP: <c>{timeout, TimerRef, Msg}</c>.</summary>
/// <param name="Timer">The timer.</param>
/// <param name="Message">What was given with it.</param>
public sealed record TimeoutMessage(Ref Timer, object? Message);

/// <summary>The answer to <see cref="Process.SpawnRequest"/>.</summary>
/// <param name="Request">What it returned.</param>
/// <param name="Pid">The new process, or none when it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
public sealed record SpawnReply(Ref Request, Pid Pid, ExitReason? Error);

/// <summary>
/// The answer to <see cref="Process.CancelTimerAsync"/>. OTP: <c>{cancel_timer, TimerRef, Result}</c>.
/// </summary>
/// <param name="Timer">The timer.</param>
/// <param name="MillisecondsLeft">What was left of it; null when there was no such timer.</param>
public sealed record CancelTimerReply(Ref Timer, long? MillisecondsLeft);

/// <summary>The answer to <see cref="Process.ReadTimerAsync"/>. OTP: <c>{read_timer, TimerRef, Result}</c>.</summary>
/// <param name="Timer">The timer.</param>
/// <param name="MillisecondsLeft">What is left of it; null when there is no such timer.</param>
public sealed record ReadTimerReply(Ref Timer, long? MillisecondsLeft);

/// <summary>The answer to <see cref="Process.GarbageCollectAsync"/>.</summary>
/// <param name="Request">What it returned.</param>
/// <param name="Done">False when the process had ended.</param>
public sealed record GarbageCollectReply(Ref Request, bool Done);

/// <summary>
/// A request that wants an answer, as a process sees it that receives by itself; behaviours see the request alone.
/// OTP: <c>{'$gen_call', {From, Tag}, Request}</c>.
/// </summary>
/// <param name="From">Who asks.</param>
/// <param name="Tag">What the answer must name.</param>
/// <param name="Request">What is asked.</param>
public sealed record CallMessage(Pid From, Ref Tag, object? Request);

/// <summary>
/// The answer to a request, as a process sees it that does not wait for it in particular.
/// OTP: <c>{Tag, Reply}</c>.
/// </summary>
/// <param name="Tag">The request.</param>
/// <param name="Value">The answer.</param>
public sealed record ReplyMessage(Ref Tag, object? Value);
