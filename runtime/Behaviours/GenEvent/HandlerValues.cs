// The vocabulary between an event manager and its handlers.
namespace Cosmos.Runtime.Behaviours;

/// <summary>What names a handler in its manager. OTP: <c>Module | {Module, Id}</c>.</summary>
/// <param name="Class">The handler's class.</param>
/// <param name="Id">What tells handlers of one class apart; compared by Equals.</param>
public readonly record struct HandlerId(Type Class, object? Id = null)
{
    /// <inheritdoc/>
    public override string ToString() => Id is null ? $"{Class}" : $"{Class} {Id}";
}

/// <summary>The handler whose place a new one takes.</summary>
/// <param name="WasThere">Whether there was one; it may have been removed, or have failed, before the swap.</param>
/// <param name="Result">What its Terminate answered.</param>
public readonly record struct Predecessor(bool WasThere, object? Result);

/// <summary>Why a handler ends. OTP: the argument of terminate/2.</summary>
public enum HandlerEndKind
{
    /// <summary>Somebody deleted it. OTP: the argument itself.</summary>
    Deleted,

    /// <summary>It wanted to be removed. OTP: remove_handler.</summary>
    Removed,

    /// <summary>Another one takes its place. OTP: the argument itself.</summary>
    Swapped,

    /// <summary>
    /// The process that supervises it ended; the argument is that reason. OTP: <c>{stop, Reason}</c>.
    /// </summary>
    SupervisorEnded,

    /// <summary>The manager ends. OTP: stop.</summary>
    Stop,

    /// <summary>It failed; the argument is the reason. OTP: <c>{error, Term}</c>.</summary>
    Error,
}

/// <summary>Why a handler ends.</summary>
/// <param name="Kind">Which of the cases.</param>
/// <param name="Argument">What was given with it, or a reason.</param>
public readonly record struct HandlerEnd(HandlerEndKind Kind, object? Argument = null);

/// <summary>
/// A handler that the receiver supervises is no more. OTP: <c>{gen_event_EXIT, Handler, Reason}</c>.
/// </summary>
/// <param name="Manager">Whose handler it was.</param>
/// <param name="Handler">Which.</param>
/// <param name="Reason">
/// normal: it was deleted, or removed itself. shutdown: the manager ended. swapped, with a <see cref="HandlerId"/>:
/// another one took its place. Otherwise the reason with which it failed.
/// </param>
public sealed record HandlerExitMessage(Pid Manager, HandlerId Handler, ExitReason Reason);

/// <summary>What a handler's Init answers.</summary>
public readonly struct HandlerInit
{
    private HandlerInit(ExitReason? refusal, bool isToHibernate) => (Refusal, IsToHibernate) = (refusal, isToHibernate);

    /// <summary>It is added. OTP: <c>{ok, State}</c>.</summary>
    public static HandlerInit Ok => default;

    /// <summary>It is added, and the manager hibernates. OTP: <c>{ok, State, hibernate}</c>.</summary>
    public static HandlerInit Hibernate => new(null, true);

    internal ExitReason? Refusal { get; }

    internal bool IsToHibernate { get; }

    /// <summary>It is not added, and who wanted to add it is told why. OTP: <c>{error, Reason}</c>.</summary>
    public static HandlerInit Error(ExitReason reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return new HandlerInit(reason, false);
    }
}
