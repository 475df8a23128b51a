// One of the handlers of an event manager. It runs in the manager's process, beside others; if it fails it is removed,
// and neither the manager nor the others are concerned. OTP: gen_event, the callbacks.
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Behaviours;

/// <summary>What a handler wants after a callback. The default value stays.</summary>
/// <typeparam name="TEvent">The manager's events.</typeparam>
public readonly struct HandlerNext<TEvent>
{
    private HandlerNext(HandlerNextKind kind, GenEventHandler<TEvent>? successor, object? id, object? argument) =>
        (Kind, Successor, Id, Argument) = (kind, successor, id, argument);

    /// <summary>It stays. OTP: <c>{ok, State}</c>.</summary>
    public static HandlerNext<TEvent> Stay => default;

    /// <summary>It stays, and the manager hibernates. OTP: <c>{ok, State, hibernate}</c>.</summary>
    public static HandlerNext<TEvent> Hibernate => new(HandlerNextKind.Hibernate, null, null, null);

    /// <summary>It wants to be removed. OTP: remove_handler.</summary>
    public static HandlerNext<TEvent> Remove => new(HandlerNextKind.Remove, null, null, null);

    internal HandlerNextKind Kind { get; }

    internal GenEventHandler<TEvent>? Successor { get; }

    internal object? Id { get; }

    internal object? Argument { get; }

    /// <summary>Another one takes its place. OTP: <c>{swap_handler, Args1, State, Handler2, Args2}</c>.</summary>
    /// <param name="successor">Which.</param>
    /// <param name="id">The new one's id.</param>
    /// <param name="argument">For the own Terminate.</param>
    public static HandlerNext<TEvent> Swap(
        GenEventHandler<TEvent> successor, object? id = null, object? argument = null)
    {
        ArgumentNullException.ThrowIfNull(successor);
        return new HandlerNext<TEvent>(HandlerNextKind.Swap, successor, id, argument);
    }
}

/// <summary>The kinds of <see cref="HandlerNext{TEvent}"/>.</summary>
internal enum HandlerNextKind
{
    /// <summary>It stays.</summary>
    Stay,

    /// <summary>It stays, and the manager hibernates.</summary>
    Hibernate,

    /// <summary>It goes.</summary>
    Remove,

    /// <summary>Another one takes its place.</summary>
    Swap,
}

/// <summary>A handler of events. The object is copied into the manager; its fields are the handler's state.</summary>
/// <typeparam name="TEvent">The events it handles.</typeparam>
public abstract class GenEventHandler<TEvent>
{
    /// <summary>Runs when it is added. OTP: init/1.</summary>
    /// <param name="predecessor">In a swap, the handler whose place it takes; otherwise null.</param>
    protected virtual HandlerInit Init(Predecessor? predecessor) => HandlerInit.Ok;

    /// <summary>Handles an event. OTP: handle_event/2.</summary>
    protected abstract HandlerNext<TEvent> HandleEvent(TEvent item);

    /// <summary>
    /// A message came to the manager that is no event. Writes a line to the log, unless overridden. OTP: handle_info/2.
    /// </summary>
    protected virtual HandlerNext<TEvent> HandleInfo(object? message)
    {
        Reports.Write($"=WARNING REPORT==== {SystemPort.OwnName()} {GetType()} has no use for {Wording.Of(message)}");
        return HandlerNext<TEvent>.Stay;
    }

    /// <summary>It ends. OTP: terminate/2.</summary>
    /// <returns>For who deleted it, or for the handler that takes its place.</returns>
    protected virtual object? Terminate(HandlerEnd end) => null;

    /// <summary>As <see cref="Behaviour"/>.CodeChange, of one handler. OTP: code_change/3.</summary>
    protected virtual ExitReason? CodeChange(object? oldVersion, object? extra) => null;

    // The callbacks as the manager calls them.

    internal HandlerInit CallInit(Predecessor? predecessor) => Init(predecessor);

    internal HandlerNext<TEvent> CallEvent(TEvent item) => HandleEvent(item);

    internal HandlerNext<TEvent> CallInfo(object? message) => HandleInfo(message);

    internal object? CallTerminate(HandlerEnd end) => Terminate(end);

    internal ExitReason? CallCodeChange(object? oldVersion, object? extra) => CodeChange(oldVersion, extra);
}
