// What clients send to an event manager.
namespace Cosmos.Runtime.Behaviours;

/// <summary>An event for all handlers.</summary>
internal sealed class Notification<TEvent>(TEvent item) : IMessage
{
    Server? IMessage.Dispatch(Behaviour behaviour) => behaviour is GenEvent<TEvent> manager
        ? manager.Notify(item)
        : behaviour.ProceedWithForeign(this);
}

/// <summary>A request to the manager.</summary>
internal sealed class ManagerRequest<TEvent>(Func<GenEvent<TEvent>, Pid, object?> action) : IRequest
{
    Server? IRequest.Dispatch(Behaviour behaviour, Pid caller, Ref tag) => behaviour is GenEvent<TEvent> manager
        ? manager.Serve(action, caller, tag)
        : behaviour.ProceedWithForeign(this, caller, tag);

    /// <inheritdoc/>
    public override string ToString() => $"a request to an event manager of {typeof(TEvent)}";
}

/// <summary>An answer of the manager: a value, or why there is none.</summary>
internal sealed record ManagerAnswer(object? Value, ExitReason? Failure);
