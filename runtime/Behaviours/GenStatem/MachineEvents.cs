// The protocol of a state machine. A machine's events are matched where the state is known, by a switch over their
// types; so an event has no handler of its own, and what the compiler holds is who takes it and what it answers.
namespace Cosmos.Runtime.Behaviours;

/// <summary>Marks state machines: <see cref="GenStatem{TState}"/>.</summary>
public interface IStateMachine
{
    internal Server? Accept(object content, Pid caller, Ref tag);
}

/// <summary>A request to a state machine.</summary>
/// <typeparam name="TMachine">Who can be asked.</typeparam>
/// <typeparam name="TReply">What the answer is.</typeparam>
public interface ICallEvent<TMachine, TReply> : ICall<TMachine, TReply>
    where TMachine : Behaviour, IStateMachine
{
    Server? IRequest.Dispatch(Behaviour behaviour, Pid caller, Ref tag) => behaviour is IStateMachine machine
        ? machine.Accept(this, caller, tag)
        : behaviour.ProceedWithForeign(this, caller, tag);
}

/// <summary>A message for a state machine.</summary>
/// <typeparam name="TMachine">Who can be told.</typeparam>
public interface ICastEvent<TMachine> : ICast<TMachine>
    where TMachine : Behaviour, IStateMachine
{
    Server? IMessage.Dispatch(Behaviour behaviour) => behaviour is IStateMachine machine
        ? machine.Accept(this, default, default)
        : behaviour.ProceedWithForeign(this);
}
