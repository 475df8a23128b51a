// Where every hardware interrupt arrives. The IDT's stub has saved the interrupted state and calls CosmosInterrupt
// with the vector; interrupts are off and stay off. What runs here never allocates, never throws, never waits: it
// counts, calls one function and acknowledges. A driver's function only notes the event for its process.
//
// The order differs on purpose: a device's interrupt is acknowledged after its function ran, because a
// level-triggered line must have been masked or silenced before, or it fires again at once. The timer and what other
// cores send is acknowledged first: neither fires again by itself, and a core that is told to stop never returns.
using System.Runtime;
using System.Runtime.CompilerServices;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The table of interrupt functions.</summary>
internal static unsafe class InterruptDispatch
{
    private static Handlers s_handlers;

    /// <summary>
    /// Sets the function of a vector; it is called with interrupts off and may not allocate, throw or wait.
    /// </summary>
    public static void SetHandler(byte vector, delegate*<ulong, void> handler) => s_handlers[vector] = (nint)handler;

    /// <summary>How often a vector was raised since boot, on all cores.</summary>
    public static ulong Count(byte vector)
    {
        ulong sum = 0;
        for (int core = 1; core <= CoreTable.Count; core++)
        {
            sum += Count(vector, core);
        }

        return sum;
    }

    /// <summary>How often a vector was raised since boot on one core.</summary>
    public static ulong Count(byte vector, int core) =>
        System.Threading.Volatile.Read(ref CoreTable.Block(core)->Counts[vector]);

    /// <summary>Called by the interrupt stubs of vectors 32..255.</summary>
    [RuntimeExport("CosmosInterrupt")]
    internal static void Handle(ulong vector)
    {
        byte index = (byte)vector;
        CoreBlock* core = CoreBlock.Current;
        core->Counts[index]++;
        if (core->IsDozing != 0)
        {
            Translations.Rouse(core);
        }

        if (index == InterruptVectors.Spurious)
        {
            // Intel SDM Vol. 3A §10.9: no EOI, the in-service bit is not set.
            return;
        }

        if (LegacyPic.Owns(vector))
        {
            LegacyPic.AcknowledgeSpurious(vector);
            return;
        }

        if (index is InterruptVectors.Timer or InterruptVectors.Request)
        {
            LocalApic.EndOfInterrupt();
            Call(index);
            return;
        }

        Call(index);
        LocalApic.EndOfInterrupt();
    }

    private static void Call(byte index)
    {
        // Safety: the table holds null or the address of a method with this signature; SetHandler's type proves it.
        delegate*<ulong, void> handler = (delegate*<ulong, void>)s_handlers[index];
        if (handler != null)
        {
            handler(index);
        }
    }

    [InlineArray(InterruptVectors.Count)]
    private struct Handlers
    {
        private nint _first;
    }
}
