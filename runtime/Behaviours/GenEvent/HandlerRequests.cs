// Requests to one handler of an event manager, typed as those to a server are (Requests.cs).
namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// A request to a handler. Implemented through <see cref="IHandlerCall{THandler, TSelf, TEvent, TReply}"/>.
/// </summary>
/// <typeparam name="TEvent">The manager's events.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
[Travels]
public interface IHandlerCall<TEvent, [Travels] TReply>
{
    internal Type HandlerClass { get; }

    internal HandlerResult<TEvent, object?> Dispatch(GenEventHandler<TEvent> handler);
}

/// <summary>A request to a handler, with what handles it.</summary>
/// <typeparam name="THandler">The handler's class.</typeparam>
/// <typeparam name="TSelf">The request itself.</typeparam>
/// <typeparam name="TEvent">The manager's events.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
public interface IHandlerCall<THandler, TSelf, TEvent, TReply> : IHandlerCall<TEvent, TReply>
    where THandler : GenEventHandler<TEvent>, IHandleHandlerCall<TSelf, TEvent, TReply>
    where TSelf : IHandlerCall<THandler, TSelf, TEvent, TReply>
{
    Type IHandlerCall<TEvent, TReply>.HandlerClass => typeof(THandler);

    HandlerResult<TEvent, object?> IHandlerCall<TEvent, TReply>.Dispatch(GenEventHandler<TEvent> handler)
    {
        HandlerResult<TEvent, TReply> result = ((THandler)handler).HandleCall((TSelf)this);
        return new HandlerResult<TEvent, object?>(result.Value, result.Next);
    }
}

/// <summary>What handles a request to a handler. OTP: handle_call/2.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TEvent">The manager's events.</typeparam>
/// <typeparam name="TReply">What it answers.</typeparam>
public interface IHandleHandlerCall<in TRequest, TEvent, TReply>
{
    /// <summary>Handles a request; the answer converts to the result.</summary>
    HandlerResult<TEvent, TReply> HandleCall(TRequest request);
}

/// <summary>A handler's answer, and what it wants next.</summary>
/// <typeparam name="TEvent">The manager's events.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
public readonly struct HandlerResult<TEvent, TReply>
{
    /// <summary>An answer.</summary>
    public HandlerResult(TReply value, HandlerNext<TEvent> next = default) => (Value, Next) = (value, next);

    internal TReply Value { get; }

    internal HandlerNext<TEvent> Next { get; }

    /// <summary>An answer; the handler stays.</summary>
    public static implicit operator HandlerResult<TEvent, TReply>(TReply value) => new(value);

    /// <summary>What the handler wants next.</summary>
    public HandlerResult<TEvent, TReply> Then(HandlerNext<TEvent> next) => new(Value, next);
}
