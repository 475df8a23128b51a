// From a pid to the inbox of the process it names.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Signals;

/// <summary>Sending. Preemption off.</summary>
internal static class Outbox
{
    /// <summary>Makes a signal and delivers it, or drops it when there is no such process.</summary>
    /// <param name="kind">What it says.</param>
    /// <param name="from">Who says it.</param>
    /// <param name="to">To whom.</param>
    /// <param name="reference">What it is about.</param>
    /// <param name="payload">What goes with it; consumed.</param>
    /// <param name="value">The number that goes with it.</param>
    public static void Post(
        SignalKind kind, Pid from, Pid to, Ref reference = default, Parcel payload = default, long value = 0)
    {
        int slot = SignalSlots.Rent(kind);
        ref Signal signal = ref Pool<Signal>.At(slot);
        signal.From = from;
        signal.Reference = reference;
        signal.Payload = payload;
        signal.Value = value;
        SendOrDrop(to, slot);
    }

    /// <summary>Delivers a signal. False: no such process; the signal is the caller's still.</summary>
    public static bool TrySend(Pid to, int slot) =>
        to.IsLocal && Pool<ProcessRecord>.Contains((int)to.Id) && Inbox.TryPush((int)to.Id, to.Serial, slot);

    /// <summary>Delivers a signal, or drops it when there is no such process.</summary>
    public static void SendOrDrop(Pid to, int slot)
    {
        if (!TrySend(to, slot))
        {
            SignalSlots.ReturnWithPayload(slot);
        }
    }
}
