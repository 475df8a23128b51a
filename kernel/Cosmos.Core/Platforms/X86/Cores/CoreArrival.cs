// A core's first C#: it makes itself like the others, says so, and waits at the gate. It runs in the context that it
// will idle in, with interrupts off. Until it knows that it has all that the first core has, it does as little as
// possible.
using System;
using System.Runtime;
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Interrupts;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>The started core's part in its start.</summary>
internal static unsafe class CoreArrival
{
    /// <summary>Called by <c>CoreStart.asm</c>. Does not return.</summary>
    [RuntimeExport("CosmosCoreArrived")]
    internal static void Arrive(CoreBlock* core)
    {
        CoreStartRecord* record = CoreStartRecord.Current;
        CoreSetup.LoadSegments(core);
        InterruptDescriptorTable.Load();
        RequireTraits(record);
        MemoryTypes.Adopt();
        LocalApic.InitializeOther();
        ApicTimer.InitializeOther();
        CoreAlarm.InitializeOther();
        core->TscOffset = record->TscOffset;
        ClockAgreement.Answer(record);
        CoreGate.Enter();
    }

    private static void RequireTraits(CoreStartRecord* record)
    {
        ReadOnlySpan<byte> missing = CoreTraits.MissingHere();
        if (missing.IsEmpty)
        {
            return;
        }

        // Safety: a literal of the image, which lies below 4 GiB and ends with a zero.
        fixed (byte* text = missing)
        {
            record->Missing = (uint)text;
        }

        Volatile.Write(ref record->Stage, CoreStage.Unlike);
        Processor.Halt();
    }
}
