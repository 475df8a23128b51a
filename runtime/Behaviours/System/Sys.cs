// Looking into behaviours, and stopping them for a look. The other side of SystemPort. OTP: sys.
using System.Collections.Immutable;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// System messages: what can be asked of every behaviour. Each member exits the caller, as a call does, when the
/// process is not there or does not answer in time (5 seconds unless it says otherwise).
/// </summary>
public static class Sys
{
    private const int DefaultLog = 10;

    /// <summary>What an installed function answers when it wants to see no more events.</summary>
    public static Atom Done => "done";

    /// <summary>A copy of the state: of a server, the object itself. OTP: sys:get_state/1,2.</summary>
    /// <exception cref="ProcessExitException">
    /// callback_failed: the process could not tell, or the state holds what cannot travel.
    /// </exception>
    public static object? GetState(ServerRef process, TimeSpan? timeout = null) =>
        Ask(process, new SystemRequest.GetState(), timeout);

    /// <inheritdoc cref="GetState(ServerRef, TimeSpan?)"/>
    public static TServer GetState<TServer>(ServerRef<TServer> server, TimeSpan? timeout = null)
        where TServer : Behaviour => (TServer)GetState(server.Untyped, timeout)!;

    /// <summary>Changes the state, and answers a copy of the new one. OTP: sys:replace_state/2,3.</summary>
    /// <param name="process">Whose.</param>
    /// <param name="change">
    /// Runs there: from the old state to the new one. If it throws, the old one stays, with what was changed in it.
    /// </param>
    /// <param name="timeout">How long to wait.</param>
    /// <exception cref="ProcessExitException">callback_failed: it threw, or the process refused.</exception>
    public static object? ReplaceState(
        ServerRef process, [Travels] Func<object?, object?> change, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Ask(process, new SystemRequest.ReplaceState(change), timeout);
    }

    /// <inheritdoc cref="ReplaceState(ServerRef, Func{object?, object?}, TimeSpan?)"/>
    public static TServer ReplaceState<TServer>(
        ServerRef<TServer> server, [Travels] Func<TServer, TServer> change, TimeSpan? timeout = null)
        where TServer : Behaviour
    {
        ArgumentNullException.ThrowIfNull(change);
        return (TServer)ReplaceState(server.Untyped, state => change((TServer)state!), timeout)!;
    }

    /// <summary>The process in full. OTP: sys:get_status/1,2.</summary>
    public static SystemStatus GetStatus(ServerRef process, TimeSpan? timeout = null) =>
        (SystemStatus)Ask(process, new SystemRequest.GetStatus(), timeout)!;

    /// <summary>From here on it handles system messages only; others wait. OTP: sys:suspend/1,2.</summary>
    public static void Suspend(ServerRef process, TimeSpan? timeout = null) =>
        Ask(process, new SystemRequest.Suspend(), timeout);

    /// <summary>It goes on. OTP: sys:resume/1,2.</summary>
    public static void Resume(ServerRef process, TimeSpan? timeout = null) =>
        Ask(process, new SystemRequest.Resume(), timeout);

    /// <summary>Has a suspended process adapt its state. OTP: sys:change_code/4,5.</summary>
    /// <param name="process">Whose.</param>
    /// <param name="oldVersion">For its CodeChange.</param>
    /// <param name="extra">For its CodeChange.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <returns>Null when it is done, or why it was not: its own reason, or that it is not suspended.</returns>
    public static ExitReason? ChangeCode(
        ServerRef process, object? oldVersion, object? extra = null, TimeSpan? timeout = null)
    {
        object? answer = Request(process, new SystemRequest.ChangeCode(oldVersion, extra), timeout);
        return (answer as SystemRefusal)?.Reason;
    }

    /// <summary>Orders it to end, and does not wait for that. OTP: sys:terminate/2,3.</summary>
    public static void Terminate(ServerRef process, ExitReason reason, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Ask(process, new SystemRequest.Terminate(reason), timeout);
    }

    /// <summary>Writes its events to the console, or no longer. OTP: sys:trace/2,3.</summary>
    public static void Trace(ServerRef process, bool isOn, TimeSpan? timeout = null) =>
        Observe(process, observation => observation.IsTraced = isOn, timeout);

    /// <summary>Keeps its last events; 0: none any more. OTP: sys:log/2,3.</summary>
    public static void Log(ServerRef process, int length = DefaultLog, TimeSpan? timeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Observe(process, observation => observation.Keep(length), timeout);
    }

    /// <summary>The events that were kept, the oldest first. OTP: sys:log(Name, get).</summary>
    public static ImmutableArray<SystemEvent> GetLog(ServerRef process, TimeSpan? timeout = null) =>
        (ImmutableArray<SystemEvent>)Ask(
            process,
            new SystemRequest.Ask(static observation => observation?.Log ?? ImmutableArray<SystemEvent>.Empty),
            timeout)!;

    /// <summary>Counts its messages and work, from zero, or no longer. OTP: sys:statistics/2,3.</summary>
    public static void Statistics(ServerRef process, bool isOn, TimeSpan? timeout = null) =>
        Observe(process, observation => observation.Count(isOn), timeout);

    /// <summary>What was counted; null when nothing is. OTP: sys:statistics(Name, get).</summary>
    public static SystemStatistics? GetStatistics(ServerRef process, TimeSpan? timeout = null) =>
        (SystemStatistics?)Ask(
            process, new SystemRequest.Ask(static observation => observation?.Statistics()), timeout);

    /// <summary>
    /// Has a function see its events. It runs there; when it throws or answers <see cref="Done"/> it is removed. OTP:
    /// sys:install/2,3.
    /// </summary>
    /// <param name="process">Whose.</param>
    /// <param name="id">What names it; a second one of the same id is ignored.</param>
    /// <param name="function">From its last answer and the event to its next answer.</param>
    /// <param name="state">The first of its states.</param>
    /// <param name="timeout">How long to wait.</param>
    public static void Install(
        ServerRef process,
        object id,
        [Travels] Func<object?, SystemEvent, object?> function,
        [Travels] object? state = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(id);
        ArgumentNullException.ThrowIfNull(function);
        Observe(process, observation => observation.Install(id, function, state), timeout);
    }

    /// <summary>Removes an installed function. OTP: sys:remove/2,3.</summary>
    public static void Remove(ServerRef process, object id, TimeSpan? timeout = null) =>
        Observe(process, observation => observation.Remove(id), timeout);

    /// <summary>Switches everything off. OTP: sys:no_debug/1,2.</summary>
    public static void NoDebug(ServerRef process, TimeSpan? timeout = null) =>
        Ask(process, new SystemRequest.Observe(static _ => null), timeout);

    /// <summary>Asks without looking at the answer. Null: it was not given in time or at all.</summary>
    internal static object? Request(ServerRef process, SystemRequest request, TimeSpan? timeout) =>
        Calling.Call(process, request, Durations.OfReceive(timeout ?? Calling.DefaultTimeout));

    private static object? Ask(ServerRef process, SystemRequest request, TimeSpan? timeout) =>
        Request(process, request, timeout) switch
        {
            SystemRefusal refusal => throw new ProcessExitException(refusal.Reason),
            var answer => answer,
        };

    private static void Observe(ServerRef process, Action<Observation> change, TimeSpan? timeout) =>
        Ask(process, new SystemRequest.Observe(observation =>
        {
            observation ??= new Observation();
            change(observation);
            return observation.IsOn ? observation : null;
        }), timeout);
}
