// What cores remember of the page tables, and how they forget it. A processor keeps translations and is not told when
// an entry is taken out; other cores would go on using the page that was there. Telling them each time would cost an
// interrupt of every core for every page given back, so it is done late and for many at once: only before an address
// is used again.
//
// Every change that takes something away gets the next number of a count, after the entry was changed. A core that
// forgets everything notes the count from before. An address that is taken out of use keeps the number of its change in
// its entry (PageEntry.Gone), and who puts a page there again has all cores forget up to that number first, which
// usually has happened long before. In between nobody has business at that address; a page that was there may serve
// somebody else at once. Speculation may read through a stale translation, which harms nobody, because it finds RAM.
//
// Page tables themselves are different: through the stale address of one that is RAM of somebody else's by now a
// processor would read nonsense translations. They are given back when all cores have forgotten them.
//
// A core that sleeps is left asleep: it forgets when it wakes, before it does anything else.
//
// Waiting for others here is waiting for their interrupt handlers: nobody may wait while holding a lock that somebody
// takes with interrupts off.
using System.Threading;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>Forgetting translations, on this core and on others.</summary>
internal static unsafe class Translations
{
    // Longer than any stretch with interrupts off, an emulator's core that alone is not run for a while included.
    private const long PatienceNs = 5_000_000_000;

    private static ulong s_changes;
    private static ulong s_settled;

    /// <summary>Changes so far that took something away.</summary>
    public static ulong Changes => Volatile.Read(ref s_changes);

    /// <summary>Numbers the change that was just made, after this core has forgotten what it concerned.</summary>
    public static ulong Note() => CoreTable.Count == 1 ? 0 : Interlocked.Increment(ref s_changes);

    /// <summary>This core forgets everything.</summary>
    public static void ForgetHere()
    {
        // In one step: a request that was answered in between would have noted more, and who asked for that would wait
        // for it again.
        ulong flags = Processor.DisableInterrupts();
        CoreBlock* core = CoreBlock.Current;
        ulong changes = Changes;
        Processor.WriteCr3(Processor.ReadCr3());
        Volatile.Write(ref core->ForgottenTo, changes);
        Processor.RestoreInterrupts(flags);
    }

    /// <summary>Up to which change a core has forgotten what was before.</summary>
    public static ulong ForgottenBy(int core) => Volatile.Read(ref CoreTable.Block(core)->ForgottenTo);

    /// <summary>A core wakes: it forgets what it slept through.</summary>
    public static void Rouse(CoreBlock* core)
    {
        // An exchange, so that whoever saw it asleep has its change seen here.
        _ = Interlocked.Exchange(ref core->IsDozing, 0);
        if (core->ForgottenTo < Changes)
        {
            ForgetHere();
        }
    }

    /// <summary>Returns when no core that runs remembers what was before a change.</summary>
    /// <param name="change">Its number; 0: none.</param>
    public static void Settle(ulong change)
    {
        if (change <= Volatile.Read(ref s_settled))
        {
            return;
        }

        int count = CoreTable.Count;
        CoreBlock* self = CoreBlock.Current;
        for (int i = 1; i <= count; i++)
        {
            CoreBlock* core = CoreTable.Block(i);
            if (core != self && IsBehind(core, change) && CoreRequests.Add(ref core->Requests, CoreRequests.Forget))
            {
                LocalApic.Send(core->ApicId, InterruptVectors.Request);
            }
        }

        if (IsBehind(self, change))
        {
            ForgetHere();
        }

        for (int i = 1; i <= count; i++)
        {
            WaitFor(CoreTable.Block(i), change);
        }

        Raise(change);
    }

    // Others may wait for this core meanwhile, which may have its interrupts off, in a page-fault handler. A core that
    // wakes is behind for a moment, so one that was not at the first look may well be at the next.
    private static void WaitFor(CoreBlock* core, ulong change)
    {
        var patience = new WaitingTime(PatienceNs);
        while (IsBehind(core, change))
        {
            if (patience.IsOver())
            {
                LostCores.GiveUp(core);
                return;
            }

            if ((Volatile.Read(ref CoreBlock.Current->Requests) & CoreRequests.Forget) != 0
                && CoreBlock.Current->ForgottenTo < Changes)
            {
                ForgetHere();
            }
        }
    }

    private static bool IsBehind(CoreBlock* core, ulong change) =>
        Volatile.Read(ref core->ForgottenTo) < change && Volatile.Read(ref core->IsDozing) == 0;

    private static void Raise(ulong change)
    {
        ulong old = Volatile.Read(ref s_settled);
        while (old < change)
        {
            ulong seen = Interlocked.CompareExchange(ref s_settled, change, old);
            if (seen == old)
            {
                return;
            }

            old = seen;
        }
    }
}
