// Whether a core still takes interrupts. An emulator's core, or a thread, may not be run for a while and lives all the
// same; so a question that was not answered in time stays open, and the answer counts whenever it is seen.
using System.Threading;
using Cosmos.Core.Contexts;

namespace Cosmos.Core.Platforms;

/// <summary>Questions to cores, and their answers.</summary>
internal static unsafe class SignsOfLife
{
    private static PerCore<Question> s_questions;

    private struct Question
    {
        public bool IsOpen;
        public uint ServedBefore;
    }

    /// <summary>Asks a core and waits for its answer; see <see cref="Abi.Cores.Answers"/>.</summary>
    public static bool Seen(int core, long timeoutNs)
    {
        // Safety: a static without references never moves.
        ref Question question = ref *PerCore<Question>.At(ref s_questions, core);
        if (!question.IsOpen || !IsAnswered(core, question))
        {
            question.ServedBefore = Platform.ServedBy(core);
            question.IsOpen = true;
            Platform.RequestOfCore(core, CoreRequests.Answer);
            var patience = new WaitingTime(timeoutNs);
            bool isOver = false;
            while (!isOver && !IsAnswered(core, question))
            {
                isOver = patience.IsOver();
            }
        }

        question.IsOpen = !IsAnswered(core, question);
        return !question.IsOpen;
    }

    private static bool IsAnswered(int core, in Question question) => Platform.ServedBy(core) != question.ServedBefore;
}
