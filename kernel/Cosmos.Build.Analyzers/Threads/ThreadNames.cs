// The base library's flows of control and what waits for them, each with what a process does in its place.
using System.Collections.Immutable;
using Cosmos.Build.Analyzers.Names;

namespace Cosmos.Build.Analyzers.Threads;

/// <summary>What COSMOS006 forbids by name.</summary>
internal static class ThreadNames
{
    /// <summary>What to do for async and await.</summary>
    public const string InsteadOfAsync =
        "there is no thread to go on later; call and wait, which blocks this process only, or let another one do it "
        + "(Process.Spawn) and receive its message";

    /// <summary>What to do for a lock.</summary>
    public const string InsteadOfLocks =
        "processes share nothing that wants a lock; let one process own the thing, and send it requests";

    private const string InsteadOfTasks =
        "there is no thread pool; use Process.Spawn, and a message for the result, or a GenServer";

    private const string InsteadOfPool = "there is no thread pool; use Process.Spawn, or a supervisor with children";

    private const string InsteadOfTimers =
        "there is no thread to call back; use Process.SendAfter, or Next.Timeout in a GenServer";

    private const string InsteadOfParallel =
        "there is no thread pool; spawn a process for each part (Process.Spawn) and receive the results";

    private const string InsteadOfWaiting = "it would block the core for all processes; wait for a message";

    private const string InsteadOfSignals =
        "there is nobody to wake: no object is shared; send a message and receive it";

    private const string InsteadOfTokens =
        "nobody else can see it; stop a process with a message or Process.Exit, and a wait with a timeout";

    private const string InsteadOfQueues = "nobody else can see it; a process has a mailbox: Process.Send and Receive";

    private const string InsteadOfLocals = "there are no threads; keep it in the server's state, or use Process.Put";

    private const string InsteadOfContexts = "there are no threads to return to; use messages";

    /// <summary>The table.</summary>
    public static ForbiddenNames All { get; } = new(ImmutableDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, string>
        {
            ["System.Threading.Thread"] =
                "there are no threads; use Process.Spawn, Process.Self, Process.Yield; to wait, receive with a timeout",
            ["System.Threading.ThreadPool"] = InsteadOfPool,
            ["System.Threading.Tasks.Task"] = InsteadOfTasks,
            ["System.Threading.Tasks.ValueTask"] = InsteadOfTasks,
            ["System.Threading.Tasks.TaskFactory"] = InsteadOfTasks,
            ["System.Threading.Tasks.TaskScheduler"] = InsteadOfPool,
            ["System.Threading.Tasks.TaskCompletionSource"] =
                "there is nobody who awaits it; answer with a message, or with From.Reply",
            ["System.Threading.Tasks.Parallel"] = InsteadOfParallel,
            ["System.Linq.ParallelEnumerable"] = InsteadOfParallel,
            ["System.Linq.ParallelEnumerable.AsParallel"] = InsteadOfParallel,
            ["System.Linq.ParallelQuery"] = InsteadOfParallel,
            ["System.Threading.Timer"] = InsteadOfTimers,
            ["System.Timers.Timer"] = InsteadOfTimers,
            ["System.Threading.PeriodicTimer"] = InsteadOfTimers,
            ["System.Threading.ITimer"] = InsteadOfTimers,
            ["System.Threading.Lock"] = InsteadOfLocks,
            ["System.Threading.Mutex"] = InsteadOfLocks,
            ["System.Threading.Semaphore"] = InsteadOfLocks,
            ["System.Threading.SemaphoreSlim"] = InsteadOfLocks,
            ["System.Threading.ReaderWriterLock"] = InsteadOfLocks,
            ["System.Threading.ReaderWriterLockSlim"] = InsteadOfLocks,
            ["System.Threading.SpinLock"] = InsteadOfLocks,
            ["System.Threading.Barrier"] = InsteadOfWaiting,
            ["System.Threading.CountdownEvent"] = InsteadOfWaiting,
            ["System.Threading.WaitHandle"] = InsteadOfWaiting,
            ["System.Threading.EventWaitHandle"] = InsteadOfWaiting,
            ["System.Threading.AutoResetEvent"] = InsteadOfWaiting,
            ["System.Threading.ManualResetEvent"] = InsteadOfWaiting,
            ["System.Threading.ManualResetEventSlim"] = InsteadOfWaiting,
            ["System.Threading.SpinWait.SpinUntil"] = InsteadOfWaiting,
            ["System.Threading.Monitor.Wait"] = InsteadOfSignals,
            ["System.Threading.Monitor.Pulse"] = InsteadOfSignals,
            ["System.Threading.Monitor.PulseAll"] = InsteadOfSignals,
            ["System.Threading.CancellationTokenSource"] = InsteadOfTokens,
            ["System.Collections.Concurrent.BlockingCollection"] = InsteadOfQueues,
            ["System.Threading.Channels.Channel"] = InsteadOfQueues,
            ["System.Threading.ThreadLocal"] = InsteadOfLocals,
            ["System.Threading.AsyncLocal"] = InsteadOfLocals,
            ["System.Threading.SynchronizationContext"] = InsteadOfContexts,
            ["System.Threading.ExecutionContext"] = InsteadOfContexts,
        }));
}
