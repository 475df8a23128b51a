// Processes that know where they come from and whose start can be waited for: the ground of the behaviours, and for
// processes that are no behaviour but are to stand under a supervisor. OTP: proc_lib.
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// Starting and stopping of processes as OTP wants them: a start answers when the process has begun, and an end by an
/// error is reported with where the process came from. All members belong into a process.
/// </summary>
public static class ProcLib
{
    /// <summary>
    /// The running process's parent and that one's parents, the nearest first, by name where they had one. Empty for
    /// a process that was not made by this class or a behaviour. OTP: <c>$ancestors</c>.
    /// </summary>
    public static ImmutableArray<ServerRef> Ancestors => Locals.Birth?.Ancestors ?? [];

    /// <summary>
    /// The class whose code the running process was made to run; null when it is not known. OTP: <c>$initial_call</c>.
    /// </summary>
    public static Type? InitialCall => Locals.Birth?.InitialCall;

    /// <summary>Makes a process. OTP: proc_lib:spawn/1.</summary>
    /// <param name="body">As for <see cref="Process.Spawn(Action, SpawnOptions?)"/>.</param>
    /// <param name="options">How it is to be; null: the defaults.</param>
    public static Pid Spawn([Travels] Action body, SpawnOptions? options = null) =>
        Spawning.Spawn(Prepare(body, Birth.OfChild(TypeOf(body), default)), options, SpawnTies.None).Pid;

    /// <summary>As <see cref="Spawn"/>, and links to it. OTP: proc_lib:spawn_link/1.</summary>
    public static Pid SpawnLink([Travels] Action body, SpawnOptions? options = null) =>
        Spawning.Spawn(Prepare(body, Birth.OfChild(TypeOf(body), default)), options, SpawnTies.Link).Pid;

    /// <summary>As <see cref="Spawn"/>, and monitors it. OTP: proc_lib:spawn_opt with monitor.</summary>
    public static (Pid Pid, Ref Monitor) SpawnMonitor([Travels] Action body, SpawnOptions? options = null) =>
        Spawning.Spawn(Prepare(body, Birth.OfChild(TypeOf(body), default)), options, SpawnTies.Monitor);

    /// <summary>
    /// Makes a process and waits until it calls <see cref="InitAck(object?)"/> or <see cref="InitFail"/>, or ends.
    /// OTP: proc_lib:start/3.
    /// </summary>
    /// <param name="body">What it runs.</param>
    /// <param name="options">How it is to be, and how long to wait; null: the defaults.</param>
    public static StartResult Start([Travels] Action body, StartOptions? options = null) =>
        Starting.Start(TypeOf(body), Prepare, body, options, SpawnTies.None);

    /// <summary>
    /// As <see cref="Start"/>, and links to it. When it cannot start, a caller that traps exits gets no
    /// <see cref="ExitMessage"/> of it; another one ends with it, if the reason is no normal one. OTP:
    /// proc_lib:start_link/3.
    /// </summary>
    public static StartResult StartLink([Travels] Action body, StartOptions? options = null) =>
        Starting.Start(TypeOf(body), Prepare, body, options, SpawnTies.Link);

    /// <summary>
    /// As <see cref="Start"/>, and monitors it: the monitor is in the answer. OTP: proc_lib:start_monitor/3.
    /// </summary>
    public static StartResult StartMonitor([Travels] Action body, StartOptions? options = null) =>
        Starting.Start(TypeOf(body), Prepare, body, options, SpawnTies.Monitor);

    /// <summary>
    /// Tells who started the running process that it has begun: the start answers ok. Later calls do nothing. OTP:
    /// proc_lib:init_ack/1.
    /// </summary>
    /// <param name="info">What the answer is to hold besides the pid.</param>
    public static void InitAck([Travels] object? info = null) =>
        Answer(info is null ? null : StartResult.Ok(Process.Self, info));

    /// <summary>
    /// Tells who started the running process what became of it, and ends: the start answers when it has. OTP:
    /// proc_lib:init_fail/2.
    /// </summary>
    /// <param name="answer">What the start answers: ignore or an error.</param>
    /// <param name="reason">The reason with which the process exits.</param>
    [DoesNotReturn]
    public static void InitFail(StartResult answer, ExitReason reason)
    {
        if (answer.IsOk)
        {
            throw new ArgumentException("A start that fails is no success.", nameof(answer));
        }

        Answer(answer);
        Process.Exit(reason);
    }

    /// <summary>Orders a process to end and waits until it has. OTP: proc_lib:stop/1,3.</summary>
    /// <param name="process">A process that answers system messages (<see cref="Sys"/>), as all behaviours do.</param>
    /// <param name="reason">With which reason; null: normal.</param>
    /// <param name="timeout">How long it may take; null: for ever.</param>
    /// <exception cref="ProcessExitException">
    /// noproc: it is not there. timeout: it did not end in time. Otherwise it ended with another reason, which is the
    /// detail's.
    /// </exception>
    public static void Stop(ServerRef process, ExitReason? reason = null, TimeSpan? timeout = null) =>
        Stopping.Stop(process, reason ?? ExitReason.Normal, Durations.OfReceive(timeout ?? Timeout.InfiniteTimeSpan));

    /// <summary>Enters a process's birth; what its start is to tell goes to its starter.</summary>
    internal static void Begin(Birth birth) => Locals.Birth = birth;

    /// <summary>Answers the start of the running process, once; null: ok.</summary>
    internal static void Answer(object? answer)
    {
        if (Locals.Birth is { Starter.IsNone: false } birth)
        {
            Locals.Birth = birth with { Starter = default };
            CallSignals.Reply(birth.Parent, birth.Starter, answer);
        }
    }

    private static Action Prepare(Action body, Birth birth)
    {
        ArgumentNullException.ThrowIfNull(body);
        return () =>
        {
            Begin(birth);
            body();
        };
    }

    private static Type? TypeOf(Action body) => body?.Target?.GetType();
}
