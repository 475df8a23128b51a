// The process of an event manager: a list of handlers, the latest first, which all see each event one after the other.
// A handler is code of somebody else's that the manager runs, so its failure is the handler's end and not the process's
// (Exits/Guard). A handler can be supervised by a process: each learns of the other's end. OTP: gen_event.
using System.Collections.Immutable;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Exits;

namespace Cosmos.Runtime.Behaviours;

/// <summary>An event manager. Its clients use <see cref="GenEvent"/>.</summary>
/// <typeparam name="TEvent">The events.</typeparam>
public sealed class GenEvent<TEvent> : Behaviour
{
    private readonly List<Entry> _handlers = [];
    private bool _isToHibernate;

    internal GenEvent()
    {
    }

    /// <summary>The handlers with their states; of a copy that <see cref="Sys"/> gave.</summary>
    public ImmutableArray<(HandlerId Id, GenEventHandler<TEvent> Handler)> Handlers =>
        [.. _handlers.ConvertAll(static entry => (entry.Id, entry.Handler))];

    /// <summary>Which they are.</summary>
    internal ImmutableArray<HandlerId> Ids => [.. _handlers.ConvertAll(static entry => entry.Id)];

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason)
    {
        foreach (Entry entry in _handlers.ToArray())
        {
            End(entry, new HandlerEnd(HandlerEndKind.Stop), ExitReason.Shutdown);
        }
    }

    /// <inheritdoc/>
    protected override object? FormatStatus() =>
        $"handlers: {string.Join(", ", Ids)}";

    /// <inheritdoc/>
    protected override ExitReason? CodeChange(object? oldVersion, object? extra) => _handlers
        .Select(entry => entry.Handler.CallCodeChange(oldVersion, extra))
        .FirstOrDefault(static refusal => refusal is not null);

    /// <inheritdoc/>
    internal override InitResult Initialize()
    {
        Process.TrapExit = true;
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    internal override Next Continue(object? argument) => Next.Wait;

    /// <inheritdoc/>
    internal override Next HandleWaitEnd() => Next.Wait;

    /// <inheritdoc/>
    internal override Server? Proceed(object? message)
    {
        switch (message)
        {
            case IMessage typed:
                return typed.Dispatch(this);
            case CallMessage call:
                return Proceed(call.Request, call.From, call.Tag);
            case ExitMessage exit when IsOrder(exit):
                return Apply(Next.Stop(exit.Reason));
            case ExitMessage exit:
                EndSupervised(exit);
                return ProceedWithForeign(message);
            default:
                return ProceedWithForeign(message);
        }
    }

    /// <inheritdoc/>
    internal override Server? Proceed(object? request, Pid caller, Ref tag)
    {
        switch (request)
        {
            case IRequest typed:
                Note(SystemEventKind.Call, request, caller);
                return typed.Dispatch(this, caller, tag);
            case SystemRequest system:
                return Handle(system, caller, tag);
            default:
                return ProceedWithForeign(request, caller, tag);
        }
    }

    /// <inheritdoc/>
    internal override Server? ProceedWithForeign(object? message)
    {
        Note(SystemEventKind.In, message, default);
        ForAll(static (handler, content) => handler.CallInfo(content), message);
        return Conclude();
    }

    /// <summary>An event came.</summary>
    internal Server? Notify(TEvent item)
    {
        Note(SystemEventKind.Cast, item, default);
        HandleAll(item);
        return Conclude();
    }

    /// <summary>A request came.</summary>
    internal Server? Serve(Func<GenEvent<TEvent>, Pid, object?> action, Pid caller, Ref tag)
    {
        CallSignals.Reply(caller, tag, action(this, caller));
        return Conclude();
    }

    /// <summary>Has all handlers handle an event.</summary>
    internal void HandleAll(TEvent item) => ForAll(static (handler, content) => handler.CallEvent(content), item);

    /// <summary>Adds a handler at the front. Null, or why not.</summary>
    internal ExitReason? Add(HandlerId id, GenEventHandler<TEvent> handler, Pid supervisor, Predecessor? predecessor) =>
        TryBegin(id, handler, supervisor, predecessor, place: 0);

    /// <summary>Ends a handler.</summary>
    internal ManagerAnswer Delete(HandlerId id, object? argument)
    {
        if (Find(id) is not { } entry)
        {
            return new ManagerAnswer(null, ExitReason.Of("module_not_found", id.ToString()));
        }

        ExitReason? failure = End(
            entry, new HandlerEnd(HandlerEndKind.Deleted, argument), ExitReason.Normal, out object? result);
        return new ManagerAnswer(result, failure);
    }

    /// <summary>Puts a handler in the place of another one. Null, or why it was not added.</summary>
    /// <param name="old">Which; need not be there.</param>
    /// <param name="argument">For its Terminate.</param>
    /// <param name="id">The new one's.</param>
    /// <param name="handler">The new one.</param>
    /// <param name="supervisor">Who supervises it; none: who supervised the old one.</param>
    internal ExitReason? Swap(
        HandlerId old, object? argument, HandlerId id, GenEventHandler<TEvent> handler, Pid supervisor)
    {
        Entry? entry = Find(old);
        Pid heir = !supervisor.IsNone ? supervisor : entry?.Supervisor ?? default;
        Predecessor predecessor = entry is null ? default : EndForSwap(entry, argument, id);
        return Add(id, handler, heir, predecessor);
    }

    /// <summary>Has a handler answer a request.</summary>
    internal ManagerAnswer Ask<TReply>(HandlerId id, IHandlerCall<TEvent, TReply> request)
    {
        if (Find(id) is not { } entry)
        {
            return new ManagerAnswer(null, ExitReason.Of("bad_module", id.ToString()));
        }

        ExitReason? failure = Guard.Run(
            static pair => pair.request.Dispatch(pair.Handler),
            (request, entry.Handler),
            out HandlerResult<TEvent, object?> result);
        Settle(entry, failure, result.Next);
        return new ManagerAnswer(result.Value, failure);
    }

    private static string Explain(HandlerId id, ExitReason reason) =>
        $"=ERROR REPORT==== {SystemPort.OwnName()} lost its handler {id}: {reason}\n"
        + (reason.Detail as ErrorDetail)?.StackTrace;

    private Server? Conclude()
    {
        bool isToHibernate = _isToHibernate;
        _isToHibernate = false;
        return Apply(isToHibernate ? Next.Hibernate : Next.Wait);
    }

    private Entry? Find(HandlerId id) => _handlers.Find(entry => entry.Id == id);

    private void ForAll<TContent>(
        Func<GenEventHandler<TEvent>, TContent, HandlerNext<TEvent>> callback, TContent content)
    {
        // Those that are added meanwhile have not been there when it happened.
        foreach (Entry entry in _handlers.ToArray())
        {
            ExitReason? failure = Guard.Run(
                static part => part.callback(part.Handler, part.content),
                (callback, entry.Handler, content),
                out HandlerNext<TEvent> next);
            Settle(entry, failure, next);
        }
    }

    // Does what a handler wants, or ends one that failed.
    private void Settle(Entry entry, ExitReason? failure, HandlerNext<TEvent> next)
    {
        if (failure is not null)
        {
            Reports.Write(Explain(entry.Id, failure));
            End(entry, new HandlerEnd(HandlerEndKind.Error, failure), failure);
            return;
        }

        switch (next.Kind)
        {
            case HandlerNextKind.Hibernate:
                _isToHibernate = true;
                break;
            case HandlerNextKind.Remove:
                End(entry, new HandlerEnd(HandlerEndKind.Removed), ExitReason.Normal);
                break;
            case HandlerNextKind.Swap:
                int place = _handlers.IndexOf(entry);
                HandlerId id = new(next.Successor!.GetType(), next.Id);
                Predecessor predecessor = EndForSwap(entry, next.Argument, id);
                TryBegin(id, next.Successor, entry.Supervisor, predecessor, place);
                break;
        }
    }

    private ExitReason? TryBegin(
        HandlerId id, GenEventHandler<TEvent> handler, Pid supervisor, Predecessor? predecessor, int place)
    {
        ExitReason? failure = Guard.Run(
            static pair => pair.handler.CallInit(pair.predecessor), (handler, predecessor), out HandlerInit init)
            ?? init.Refusal;
        if (failure is not null)
        {
            return failure;
        }

        _isToHibernate |= init.IsToHibernate;
        _handlers.Insert(Math.Min(place, _handlers.Count), new Entry(id, handler, supervisor));
        if (!supervisor.IsNone)
        {
            Process.Link(supervisor);
        }

        return null;
    }

    private Predecessor EndForSwap(Entry entry, object? argument, HandlerId successor)
    {
        ExitReason? failure = End(
            entry,
            new HandlerEnd(HandlerEndKind.Swapped, argument),
            ExitReason.Of("swapped", successor),
            out object? result);
        return new Predecessor(failure is null, result);
    }

    private void EndSupervised(ExitMessage exit)
    {
        foreach (Entry entry in _handlers.Where(entry => entry.Supervisor == exit.From).ToArray())
        {
            // Nobody is left to be told.
            var end = new HandlerEnd(HandlerEndKind.SupervisorEnded, exit.Reason);
            End(entry with { Supervisor = default }, end, exit.Reason);
        }
    }

    private void End(Entry entry, HandlerEnd end, ExitReason told) => End(entry, end, told, out _);

    // Takes a handler out and lets it say its last word. Not null: that failed.
    private ExitReason? End(Entry entry, HandlerEnd end, ExitReason told, out object? result)
    {
        _handlers.RemoveAll(other => other.Handler == entry.Handler);
        ExitReason? failure = Guard.Run(
            static pair => pair.Handler.CallTerminate(pair.end), (entry.Handler, end), out result);
        if (failure is not null)
        {
            Reports.Write(Explain(entry.Id, failure));
        }

        Tell(entry.Supervisor, entry.Id, failure ?? told);
        return failure;
    }

    // The link to a supervisor stays, as in OTP: it may be the parent's, too.
    private static void Tell(Pid supervisor, HandlerId id, ExitReason reason)
    {
        if (!supervisor.IsNone)
        {
            Process.Send(supervisor, new HandlerExitMessage(Process.Self, id, reason));
        }
    }

    private sealed record Entry(HandlerId Id, GenEventHandler<TEvent> Handler, Pid Supervisor);
}
