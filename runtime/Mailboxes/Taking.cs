// How a message leaves the mailbox and becomes the receiver's. Each step is one for others: who is killed in between
// has a parcel in its mailbox or in its heap, never in both. A small message is copied into the heap, so that it may be
// in both for a moment: what is in the record needs no discarding.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Mailboxes;

/// <summary>Taking messages out of the running process's mailbox. Preemption on.</summary>
internal static class Taking
{
    /// <summary>Takes a message.</summary>
    /// <param name="me">The running context.</param>
    /// <param name="self">Its record.</param>
    /// <param name="slot">The message.</param>
    /// <param name="previous">The one before it when it was found; 0: none.</param>
    /// <exception cref="OutOfMemoryException">
    /// There is no memory for a small one, or the process's limit says so. It stays in the mailbox.
    /// </exception>
    public static object? Take(RunningContext me, ref ProcessRecord self, int slot, int previous)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        return Messages.IsWhole(signal)
            ? TakePayload(me, ref self, slot, previous)
            : Accept(me, ref self, slot, previous, Messages.Build(signal, Messages.Payload(me, ref signal)));
    }

    /// <summary>Takes a message for what travelled in it: the request of a call, the value of an answer.</summary>
    /// <param name="me">The running context.</param>
    /// <param name="self">Its record.</param>
    /// <param name="slot">The message.</param>
    /// <param name="previous">The one before it when it was found; 0: none.</param>
    public static object? TakePayload(RunningContext me, ref ProcessRecord self, int slot, int previous)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        object? payload;
        me.Hold();
        if (signal.Small.IsNone)
        {
            payload = signal.Payload.Take();
        }
        else
        {
            while (!signal.Small.TryTake(me, out payload))
            {
                me.Release();
                MakeRoom(me, ref signal);
                me.Hold();
            }
        }

        Remove(me, ref self, slot, previous, ref signal);
        return payload;
    }

    /// <summary>Takes the oldest message, which there is, if it is a value of a type: it is never an object.</summary>
    public static bool TryTakeValue<T>(RunningContext me, ref ProcessRecord self, out T? value)
    {
        me.Hold();
        int slot = self.FirstMessage;
        ref Signal signal = ref Pool<Signal>.At(slot);
        if (signal.Kind == SignalKind.Message && signal.Small.TryRead(out value))
        {
            Remove(me, ref self, slot, 0, ref signal);
            return true;
        }

        me.Release();
        value = default;
        return false;
    }

    /// <summary>Takes a message that the process was shown already, and stands for it.</summary>
    public static object? Accept(RunningContext me, ref ProcessRecord self, int slot, int previous, object? shown)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        me.Hold();
        if (signal.Small.IsNone)
        {
            _ = signal.Payload.Take();
        }

        Remove(me, ref self, slot, previous, ref signal);
        return shown;
    }

    /// <summary>A copy of a small message, which stays in the mailbox.</summary>
    /// <exception cref="OutOfMemoryException">There is no memory for it, or the process's limit says so.</exception>
    public static object? Copy(RunningContext me, ref Signal signal)
    {
        while (true)
        {
            me.Hold();
            bool isThere = signal.Small.TryTake(me, out object? copy);
            me.Release();
            if (isThere)
            {
                return copy;
            }

            MakeRoom(me, ref signal);
        }
    }

    // In the stretch with preemption off that made it the process's, which ends here.
    private static void Remove(
        RunningContext me, ref ProcessRecord self, int slot, int previous, ref Signal signal)
    {
        Mailbox.Remove(ref self, slot, previous, ref signal);
        Pool<Signal>.Return(me, slot);
        self.Reductions++;
        me.Release();
    }

    private static void MakeRoom(RunningContext me, ref Signal signal)
    {
        if (!signal.Small.TryPrepareTake(me))
        {
            throw new OutOfMemoryException("No memory for a message in the heap of its receiver.");
        }
    }
}
