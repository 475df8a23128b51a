// A state machine as a process: its start, and the way of what comes to the engine. Everything that comes is an event,
// so nothing is sorted out here but system messages, the parent's order to end, and timeouts, whose timers the engine
// knows.
namespace Cosmos.Runtime.Behaviours;

public abstract partial class GenStatem<TState>
{
    /// <inheritdoc/>
    internal sealed override Behaviour Successor => _engine?.Machine ?? this;

    /// <inheritdoc/>
    internal sealed override InitResult Initialize()
    {
        MachineInit<TState> init = Init();
        if (init.Result.Kind != InitKind.Ok)
        {
            return init.Result;
        }

        _engine = new MachineEngine<TState>(this, init.First.State!);
        return Next.Continue(init.First);
    }

    /// <inheritdoc/>
    internal sealed override Next Continue(object? argument) => Engine.Begin((Transition<TState>)argument!);

    /// <inheritdoc/>
    internal sealed override Next HandleWaitEnd() => Next.Wait;

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? message)
    {
        switch (message)
        {
            case IMessage cast:
                return cast.Dispatch(this);
            case CallMessage call:
                return Proceed(call.Request, call.From, call.Tag);
            case ExitMessage exit when IsOrder(exit):
                return Apply(Next.Stop(exit.Reason));
            case TimeoutMessage timeout when Engine.TryTake(timeout, out Event item):
                Note(SystemEventKind.Timeout, item.Content, default);
                return Apply(Engine.Handle(item));
            default:
                return ProceedWithForeign(message);
        }
    }

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? request, Pid caller, Ref tag) => request switch
    {
        IRequest typed => typed.Dispatch(this, caller, tag),
        SystemRequest system => Handle(system, caller, tag),
        _ => ProceedWithForeign(request, caller, tag),
    };

    /// <inheritdoc/>
    internal sealed override Server? ProceedWithForeign(object? message)
    {
        Note(SystemEventKind.In, message, default);
        return Apply(Engine.Handle(new Event(EventKind.Info, message)));
    }

    /// <inheritdoc/>
    internal sealed override object? ReplaceSystemState(Func<object?, object?> change)
    {
        object? changed = change(this);
        if (changed == this)
        {
            return this;
        }

        // Methods as states belong to the object whose methods they are.
        if (changed is not GenStatem<TState> successor || changed.GetType() != GetType()
            || typeof(TState) == typeof(StateFunction))
        {
            throw new InvalidOperationException(
                $"The state of a {GetType()} is one; if its states are methods, it is the same object.");
        }

        successor.TakeOver(Engine);
        return successor;
    }

    /// <summary>Makes it ready to be entered in the middle.</summary>
    internal void PrepareLoop(TState state, StartOptions? options)
    {
        Prepare(options);
        _engine = new MachineEngine<TState>(this, state);
        First = Next.Continue(GoTo(state));
    }

    private Server? Accept(object content, Pid caller, Ref tag)
    {
        EventKind kind = tag.IsNone ? EventKind.Cast : EventKind.Call;
        Note(tag.IsNone ? SystemEventKind.Cast : SystemEventKind.Call, content, caller);
        return Apply(Engine.Handle(new Event(kind, content, null, caller, tag)));
    }
}
