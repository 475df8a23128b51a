// The client's side of event managers. OTP: gen_event.
using System.Collections.Immutable;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>Event managers: starting them, telling events, adding and removing handlers.</summary>
public static class GenEvent
{
    /// <summary>Starts a manager without handlers. OTP: gen_event:start/1,2.</summary>
    /// <typeparam name="TEvent">The events.</typeparam>
    public static StartResult<GenEvent<TEvent>> Start<TEvent>(StartOptions? options = null) =>
        new(Behaviour.Start(new GenEvent<TEvent>(), options, SpawnTies.None));

    /// <summary>As <see cref="Start"/>, and links to it. OTP: gen_event:start_link/1,2.</summary>
    /// <typeparam name="TEvent">The events.</typeparam>
    public static StartResult<GenEvent<TEvent>> StartLink<TEvent>(StartOptions? options = null) =>
        new(Behaviour.Start(new GenEvent<TEvent>(), options, SpawnTies.Link));

    /// <summary>As <see cref="Start"/>, and monitors it. OTP: gen_event:start_monitor/1,2.</summary>
    /// <typeparam name="TEvent">The events.</typeparam>
    public static StartResult<GenEvent<TEvent>> StartMonitor<TEvent>(StartOptions? options = null) =>
        new(Behaviour.Start(new GenEvent<TEvent>(), options, SpawnTies.Monitor));

    /// <summary>Tells an event, and returns at once. OTP: gen_event:notify/2.</summary>
    public static void Notify<TEvent>(this ServerRef<GenEvent<TEvent>> manager, [Travels] TEvent item)
    {
        Pid pid = manager.Resolve();
        if (!pid.IsNone)
        {
            Process.Send(pid, new Notification<TEvent>(item));
        }
    }

    /// <summary>Tells an event, and returns when all handlers have handled it. OTP: gen_event:sync_notify/2.</summary>
    public static void SyncNotify<TEvent>(this ServerRef<GenEvent<TEvent>> manager, [Travels] TEvent item) =>
        Ask<TEvent>(manager, (self, _) =>
        {
            self.HandleAll(item);
            return null;
        });

    /// <summary>Adds a handler; it sees events before those that are there. OTP: gen_event:add_handler/3.</summary>
    /// <param name="manager">Whose.</param>
    /// <param name="handler">Copied; the copy's fields are its state.</param>
    /// <param name="id">
    /// What tells it from others of its class. That there is no other is not checked, as in OTP.
    /// </param>
    /// <returns>Null, or why it was not added: its Init refused, or failed.</returns>
    public static ExitReason? AddHandler<TEvent>(
        this ServerRef<GenEvent<TEvent>> manager,
        [Travels] GenEventHandler<TEvent> handler,
        [Travels] object? id = null)
    {
        HandlerId name = IdOf(handler, id);
        return (ExitReason?)Ask<TEvent>(manager, (self, _) => self.Add(name, handler, default, null));
    }

    /// <summary>
    /// As <see cref="AddHandler"/>, supervised by the running process: if that ends the handler is removed, and if the
    /// handler is removed or fails that gets a <see cref="HandlerExitMessage"/>. OTP: gen_event:add_sup_handler/3.
    /// </summary>
    public static ExitReason? AddSupHandler<TEvent>(
        this ServerRef<GenEvent<TEvent>> manager,
        [Travels] GenEventHandler<TEvent> handler,
        [Travels] object? id = null)
    {
        HandlerId name = IdOf(handler, id);
        return (ExitReason?)Ask<TEvent>(manager, (self, caller) => self.Add(name, handler, caller, null));
    }

    /// <summary>Ends a handler. OTP: gen_event:delete_handler/3.</summary>
    /// <param name="manager">Whose.</param>
    /// <param name="id">Which.</param>
    /// <param name="argument">For its Terminate.</param>
    /// <returns>
    /// What its Terminate answered; an error: module_not_found, or the reason with which that failed.
    /// </returns>
    public static Response<object?> DeleteHandler<TEvent>(
        this ServerRef<GenEvent<TEvent>> manager, HandlerId id, [Travels] object? argument = null) =>
        ResponseOf<object?>(Ask<TEvent>(manager, (self, _) => self.Delete(id, argument)));

    /// <summary>
    /// Puts a handler in the place of another one, under the same supervision. OTP: gen_event:swap_handler/3.
    /// </summary>
    /// <param name="manager">Whose.</param>
    /// <param name="old">Which; if it is not there, the new one is added all the same, and learns of it.</param>
    /// <param name="argument">For the old one's Terminate, whose answer goes to the new one's Init.</param>
    /// <param name="handler">The new one.</param>
    /// <param name="id">Its id.</param>
    /// <returns>Null, or why it was not added.</returns>
    public static ExitReason? SwapHandler<TEvent>(
        this ServerRef<GenEvent<TEvent>> manager,
        HandlerId old,
        [Travels] object? argument,
        [Travels] GenEventHandler<TEvent> handler,
        [Travels] object? id = null)
    {
        HandlerId name = IdOf(handler, id);
        return (ExitReason?)Ask<TEvent>(manager, (self, _) => self.Swap(old, argument, name, handler, default));
    }

    /// <summary>
    /// As <see cref="SwapHandler"/>; the running process supervises the new one. OTP: gen_event:swap_sup_handler/3.
    /// </summary>
    public static ExitReason? SwapSupHandler<TEvent>(
        this ServerRef<GenEvent<TEvent>> manager,
        HandlerId old,
        [Travels] object? argument,
        [Travels] GenEventHandler<TEvent> handler,
        [Travels] object? id = null)
    {
        HandlerId name = IdOf(handler, id);
        return (ExitReason?)Ask<TEvent>(manager, (self, caller) => self.Swap(old, argument, name, handler, caller));
    }

    /// <summary>Asks a handler, and waits for the answer, 5 seconds at most. OTP: gen_event:call/3,4.</summary>
    /// <param name="manager">Whose.</param>
    /// <param name="request">What; it knows the handler's class.</param>
    /// <param name="id">The handler's id.</param>
    /// <param name="timeout">How long to wait, if not 5 seconds.</param>
    /// <returns>
    /// The answer; an error: bad_module, or the reason with which the handler failed and was removed.
    /// </returns>
    public static Response<TReply> Call<TEvent, TReply>(
        this ServerRef<GenEvent<TEvent>> manager,
        [Travels] IHandlerCall<TEvent, TReply> request,
        [Travels] object? id = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        HandlerId name = new(request.HandlerClass, id);
        return ResponseOf<TReply>(
            Ask<TEvent>(manager, (self, _) => self.Ask(name, request), timeout ?? Calling.DefaultTimeout));
    }

    /// <summary>The handlers, the latest first. OTP: gen_event:which_handlers/1.</summary>
    public static ImmutableArray<HandlerId> WhichHandlers<TEvent>(this ServerRef<GenEvent<TEvent>> manager) =>
        (ImmutableArray<HandlerId>)Ask<TEvent>(
            manager, static (self, _) => self.Ids)!;

    private static HandlerId IdOf<TEvent>(GenEventHandler<TEvent> handler, object? id)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new HandlerId(handler.GetType(), id);
    }

    private static object? Ask<TEvent>(
        ServerRef<GenEvent<TEvent>> manager, Func<GenEvent<TEvent>, Pid, object?> action, TimeSpan? timeout = null) =>
        Calling.Call(
            manager.Untyped,
            new ManagerRequest<TEvent>(action),
            Durations.OfReceive(timeout ?? Timeout.InfiniteTimeSpan));

    private static Response<TReply> ResponseOf<TReply>(object? answer)
    {
        var told = (ManagerAnswer)answer!;
        return told.Failure is null
            ? new Response<TReply>(ResponseKind.Reply, (TReply)told.Value!, null)
            : new Response<TReply>(ResponseKind.Error, default, told.Failure);
    }
}
