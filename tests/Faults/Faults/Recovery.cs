// What the outside sees of a fault: questions (OPTIONS) are asked every few milliseconds from the moment at which the
// cause is over, each once, until some in a row are answered. The recovery ends when the first of those was answered.
// A question that was lost is one that a phone would have had to repeat.
using System.Diagnostics;
using Cosmos.Tests.Faults.Phones;

namespace Cosmos.Tests.Faults.Faults;

/// <summary>Watches an exchange until it answers again.</summary>
/// <param name="Lost">Questions that nobody answered.</param>
/// <param name="Ms">Until the first of the answers after which none was missing; null: it does not answer.</param>
/// <param name="Refusal">A status that was not 200; 0: none.</param>
internal sealed record Recovery(int Lost, double? Ms, int Refusal)
{
    private const int Ok = 200;
    private const int Unavailable = 503;
    private const int InARow = 5;

    // The longer it takes, the longer are the pauses: to a tenth of it. Questions are load, too.
    private const int Resolution = 10;

    // RFC 3261 §17.1.1.1, T1: whoever has no answer then asks again.
    private static readonly TimeSpan s_answer = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether callers were refused, and not answered wrongly.</summary>
    public bool IsRefused => Refusal == Unavailable;

    /// <summary>Whether somebody got an answer that is neither.</summary>
    public bool IsWrong => Refusal != 0 && !IsRefused;

    /// <summary>Watches.</summary>
    /// <param name="probe">Who asks.</param>
    /// <param name="over">When the cause was over.</param>
    public static Recovery Watch(Probe probe, long over)
    {
        List<Question> asked = [];
        long begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < s_patience)
        {
            asked.Add(new Question(probe.SendOptions(), Stopwatch.GetTimestamp()));
            TimeSpan passed = Stopwatch.GetElapsedTime(begun);
            probe.AnswerTo(asked[^1].Branch, passed / Resolution > s_pause ? passed / Resolution : s_pause);
            if (AnsweredInARow(probe, asked) >= InARow)
            {
                return Judge(probe, over, asked);
            }
        }

        return new Recovery(asked.Count, null, 0);
    }

    // Of the latest ones; those that may still be answered do not count.
    private static int AnsweredInARow(Probe probe, List<Question> asked)
    {
        int row = 0;
        for (int at = asked.Count - 1; at >= 0 && row < InARow; at--)
        {
            if (probe.AnswerTo(asked[at].Branch, TimeSpan.Zero) is not null)
            {
                row++;
            }
            else if (row > 0 || Stopwatch.GetElapsedTime(asked[at].Sent) > s_answer)
            {
                break;
            }
        }

        return row;
    }

    private static Recovery Judge(Probe probe, long over, List<Question> asked)
    {
        int lost = 0;
        int refusal = 0;
        double? first = null;
        bool isBroken = true;
        long begun = Stopwatch.GetTimestamp();
        foreach (Question question in asked)
        {
            TimeSpan left = s_answer - Stopwatch.GetElapsedTime(begun);
            Probe.Answered? answer = probe.AnswerTo(question.Branch, left);
            int status = answer is { Text: var text } ? SipText.StatusOf(text) : 0;
            if (status != Ok)
            {
                lost += status == 0 ? 1 : 0;
                refusal = status == 0 ? refusal : status;
                isBroken = true;
            }
            else if (isBroken)
            {
                first = Stopwatch.GetElapsedTime(over, answer!.Value.At).TotalMilliseconds;
                isBroken = false;
            }
        }

        return new Recovery(lost, first, refusal);
    }

    private readonly record struct Question(string Branch, long Sent);
}
