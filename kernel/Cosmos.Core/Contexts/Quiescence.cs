// Whether all cores are past what they were in the middle of. Code of the kernel and of the runtime that follows a
// number or an address which may be old does so with preemption off, from the question whether there is something to
// the last look; nobody keeps what it found beyond that. So memory that nobody can find any more may be taken away once
// every other core has been seen with preemption on, or asleep, since it could be found last.
//
// The cores are asked one by one, in an interrupt, which looks at the context that it came into. One that holds
// preemption off is asked again a few times; if it still does, the answer is no, and the memory stays for this time.
//
// A core that sleeps counts as seen, so interrupt handlers must not follow old numbers. Nor may anybody keep one over
// a place where it gives way: the core is seen then, in what runs meanwhile.
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Contexts;

/// <summary>Seeing all cores outside of everything. Preemption off.</summary>
internal static unsafe class Quiescence
{
    private const int MostQuestions = 4;
    private const long AnswerNs = 200_000;
    private const int PausesBetween = 200;

    private static PerCore<Rest> s_cores;

    [StructLayout(LayoutKind.Sequential, Size = 128)]
    private struct Rest
    {
        public int IsAsleep;
        public int IsSeen;
    }

    /// <summary>The running core goes to sleep, or is awake again: it is in the middle of nothing.</summary>
    public static void NoteSleep(bool isAsleep)
    {
        // An exchange: what follows is not read before it is known that the core is awake.
        _ = Interlocked.Exchange(ref s_cores[Cores.Current].IsAsleep, isAsleep ? 1 : 0);
    }

    /// <summary>A core executes nothing any more.</summary>
    public static void Forget(int core) => Volatile.Write(ref s_cores[core].IsAsleep, 1);

    /// <summary>
    /// Sees all other cores with preemption on, or asleep. Waits a fraction of a millisecond for each. False: one was
    /// not seen so.
    /// </summary>
    public static bool TrySeeAll()
    {
        Interlocked.MemoryBarrier(); // what was put out of reach is so for who wakes from now on
        int here = Cores.Current;
        for (int core = 1; core <= Cores.Count; core++)
        {
            if (core != here && !TrySee(core))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TrySee(int core)
    {
        ref Rest rest = ref s_cores[core];
        for (int question = 0; question < MostQuestions; question++)
        {
            if (Volatile.Read(ref rest.IsAsleep) != 0)
            {
                return true;
            }

            Volatile.Write(ref rest.IsSeen, 0);
            if (!CoreCalls.TryCall(core, &Look, core, AnswerNs))
            {
                return false;
            }

            if (Volatile.Read(ref rest.IsSeen) != 0)
            {
                return true;
            }

            for (int pause = 0; pause < PausesBetween; pause++)
            {
                Platform.Pause();
            }
        }

        return false;
    }

    // In an interrupt. In the middle of a switch the context is one or the other; both hold preemption off.
    private static void Look(nint core)
    {
        ContextBlock* context = Context.CurrentBlock;
        ref Rest rest = ref s_cores[(int)core];
        if (rest.IsAsleep != 0 || (context->Kind == ContextKind.Process && context->PreemptionDepth == 0))
        {
            Volatile.Write(ref rest.IsSeen, 1);
        }
    }
}
