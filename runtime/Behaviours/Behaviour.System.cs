// The system side of a behaviour. Its port is made by the first system message, so that a process which nobody looks at
// has none; from then on it belongs to the process and goes on to whatever object takes this one's place.
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Behaviours;

public abstract partial class Behaviour : ISystemProcess
{
    private SystemPort? _port;

    /// <summary>Whether somebody observes this process: only then is there a use in <see cref="Note"/>.</summary>
    private protected bool IsObserved => _port is { Observation: not null };

    /// <summary>
    /// What is told of the state in <see cref="Sys.GetStatus"/> and in crash reports; the object itself by default,
    /// whose text is its ToString. Leave out what is secret. OTP: format_status/1.
    /// </summary>
    protected virtual object? FormatStatus() => this;

    /// <summary>
    /// Adapts the state: <see cref="Sys.ChangeCode"/> was called while the process was suspended. OTP: code_change/3.
    /// </summary>
    /// <returns>Null, or why it cannot.</returns>
    protected virtual ExitReason? CodeChange(object? oldVersion, object? extra) => null;

    object? ISystemProcess.GetState() => SystemState;

    object? ISystemProcess.ReplaceState(Func<object?, object?> change) => ReplaceSystemState(change);

    object? ISystemProcess.FormatStatus() => FormatStatus();

    ExitReason? ISystemProcess.CodeChange(object? oldVersion, object? extra) => CodeChange(oldVersion, extra);

    /// <summary>What Sys.GetState answers.</summary>
    internal virtual object? SystemState => this;

    /// <inheritdoc/>
    internal sealed override string? Describe() => Successor.FormatStatus()?.ToString();

    /// <summary>Changes what <see cref="SystemState"/> is and answers it.</summary>
    internal virtual object? ReplaceSystemState(Func<object?, object?> change)
    {
        object? changed = change(this);
        if (changed is not Behaviour successor || successor.GetType() != GetType())
        {
            throw new InvalidOperationException($"The state of a {GetType()} is one.");
        }

        HandOver(successor);
        return successor;
    }

    /// <summary>Handles a system message. Who goes on; null: nobody.</summary>
    private protected Server? Handle(SystemRequest request, Pid caller, Ref tag)
    {
        SystemPort port = _port ??= new SystemPort(this);
        port.Handle(request, caller, tag);
        var current = (Behaviour)port.Process;
        if (port.Order is not { } reason)
        {
            return current;
        }

        if (current != this)
        {
            current.First = Next.Stop(reason);
            return current;
        }

        _reason = reason;
        return null;
    }

    /// <summary>Notes an event for who observes the process.</summary>
    private protected void Note(SystemEventKind kind, object? content, Pid peer) =>
        _port?.Note(kind, content, peer);

    /// <summary>
    /// Whether a message is the exit signal of the parent, which is an order to end that the process heard because it
    /// traps exits.
    /// </summary>
    private protected static bool IsOrder(ExitMessage exit) => exit.From == Locals.Birth?.Parent;

    /// <summary>The object that goes on after a step: this one, unless a step put another in its place.</summary>
    internal virtual Behaviour Successor => this;

    /// <summary>Gives what belongs to the process to the object that takes this one's place.</summary>
    internal void HandOver(Behaviour successor)
    {
        if (successor == this)
        {
            return;
        }

        successor._port = _port;
        successor._hibernateAfterNs = _hibernateAfterNs;
        successor._isTimed = _isTimed;
        successor.WaitNs = WaitNs;
        if (_port is not null)
        {
            _port.Process = successor;
        }
    }
}
