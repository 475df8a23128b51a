// The operations that take more than a call: receiving, making processes, looking at one.
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

internal sealed partial class Actor
{
    // An operation that may take notices out of the mailbox: how many are left there that are known.
    private void Taking(Action operation)
    {
        int before = CountNotices();
        operation();
        _notices -= before - CountNotices();
    }

    private static Predicate<object?> Fitting(string kind, object? argument) => kind switch
    {
        "tag" => message => message is Letter letter && letter.Tag == Text(argument),
        "from" => message => message is Letter letter && letter.From == (Pid)argument!,
        "exit" => static message => message is ExitMessage,
        "down" => static message => message is DownMessage,
        "ref" => message => Holds(message, (Ref)argument!),
        _ => IsOfProgram,
    };

    private static bool Holds(object? message, Ref reference) => message switch
    {
        DownMessage down => down.Monitor == reference,
        TimeoutMessage timeout => timeout.Timer == reference,
        Letter letter => letter.Payload is Ref payload && payload == reference,
        _ => false,
    };

    // A message that holds a reference is received through the reference: the runtime may skip what came before it.
    private void ReceiveNow(string kind, object? argument, TimeSpan wait)
    {
        bool isTaken = argument is Ref reference
            ? Process.TryReceive(reference, wait, out object? message, item => Holds(item, reference))
            : Process.TryReceive(wait, out message, Fitting(kind, argument));
        if (isTaken)
        {
            Tell(new Word("received"), message);
        }
        else
        {
            Tell(new Word("timeout"));
        }
    }

    // Waits as long as it takes, but goes on answering.
    private void WaitFor(Predicate<object?> match)
    {
        if (Process.TryReceive(TimeSpan.Zero, out object? message, match))
        {
            Tell(new Word("received"), message);
            return;
        }

        Process.Send(coordinator, new Blocked(slot));
        while (true)
        {
            if (!Process.TryReceive(s_long, out message, item => item is Order || match(item)))
            {
                Tell(new Word("timeout"));
                return;
            }

            switch (message)
            {
                case Unblock:
                    Tell(new Word("unblocked"));
                    return;
                case Order order:
                    AnswerQuiet(order);
                    break;
                default:
                    Tell(new Word("received"), message);
                    return;
            }
        }
    }

    private void Spawn(string child, string tie, string variable, Priority priority, object?[] burst)
    {
        Pid parent = coordinator;
        var options = new SpawnOptions { Priority = priority };
        void Body() => Start(parent, child, burst);
        switch (tie)
        {
            case "plain":
                Process.Spawn(Body, options);
                Tell(new Word("spawned"), new Word(child));
                break;
            case "link":
                Process.SpawnLink(Body, options);
                Tell(new Word("spawned"), new Word(child));
                break;
            case "monitor":
                BindTo(variable, Process.SpawnMonitor(Body, options).Monitor);
                Tell(new Word("spawned"), new Word(child));
                break;
            default:
                bool isBoth = tie == "both";
                Ref request = Process.SpawnRequest(Body, options, isBoth, isBoth);
                SpawnReply reply = Process.Receive<SpawnReply>(request, answer => answer.Request == request);
                BindTo(variable, request);
                Tell(new Word("spawned"), new Word(child), new Word(reply.Error is null ? "ok" : "error"));
                break;
        }
    }

    private void Info(Pid pid)
    {
        ProcessInfo? info = Process.Info(pid);
        if (info is null)
        {
            Tell(new Word("info"), pid, new Word("nil"));
            return;
        }

        // Whether another one has come as far as its receive yet, nobody promises.
        bool isOnItsWay = pid != Process.Self && info.Status is ProcessStatus.Running or ProcessStatus.Runnable;
        Tell(
            new Word("info"),
            pid,
            Lower(isOnItsWay ? ProcessStatus.Waiting : info.Status),
            (long)info.MailboxLength,
            Lower(info.Priority),
            info.TrapExit,
            info.Name.IsNone ? null : (object)info.Name,
            new Word("links"),
            new Sorted([.. info.Links.Select(static item => (object?)item)]),
            new Word("monitors"),
            new Sorted([.. info.Monitors.Select(static item => (object?)item)]),
            new Word("watchers"),
            new Sorted([.. info.MonitoredBy.Select(static item => (object?)item)]));
    }
}
