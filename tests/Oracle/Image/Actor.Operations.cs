// The operations themselves: a word of a program, and the call that it is. What a call may end its caller is noted
// before it or not at all, because a signal to oneself may take effect inside the call or soon after it.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;
using Cosmos.Runtime.Links;

namespace Cosmos.Tests.Oracle.Image;

internal sealed partial class Actor
{
    private static Target TargetOf(object? value) => value switch
    {
        Pid pid => pid,
        Ref alias => alias,
        Atom name => name,
        _ => throw new FormatException($"{value} is nobody"),
    };

    private static string Text(object? word) => ((Word)word!).Text;

    private static ExitReason Reason(object? word) => Names.Reason(Text(word));

    // False: there is no such operation.
    private bool TryPerform(string verb, object?[] arguments) =>
        TryMessages(verb, arguments) || TryProcesses(verb, arguments) || TryTies(verb, arguments)
        || TryNames(verb, arguments) || TryTimers(verb, arguments);

    private bool TryMessages(string verb, object?[] a)
    {
        switch (verb)
        {
            case "send":
                SendLetter(TargetOf(a[0]), Text(a[1]), a[2]);
                return true;
            case "recv" when Text(a[2]) == "block":
                WaitFor(Fitting(Text(a[0]), a[1]));
                return true;
            case "recv":
                Taking(() => ReceiveNow(Text(a[0]), a[1], Text(a[2]) == "soon" ? s_soon : TimeSpan.Zero));
                return true;
            case "drain":
                Taking(() => Tell([new Word("drained"), .. TakeAll(IsOfProgram)]));
                return true;
            default:
                return false;
        }
    }

    private bool TryProcesses(string verb, object?[] a)
    {
        switch (verb)
        {
            case "spawn":
                Spawn(Text(a[0]), Text(a[1]), Text(a[2]), PriorityOf(Text(a[3])), a[4..]);
                return true;
            case "quit":
                Process.Exit(Reason(a[0]));
                return true;
            case "crash":
                throw new InvalidOperationException("crash");
            case "exit":
                Process.Exit((Pid)a[0]!, Reason(a[1]));
                return true;
            case "idle":
                return true;
            case "trap":
                bool wasTrapping = Process.TrapExit;
                Process.TrapExit = Text(a[0]) == "on";
                Tell(new Word("was"), wasTrapping);
                return true;
            case "prio":
                Priority was = Process.Priority;
                Process.Priority = PriorityOf(Text(a[0]));
                Tell(new Word("was"), Lower(was));
                return true;
            case "alive":
                Tell(new Word("alive"), Process.IsAlive((Pid)a[0]!));
                return true;
            case "collect":
                Tell(new Word("collected"), Process.GarbageCollect((Pid)a[0]!));
                return true;
            case "churn":
                Tell(new Word("churned"), Churn((long)a[0]!));
                return true;
            case "info":
                Info((Pid)a[0]!);
                return true;
            case "put":
                Tell(new Word("was"), Process.Put(Text(a[0]), a[1]));
                return true;
            case "get":
                Tell(new Word("is"), Process.Get(Text(a[0])));
                return true;
            case "erase":
                Tell(new Word("was"), Process.Erase(Text(a[0])));
                return true;
            default:
                return false;
        }
    }

    private bool TryTies(string verb, object?[] a)
    {
        switch (verb)
        {
            case "link":
                Process.Link((Pid)a[0]!);
                return true;
            case "unlink":
                Process.Unlink((Pid)a[0]!);
                return true;
            case "monitor":
                BindTo(Text(a[1]), Process.Monitor(TargetOf(a[0]), AliasModeOf(Text(a[2]))));
                return true;
            case "demonitor":
                string options = Text(a[1]);
                Taking(() => Tell(
                    new Word("demonitored"),
                    Process.Demonitor((Ref)a[0]!, options is "flush" or "both", options is "info" or "both")));
                return true;
            case "alias":
                BindTo(Text(a[0]), Process.Alias(AliasModeOf(Text(a[1]))));
                return true;
            case "unalias":
                Tell(new Word("unaliased"), Process.Unalias((Ref)a[0]!));
                return true;
            default:
                return false;
        }
    }

    private bool TryNames(string verb, object?[] a)
    {
        switch (verb)
        {
            case "register":
                Process.Register((Atom)a[0]!, (Pid)a[1]!);
                return true;
            case "unregister":
                Process.Unregister((Atom)a[0]!);
                return true;
            case "whereis":
                Tell(new Word("whereis"), Process.WhereIs((Atom)a[0]!));
                return true;
            case "names":
                Tell(
                    new Word("names"),
                    new Sorted([.. Process.Registered().Where(static name => name.ToString() is "n0" or "n1" or "n2")
                        .Select(static name => (object?)name)]));
                return true;
            default:
                return false;
        }
    }

    private bool TryTimers(string verb, object?[] a)
    {
        switch (verb)
        {
            case "after":
                StartTimer(a, (time, to) => Process.SendAfter(time, to, NewLetter("later", a[3])));
                _sent++;
                return true;
            case "start":
                StartTimer(a, (time, to) => Process.StartTimer(time, to, a[3]));
                return true;
            case "cancel":
                Tell(new Word("cancelled"), new Word(Transcript.Left(Process.CancelTimer((Ref)a[0]!))));
                return true;
            case "read":
                Tell(new Word("read"), new Word(Transcript.Left(Process.ReadTimer((Ref)a[0]!))));
                return true;
            case "cancelasync":
                Process.CancelTimerAsync((Ref)a[0]!);
                return true;
            case "readasync":
                Process.ReadTimerAsync((Ref)a[0]!);
                return true;
            default:
                return false;
        }
    }

    private void StartTimer(object?[] a, Func<TimeSpan, Target, Ref> start)
    {
        bool isShort = Text(a[1]) == "short";
        Ref timer = start(isShort ? TimeSpan.FromMilliseconds(1) : s_long, TargetOf(a[0]));
        Process.Send(coordinator, new TimerStarted(isShort, timer));
        BindTo(Text(a[2]), timer);
    }

    private static AliasMode AliasModeOf(string word) => word switch
    {
        "explicit" => AliasMode.Explicit,
        "reply" => AliasMode.Reply,
        "demonitor" => AliasMode.Demonitor,
        "reply_demonitor" => AliasMode.ReplyDemonitor,
        _ => AliasMode.None,
    };

    private static Priority PriorityOf(string word) => word switch
    {
        "low" => Priority.Low,
        "high" => Priority.High,
        "max" => Priority.Max,
        _ => Priority.Normal,
    };

    private static Word Lower(object value) => new(value.ToString()!.ToLowerInvariant());

    // Garbage of different sizes, and a sum that needs all of it.
    private static long Churn(long count)
    {
        long sum = 0;
        for (long i = 1; i <= count; i++)
        {
            sum += Made((int)(i % 50)).Length;
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static object[] Made(int length) => [.. Enumerable.Range(0, length).Select(static i => (object)i)];
}
