// Values and messages as text: the same text as tests/Oracle/Erlang/oracle_terms.erl writes, and for the same reasons.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Oracle.Image;

/// <summary>Writes in the names of one program.</summary>
internal sealed class Transcript(Names names)
{
    private const int LongestList = 8;
    private const int LongestText = 64;

    /// <summary>A note.</summary>
    public string Text(object?[] parts) => string.Join(' ', parts.Select(Part));

    /// <summary>A reason.</summary>
    public static string Text(ExitReason reason) =>
        reason.Kind == Atom.Error ? "error"
        : reason.Detail is null ? reason.Kind.ToString()
        : $"{reason.Kind}({reason.Detail})";

    private static bool IsEnd(object? message) =>
        message is DownMessage || (message is ExitMessage exit && exit.Reason.Kind != (Atom)"x");

    private string Part(object? part) => part switch
    {
        Sorted sorted => Set(sorted.Items),
        Grouped grouped => Groups(grouped.Items),
        _ => Message(part),
    };

    private string Set(object?[] items)
    {
        List<string> texts = [.. items.Select(Message).Where(static text => text != "coordinator")];
        texts.Sort(string.CompareOrdinal);
        return $"{{{string.Join(", ", texts)}}}";
    }

    private string Groups(object?[] items)
    {
        List<string> senders = [.. items.Select(Sender).Distinct()];
        senders.Sort(string.CompareOrdinal);
        return string.Join(
            ' ', senders.Select(sender => Group(sender, [.. items.Where(item => Sender(item) == sender)])));
    }

    // From one sender: in order, but what tells of an end comes in any order among its kind.
    private string Group(string sender, object?[] items)
    {
        List<string> texts = [];
        for (int i = 0; i < items.Length;)
        {
            int first = i;
            List<string> run = [Message(items[i++])];
            while (IsEnd(items[first]) && i < items.Length && IsEnd(items[i]))
            {
                run.Add(Message(items[i++]));
            }

            run.Sort(string.CompareOrdinal);
            texts.AddRange(run);
        }

        return $"{sender}: {string.Join(", ", texts)};";
    }

    private string Sender(object? message) => message switch
    {
        Letter letter => names.SlotOf(letter.From),
        ExitMessage exit => names.SlotOf(exit.From),
        DownMessage down => Target(down.Object),
        _ => "other",
    };

    private string Target(Target target) => target.Pid.IsNone ? target.Name.ToString() : names.SlotOf(target.Pid);

    private string Message(object? message) => message switch
    {
        Letter letter => $"{letter.Tag} {names.SlotOf(letter.From)} {letter.Number} {Value(letter.Payload)}",
        ExitMessage exit => $"EXIT {names.SlotOf(exit.From)} {Text(exit.Reason)}",
        DownMessage down => $"DOWN {names.VariableOf(down.Monitor)} {Target(down.Object)} {Text(down.Reason)}",
        TimeoutMessage timeout => $"timeout {names.VariableOf(timeout.Timer)} {Value(timeout.Message)}",
        CancelTimerReply reply => $"cancelled {names.VariableOf(reply.Timer)} {Left(reply.MillisecondsLeft)}",
        ReadTimerReply reply => $"read {names.VariableOf(reply.Timer)} {Left(reply.MillisecondsLeft)}",
        _ => Value(message),
    };

    /// <summary>What is left of a timer; how much depends on the clock.</summary>
    public static string Left(long? milliseconds) => milliseconds is null ? "none" : "left";

    private string Value(object? value) => value switch
    {
        null => "nil",
        Word word => word.Text,
        Pid pid => names.SlotOf(pid),
        Ref reference => names.VariableOf(reference),
        Target target => Target(target),
        bool isTrue => isTrue ? "true" : "false",
        string text => $"\"{text}\"",
        Binary { Length: > LongestText } binary => $"bytes({binary.Length},{Sum(binary)})",
        object?[] { Length: > LongestList } list => $"list({list.Length},{list.Sum(static item => (long)item!)})",
        object?[] list => $"[{string.Join(',', list.Select(Value))}]",
        _ => value.ToString() ?? string.Empty,
    };

    private static long Sum(Binary binary)
    {
        long sum = 0;
        foreach (byte unit in binary.Span)
        {
            sum += unit;
        }

        return sum;
    }
}
