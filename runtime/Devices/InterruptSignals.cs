// From interrupts to messages. A driver is a process like others: it attaches a line, and each interrupt arrives as a
// message, in order with all else it gets. The line is masked until the driver unmasks it, so one line has one message
// under way at most, and its signal may come out of the stock that is kept for what must be said.
//
// A driver's end closes its lines before anybody is told of the end: whoever starts its successor finds the device free
// and silent.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Devices;

/// <summary>Interrupt lines and their owners. Preemption off.</summary>
internal static class InterruptSignals
{
    /// <summary>Makes the records, when the node starts: one for each line, in order.</summary>
    public static void Initialize()
    {
        Pool<IrqOwner>.Initialize(PendingInterrupts.MostLines, isInOrder: true);
        for (int line = 1; line <= PendingInterrupts.MostLines; line++)
        {
            Pool<IrqOwner>.At(Pool<IrqOwner>.Rent()) = default;
        }
    }

    /// <summary>Makes a line the running process's.</summary>
    /// <returns>Whose it is already, or none.</returns>
    public static Pid Attach(Irq irq, Pid owner)
    {
        ref IrqOwner record = ref Pool<IrqOwner>.At(irq.Line);
        record.Latch.Take();
        Pid before = record.Owner;
        if (before.IsNone)
        {
            record.Owner = owner;
            record.Irq = irq;
        }

        record.Latch.Open();
        return before;
    }

    /// <summary>Silences a line of a process's and gives it back. False: it is not that process's.</summary>
    public static bool Close(int line, Pid owner)
    {
        ref IrqOwner record = ref Pool<IrqOwner>.At(line);
        record.Latch.Take();
        bool isOwn = record.Owner == owner;
        if (isOwn)
        {
            record.Irq.Close();
            record.Owner = default;
        }

        record.Latch.Open();
        return isOwn;
    }

    /// <summary>The owner has ended.</summary>
    public static void CloseAllOf(Pid owner)
    {
        for (int line = 1; line <= PendingInterrupts.MostLines; line++)
        {
            Close(line, owner);
        }
    }

    /// <summary>Tells the owners of what has come. On the core that was interrupted, or any.</summary>
    public static void SendPending()
    {
        for (Irq irq = PendingInterrupts.Take(); !irq.IsNone; irq = PendingInterrupts.Take())
        {
            ref IrqOwner record = ref Pool<IrqOwner>.At(irq.Line);
            record.Latch.Take();
            Pid owner = record.Owner;
            record.Latch.Open();
            if (!owner.IsNone)
            {
                Outbox.Post(SignalKind.Interrupt, default, owner, value: irq.Line);
            }
        }
    }

    /// <summary>The line with a number, for its owner.</summary>
    public static Irq IrqOf(int line) => Pool<IrqOwner>.At(line).Irq;
}
