// How work gets from core to core. A process that becomes ready is queued on the core that woke it, where the memory it
// is about to read is warm and whose process will often wait next; so two processes that talk stay together. Cores with
// nothing to do take from those that have more than they can run, and sleep when there is nothing to take. A sleeping
// core is called when two wait on one core, or when one has waited for a while behind a process that does not give way.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Scheduling;

/// <summary>Sharing of work among cores. Preemption off.</summary>
internal static class Balance
{
    /// <summary>How long a process waits behind another before a sleeping core is called.</summary>
    public const long PatienceNs = 100_000;

    // Taken at once from another core: more would only be stolen back.
    private const int Haul = 16;

    /// <summary>Somebody waits here: a sleeping core may have it.</summary>
    public static void CallHelp()
    {
        ref NodeState node = ref NodeState.Current;
        ulong asleep = Volatile.Read(ref node.Asleep);
        while (asleep != 0)
        {
            ulong lowest = asleep & (0 - asleep);
            if ((Interlocked.And(ref node.Asleep, ~lowest) & lowest) != 0)
            {
                Cores.Wake(System.Numerics.BitOperations.TrailingZeroCount(lowest) + 1);
                return;
            }

            asleep = Volatile.Read(ref node.Asleep);
        }
    }

    /// <summary>Whether a core sleeps that could be called.</summary>
    public static bool HasSleepers => Volatile.Read(ref NodeState.Current.Asleep) != 0;

    /// <summary>Takes work from another core.</summary>
    /// <param name="self">The core that has none.</param>
    /// <param name="least">How many must wait there: one alone may be about to be run.</param>
    /// <returns>Whether something was taken.</returns>
    public static bool TrySteal(int self, int least)
    {
        Span<int> taken = stackalloc int[Haul];
        for (int step = 1; step < Cores.Count; step++)
        {
            int victim = ((self - 1 + step) % Cores.Count) + 1;
            ref CoreState core = ref Pool<CoreState>.At(victim);
            int count = core.Ready.HasForOthers(LeastOf(ref core, least)) ? core.Ready.Steal(taken) : 0;
            if (count != 0)
            {
                foreach (int number in taken[..count])
                {
                    Pool<CoreState>.At(self).Ready.Append(self, number);
                }

                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Sleeps until the deadline, until another core calls, or until an interrupt has something; not at all if there is
    /// something to take.
    /// </summary>
    /// <returns>True when another core called.</returns>
    public static bool Sleep(int self, long deadlineNs)
    {
        if (Cores.Count == 1)
        {
            CoreTimer.Sleep(deadlineNs);
            return false;
        }

        ref NodeState node = ref NodeState.Current;
        ulong bit = 1ul << (self - 1);

        // First known as asleep, then one more look: who puts something into a queue looks in the opposite order.
        Interlocked.Or(ref node.Asleep, bit);
        if (!HasSurplus(self))
        {
            CoreTimer.Sleep(deadlineNs);
        }

        return (Interlocked.And(ref node.Asleep, ~bit) & bit) == 0;
    }

    /// <summary>
    /// Somebody important waits here behind another who is no less important: a core that runs somebody less important,
    /// or nobody, is asked to take over who waits. Called every <see cref="PatienceNs"/> in which the core did not
    /// switch.
    /// </summary>
    /// <param name="here">The core where it waits.</param>
    /// <param name="waiting">The priority of who waits.</param>
    public static void OfferImportant(int here, Priority waiting)
    {
        int best = 0;
        int least = (int)waiting;
        for (int core = 1; core <= Cores.Count; core++)
        {
            ref CoreState other = ref Pool<CoreState>.At(core);
            int runs = Volatile.Read(ref other.Current) == 0 ? (int)Priority.Low - 1 : (int)other.CurrentPriority;
            if (core != here && runs < least && !CoreLoss.Has(core))
            {
                (best, least) = (core, runs);
            }
        }

        if (best != 0)
        {
            Volatile.Write(ref Pool<CoreState>.At(best).TakesFrom, here);
            Cores.Wake(best);
        }
    }

    /// <summary>
    /// Takes over who waits on the core that asked for it, if anybody there is still more important than who runs here.
    /// </summary>
    public static void TakeImportant(ref CoreState core, int here)
    {
        int from = Interlocked.Exchange(ref core.TakesFrom, 0);
        Priority above = core.Current == 0 ? Priority.Low : core.CurrentPriority;
        int number = from == 0 ? 0 : Pool<CoreState>.At(from).Ready.StealAbove(above);
        if (number != 0)
        {
            core.Ready.Append(here, number);
        }
    }

    private static bool HasSurplus(int self)
    {
        for (int core = 1; core <= Cores.Count; core++)
        {
            ref CoreState other = ref Pool<CoreState>.At(core);
            if (core == self ? other.Ready.Count > 0 : other.Ready.HasForOthers(LeastOf(ref other, 2)))
            {
                return true;
            }
        }

        return false;
    }

    // One alone may be about to be run, but not behind somebody important, who may run for long.
    private static int LeastOf(ref CoreState core, int least) =>
        Volatile.Read(ref core.Current) != 0 && core.CurrentPriority > Priority.Normal ? 1 : least;
}
