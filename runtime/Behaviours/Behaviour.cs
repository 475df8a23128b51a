// What all behaviours have in common: how they begin, wait and end, and that they answer system messages. The loop
// itself is the runtime's (Servers/ProcessBody); a behaviour is asked for one step after the other and has no frame on
// the stack in between. Each step answers which object goes on, and null is the end: nothing is thrown for it.
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Servers;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// A process that is made of callbacks. The object is copied into its process when it is started; the fields of the
/// copy are its state.
/// </summary>
public abstract partial class Behaviour : Server
{
    private object? _first;
    private ExitReason? _reason;
    private LastReply? _lastReply;
    private long _hibernateAfterNs = long.MaxValue;
    private bool _isTimed;

    private protected Behaviour()
    {
    }

    /// <summary>What Init wants to be done first.</summary>
    internal Next First
    {
        set => _first = value;
    }

    /// <inheritdoc/>
    internal sealed override ExitReason OwnReason => _reason ?? ExitReason.Normal;

    /// <summary>
    /// Called when the process is about to end by its own doing: Stop, an exception in a callback, the order of a
    /// supervisor that it hears because it traps exits. Not called when an exit signal ends it. OTP: terminate/2.
    /// </summary>
    /// <param name="reason">Why. It ends with this reason unless this throws.</param>
    protected virtual void Terminate(ExitReason reason)
    {
    }

    /// <summary>A message came that no handler is for.</summary>
    internal abstract Server? ProceedWithForeign(object? message);

    /// <summary>A request came that no handler is for, maybe one for another server.</summary>
    internal Server? ProceedWithForeign(object? request, Pid caller, Ref tag) =>
        ProceedWithForeign(new CallMessage(caller, tag, request));

    /// <summary>Takes what a start says of how it is to run.</summary>
    internal void Prepare(StartOptions? options) =>
        _hibernateAfterNs = Durations.OfReceive(options?.HibernateAfter ?? Timeout.InfiniteTimeSpan);

    /// <summary>Runs Init.</summary>
    internal abstract InitResult Initialize();

    /// <summary>Calls HandleContinue.</summary>
    internal abstract Next Continue(object? argument);

    /// <summary>The time of <see cref="Next.Timeout"/> is over.</summary>
    internal abstract Next HandleWaitEnd();

    /// <summary>Starts a behaviour in a process of its own.</summary>
    internal static StartResult Start(Behaviour behaviour, StartOptions? options, SpawnTies ties)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        behaviour.Prepare(options);
        return Starting.Start(
            behaviour.GetType(), static (server, birth) => new Newborn(server, birth), behaviour, options, ties);
    }

    /// <inheritdoc/>
    internal sealed override Server? Begin()
    {
        object? first = _first;
        _first = null;
        return first is Next next ? Apply(next) : this;
    }

    /// <inheritdoc/>
    internal sealed override void OnEnd(ref Ending ending)
    {
        try
        {
            Successor.Terminate(ending.Reason);
        }
        finally
        {
            _lastReply?.Send();
        }
    }

    /// <summary>Does what a callback wants next. Who goes on; null: nobody.</summary>
    internal Server? Apply(Next next)
    {
        while (next.Kind == NextKind.Continue)
        {
            next = Continue(next.Argument);
        }

        if (next.Kind == NextKind.Stop)
        {
            _reason = (ExitReason)next.Argument!;
            return null;
        }

        Behaviour goesOn = Successor;
        goesOn.Rest(next);
        return goesOn;
    }

    private void Rest(Next next)
    {
        _isTimed = next.Kind == NextKind.Timeout;
        IsToHibernate = next.Kind == NextKind.Hibernate;
        WaitNs = _isTimed ? next.Nanoseconds : IsToHibernate ? long.MaxValue : _hibernateAfterNs;
    }

    /// <inheritdoc/>
    internal sealed override Server? OnTimeout()
    {
        if (_isTimed)
        {
            Note(SystemEventKind.Timeout, null, default);
            return Apply(HandleWaitEnd());
        }

        IsToHibernate = true;
        WaitNs = long.MaxValue;
        return this;
    }

    /// <summary>Ends after the answer to a last request is sent, which is when Terminate is over.</summary>
    private protected Server? EndWithReply(ExitReason reason, Pid to, Ref tag, object? value)
    {
        _lastReply = new LastReply(to, tag, value);
        _reason = reason;
        return null;
    }

    /// <inheritdoc/>
    protected internal sealed override void OnMessage(object? message) =>
        throw new System.Diagnostics.UnreachableException();

    /// <inheritdoc/>
    protected internal sealed override void OnStart()
    {
    }

    private sealed record LastReply(Pid To, Ref Tag, object? Value)
    {
        public void Send() => CallSignals.Reply(To, Tag, Value);
    }
}
