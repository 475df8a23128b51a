// A process of a program: does what its coordinator says and notes what it observes. What belongs to the program lies
// in its mailbox until the program receives it; orders are taken out of turn. The twin of oracle_actor.erl.
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>An actor; it lives in its process.</summary>
internal sealed partial class Actor(Pid coordinator, string slot)
{
    private static readonly TimeSpan s_briefly = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    // What was received during a burst.
    private readonly List<object?> _held = [];
    private long _sent;
    private int _notices;

    /// <summary>The body of an actor's process.</summary>
    public static void Start(Pid coordinator, string slot, object?[] burst)
    {
        Process.Send(coordinator, new Born(slot, Process.Self));
        Process.Receive<Begin>();
        var actor = new Actor(coordinator, slot);
        actor.Rush(burst);
        actor.Finished();
        actor.Loop();
    }

    private void Loop()
    {
        while (TryObey(Process.Receive<Order>()))
        {
        }
    }

    // False: the body returns.
    private bool TryObey(Order order)
    {
        switch (order)
        {
            case Perform { Verb: "return" }:
                return false;
            case Perform { Verb: "hibernate" }:
                Finished();
                Process.Hibernate(Loop);
                break;
            case Perform perform:
                Perform(perform);
                Finished();
                break;
            case Rush rush:
                Rush(rush.Items);
                Finished();
                break;
            case Gather:
                Tell(new Word("gathered"), new Grouped([.. _held, .. TakeAll(IsOfProgram)]));
                _held.Clear();
                _notices = 0;
                Finished();
                break;
            case Unblock:
                Finished();
                break;
            default:
                AnswerQuiet(order);
                break;
        }

        return true;
    }

    private void Perform(Perform perform)
    {
        try
        {
            if (!TryPerform(perform.Verb, perform.Arguments))
            {
                Tell(new Word($"cannot {perform.Verb}"));
            }
        }
        catch (ArgumentException)
        {
            Tell(new Word("badarg"));
        }
    }

    // What keeps the system in step; also answered while the program waits in a receive.
    private void AnswerQuiet(Order order)
    {
        switch (order)
        {
            case Flush flush:
                foreach (Pid pid in flush.Pids)
                {
                    Process.Send(pid, new Mark(flush.Round));
                }

                break;
            case Mark mark:
                Process.Send(coordinator, new Seen(mark.Round));
                break;
            case Check:
                TakeSimultaneousNotices();
                Finished();
                break;
        }
    }

    private void TakeSimultaneousNotices()
    {
        int count = CountNotices();
        if (count - _notices >= 2)
        {
            Tell(new Word("ends"), new Sorted(TakeAll(IsNotice)));
            count = 0;
        }

        _notices = count;
    }

    private void Rush(object?[] items)
    {
        foreach (object? item in items)
        {
            switch (item)
            {
                case Letters letters:
                    for (long i = 1; i <= letters.Count; i++)
                    {
                        SendLetter(letters.To, "b", i);
                    }

                    break;
                case Take take:
                    Hold(take.Count);
                    break;
                case NumberedExit exit:
                    Process.Exit(exit.To, ExitReason.Of("x", _sent++));
                    break;
                case Quit quit:
                    Process.Exit(quit.Reason);
                    break;
            }
        }
    }

    private void Hold(int count)
    {
        for (int i = 0; i < count && Process.TryReceive(s_briefly, out object? message, IsOfProgram); i++)
        {
            _held.Add(message);
        }
    }

    private Letter NewLetter(string tag, object? payload) => new(tag, Process.Self, _sent, payload);

    // A letter that could not be sent has no number.
    private void SendLetter(Target to, string tag, object? payload)
    {
        Process.Send(to, NewLetter(tag, payload));
        _sent++;
    }

    private void Finished() => Process.Send(coordinator, new Done(slot));

    private void Tell(params object?[] parts) => Process.Send(coordinator, new Note(slot, parts));

    private void BindTo(string variable, Ref reference)
    {
        if (variable != "-")
        {
            Process.Send(coordinator, new Bind(variable, reference));
        }
    }

    private static bool IsOfProgram(object? message) => message is not Order;

    private static bool IsNotice(object? message) => message is ExitMessage or DownMessage;

    private static object?[] TakeAll(Predicate<object?> match)
    {
        List<object?> all = [];
        while (Process.TryReceive(TimeSpan.Zero, out object? message, match))
        {
            all.Add(message);
        }

        return [.. all];
    }

    private static int CountNotices()
    {
        int count = 0;
        Process.TryReceive(TimeSpan.Zero, out _, message =>
        {
            count += IsNotice(message) ? 1 : 0;
            return false;
        });
        return count;
    }
}
