// A message on its way into the receiver's inbox. A small one goes from the sender's heap into its record and from
// there into the inbox in one stretch with preemption off: it is at its sender or on its way, and nothing of it can be
// left over. What is no small message, cannot travel or finds no record takes the way of Packing, which has an answer
// for all of that. Requests and answers of behaviours go the same ways.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Signals;

/// <summary>Sending of messages by the running process. Preemption on, unless a member says otherwise.</summary>
internal static class Sending
{
    /// <summary>Sends an object to a process.</summary>
    public static void Send(Pid to, object? message)
    {
        RunningContext me = ProcessTable.Running;
        int slot = Pack(me, message, SmallParcel.MostWords);
        Post(me, to, SignalKind.Message, SignalFlags.None, slot);
    }

    /// <summary>Sends an object through an alias.</summary>
    /// <param name="to">Who made it.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="flags">What to do with it there.</param>
    /// <param name="message">The message.</param>
    public static void Send(Pid to, Ref alias, SignalFlags flags, object? message)
    {
        RunningContext me = ProcessTable.Running;
        int slot = Pack(me, message, SmallParcel.MostWords);
        Pool<Signal>.At(slot).Reference = alias;
        Post(me, to, SignalKind.Message, flags, slot);
    }

    /// <summary>Sends a value, which is no object on its way if it is small and holds no references.</summary>
    public static void SendValue<T>(Pid to, T message)
        where T : struct
    {
        RunningContext me = ProcessTable.Running;
        me.Hold();
        int slot = Pool<Signal>.Rent(me);
        if (slot != 0 && Pool<Signal>.At(slot).Small.TryWrite(message))
        {
            Post(me, to, SignalKind.Message, SignalFlags.None, slot);
            return;
        }

        GiveBack(me, slot);
        SmallParcel.Learn<T>();
        Send(to, (object)message);
    }

    /// <summary>
    /// A signal that holds a message, in one form or the other; all else of it is undefined. From here on preemption is
    /// off.
    /// </summary>
    /// <param name="me">The running context.</param>
    /// <param name="message">The message; copied.</param>
    /// <param name="mostWords">The most words of a small one.</param>
    /// <exception cref="CannotTravelException">It holds what cannot travel.</exception>
    /// <exception cref="OutOfMemoryException">No memory for it.</exception>
    public static int Pack(RunningContext me, object? message, int mostWords)
    {
        me.Hold();
        int slot = Pool<Signal>.Rent(me);
        if (slot != 0 && Pool<Signal>.At(slot).Small.TryPack(me, message, mostWords))
        {
            return slot;
        }

        GiveBack(me, slot);
        return PackApart(me, message);
    }

    /// <summary>
    /// Sends what <see cref="Pack"/> has made, or drops it when there is no such process. Preemption is off, and on
    /// again afterwards.
    /// </summary>
    public static void Post(RunningContext me, Pid to, SignalKind kind, SignalFlags flags, int slot)
    {
        if (!TryPost(me, to, kind, flags, slot))
        {
            SignalSlots.ReturnWithPayload(slot);
        }

        me.Release();
    }

    /// <summary>
    /// The same; the signal is the caller's still when there is no such process. Preemption stays off.
    /// </summary>
    public static bool TryPost(RunningContext me, Pid to, SignalKind kind, SignalFlags flags, int slot)
    {
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.Kind = kind;
        signal.Flags = flags;
        Pool<ProcessRecord>.At(me.Number).Reductions++;
        return signal.Small.IsNone ? Outbox.TrySend(to, slot) : Inbox.TryPushSmall(me, to, slot, ref signal);
    }

    private static int PackApart(RunningContext me, object? message)
    {
        Parcel parcel = Packing.Pack(message);
        me.Hold();
        int slot = SignalSlots.TryRent(SignalKind.Message);
        if (slot == 0)
        {
            parcel.Discard();
            me.Release();
            throw new OutOfMemoryException("No memory for a signal.");
        }

        Pool<Signal>.At(slot).Payload = parcel;
        return slot;
    }

    private static void GiveBack(RunningContext me, int slot)
    {
        if (slot != 0)
        {
            Pool<Signal>.Return(me, slot);
        }

        me.Release();
    }
}
