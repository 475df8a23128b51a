// From a pid to the inbox of the process it names.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Signals;

/// <summary>Sending. Preemption off.</summary>
internal static class Outbox
{
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
