// A start that waits until the new process has begun, from the parent's side. The child answers through an alias of the
// parent's: when the parent has given up, what comes is dropped, and nothing is left in its mailbox. A start that
// failed returns when the process is gone for good, so that its name is free (OTP 26 and later; OTP-9803, otp_7669).
using Cosmos.Core.Abi;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>Synchronous starts.</summary>
internal static class Starting
{
    /// <summary>Starts what a birth was prepared for.</summary>
    /// <param name="initialCall">The class whose code it runs.</param>
    /// <param name="prepare">Makes the process's root of its birth.</param>
    /// <param name="argument">Goes to <paramref name="prepare"/>.</param>
    /// <param name="options">How, or null.</param>
    /// <param name="ties">Link; and Monitor if the caller wants to keep one.</param>
    public static StartResult Start<T>(
        Type? initialCall, Func<T, Birth, object> prepare, T argument, StartOptions? options, SpawnTies ties)
    {
        long timeoutNs = Durations.OfReceive(options?.Timeout ?? Timeout.InfiniteTimeSpan);
        Atom name = options?.Name ?? default;
        SpawnOptions? how = name.IsNone && (options?.Spawn is null || options.Spawn.Name.IsNone)
            ? options?.Spawn
            : (options?.Spawn ?? new SpawnOptions()) with { Name = name };
        Ref starter = Process.Alias(AliasMode.Reply);
        Pid pid = default;
        Ref monitor = default;
        try
        {
            object root = prepare(argument, Birth.OfChild(initialCall, starter));
            while (!Spawning.TrySpawn(root, how, ties | SpawnTies.Monitor, out pid, out monitor))
            {
                if (Process.WhereIs(name) is { } holder)
                {
                    return StartResult.AlreadyStarted(holder);
                }
            }
        }
        finally
        {
            if (pid.IsNone)
            {
                Process.Unalias(starter);
            }
        }

        return Await(pid, monitor, starter, timeoutNs, ties);
    }

    private static StartResult Await(Pid pid, Ref monitor, Ref starter, long timeoutNs, SpawnTies ties)
    {
        AnswerKind kind = Answers.Receive(starter, monitor, timeoutNs, out object? value);
        StartResult? answer = value as StartResult?;
        bool isLinked = (ties & SpawnTies.Link) != 0;
        switch (kind)
        {
            case AnswerKind.Reply when answer is not { IsOk: false }:
                bool isKept = (ties & SpawnTies.Monitor) != 0;
                if (!isKept)
                {
                    Process.Demonitor(monitor, flush: true);
                }

                return StartResult.Ok(pid, answer?.Info).WithMonitor(isKept ? monitor : default);
            case AnswerKind.Reply:
                AwaitEnd(pid, monitor, isLinked);
                return answer!.Value;
            case AnswerKind.Down:
                Process.Unalias(starter);
                Flush(pid, isLinked);
                return StartResult.Error((ExitReason)value!);
            default:
                Process.Unalias(starter);
                Process.Unlink(pid);
                Process.Exit(pid, ExitReason.Kill);
                AwaitEnd(pid, monitor, isLinked);
                return StartResult.Error(new ExitReason(Atom.Timeout));
        }
    }

    private static void AwaitEnd(Pid pid, Ref monitor, bool isLinked)
    {
        Answers.Receive(monitor, monitor, long.MaxValue, out _);
        Flush(pid, isLinked);
    }

    // The exit signal came before the monitor's message.
    private static void Flush(Pid pid, bool isLinked)
    {
        if (isLinked)
        {
            Process.TryReceive<ExitMessage>(TimeSpan.Zero, out _, exit => exit.From == pid);
        }
    }
}
