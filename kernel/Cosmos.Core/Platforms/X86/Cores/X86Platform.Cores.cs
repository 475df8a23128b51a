// The platform's members for other cores: wishes by an interrupt of their own, stopping by NMI, which reaches a core
// whatever it has masked.
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Cosmos.Core.Platforms.X86.Cores;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

internal static unsafe partial class X86Platform
{
    // An NMI is taken at once; an emulator's core may have to wait until it is run.
    private const long StopPatienceNs = 500_000_000;

    /// <summary>Cores that run the kernel.</summary>
    public static int ProcessorCount => CoreTable.Count;

    /// <inheritdoc cref="Platform.RequestOfCore"/>
    public static void Request(int core, uint wish)
    {
        CoreBlock* block = CoreTable.Block(core);
        if (CoreRequests.Add(ref block->Requests, wish))
        {
            LocalApic.Send(block->ApicId, InterruptVectors.Request);
        }
    }

    /// <inheritdoc cref="Platform.StopOtherCores"/>
    public static void StopOtherCores()
    {
        int self = CoreBlock.Current->Number;
        for (int i = 1; i <= CoreTable.Count; i++)
        {
            if (i != self)
            {
                LocalApic.Send(CoreTable.Block(i)->ApicId, LocalApicRegisters.DeliverNmi);
            }
        }

        var patience = new WaitingTime(StopPatienceNs);
        bool isOver = false;
        for (int i = 1; i <= CoreTable.Count; i++)
        {
            CoreBlock* core = CoreTable.Block(i);
            bool isAwaited = i != self && !LostCores.IsRetired(core);
            while (isAwaited && !isOver && Volatile.Read(ref *(ulong*)&core->StoppedAt) == 0)
            {
                isOver = patience.IsOver();
            }
        }
    }

    /// <summary>The running core executes nothing from here on.</summary>
    [DoesNotReturn]
    public static void Stop()
    {
        _ = Processor.DisableInterrupts();
        while (true)
        {
            Processor.Halt();
        }
    }
}
