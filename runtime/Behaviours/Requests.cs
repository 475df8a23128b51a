// Requests and messages that know their server. A record that says ICall<Counter, Add, int> is a promise in three parts
// that the compiler holds: only a Counter is asked it, Counter has a handler for it, and the answer is an int. How a
// request finds its handler is in here as well: by a default method of the interface, which is compiled for the very
// types, so nothing is looked up by name at run time and nothing can be missing there.
namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// What wants an answer. Implemented through <see cref="ICall{TServer, TSelf, TReply}"/> and its kin.
/// </summary>
[Travels]
public interface IRequest
{
    internal Server? Dispatch(Behaviour behaviour, Pid caller, Ref tag);
}

/// <summary>What wants no answer. Implemented through <see cref="ICast{TServer, TSelf}"/> and its kin.</summary>
[Travels]
public interface IMessage
{
    internal Server? Dispatch(Behaviour behaviour);
}

/// <summary>A request to a <typeparamref name="TServer"/>, answered with a <typeparamref name="TReply"/>.</summary>
/// <typeparam name="TServer">Who can be asked.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
public interface ICall<TServer, [Travels] TReply> : IRequest
    where TServer : Behaviour;

/// <summary>A message for a <typeparamref name="TServer"/>.</summary>
/// <typeparam name="TServer">Who can be told.</typeparam>
public interface ICast<TServer> : IMessage
    where TServer : Behaviour;

/// <summary>A request to a <see cref="GenServer"/>, with its handler.</summary>
/// <typeparam name="TServer">The server.</typeparam>
/// <typeparam name="TSelf">The request itself.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
public interface ICall<TServer, TSelf, TReply> : ICall<TServer, TReply>
    where TServer : GenServer, IHandleCall<TSelf, TReply>
    where TSelf : ICall<TServer, TSelf, TReply>
{
    Server? IRequest.Dispatch(Behaviour behaviour, Pid caller, Ref tag) => behaviour is TServer server
        ? server.Answer(server.HandleCall((TSelf)this, new From<TReply>(caller, tag)), caller, tag)
        : behaviour.ProceedWithForeign(this, caller, tag);
}

/// <summary>A message for a <see cref="GenServer"/>, with its handler.</summary>
/// <typeparam name="TServer">The server.</typeparam>
/// <typeparam name="TSelf">The message itself.</typeparam>
public interface ICast<TServer, TSelf> : ICast<TServer>
    where TServer : GenServer, IHandleCast<TSelf>
    where TSelf : ICast<TServer, TSelf>
{
    Server? IMessage.Dispatch(Behaviour behaviour) => behaviour is TServer server
        ? server.Apply(server.HandleCast((TSelf)this))
        : behaviour.ProceedWithForeign(this);
}

/// <summary>The handler of a request. OTP: handle_call/3.</summary>
/// <typeparam name="TRequest">The request.</typeparam>
/// <typeparam name="TReply">What it answers.</typeparam>
public interface IHandleCall<in TRequest, TReply>
{
    /// <summary>Handles a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="from">Who asks: to answer later, or from another process.</param>
    /// <returns>
    /// The answer itself, or a <see cref="CallResult{TReply}"/> that says what else happens.
    /// </returns>
    CallResult<TReply> HandleCall(TRequest request, From<TReply> from);
}

/// <summary>The handler of a message. OTP: handle_cast/2.</summary>
/// <typeparam name="TMessage">The message.</typeparam>
public interface IHandleCast<in TMessage>
{
    /// <summary>Handles a message.</summary>
    Next HandleCast(TMessage message);
}
