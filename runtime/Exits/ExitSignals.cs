// What an exit signal does to its receiver: ends it, becomes a message, or nothing.
// OTP: Erlang Reference Manual, Processes, "Receiving Exit Signals".
using Cosmos.Core.Abi;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Exits;

/// <summary>Handling of exit signals by the running process. Preemption off.</summary>
internal static class ExitSignals
{
    /// <summary>
    /// Handles the signal in <paramref name="slot"/> and disposes of it. Through a link the reason <c>kill</c> is a
    /// reason like others.
    /// </summary>
    public static void Handle(ref ProcessRecord self, Pid pid, int slot, ref Signal signal, bool isLink)
    {
        var reason = (ExitReason?)signal.Payload.Peek();
        if (!isLink && reason is { IsKill: true })
        {
            SignalSlots.ReturnWithPayload(slot);
            Termination.Die(ref self, NodeState.Current.Killed);
            return;
        }

        if (self.Has(ProcessFlags.TrapExit))
        {
            Inbox.CountMessage(ref self, ref signal);
            signal.Kind = SignalKind.ExitMessage;
            Mailbox.Append(ref self, slot);
            return;
        }

        if (reason is null or { IsNormal: true } && (isLink || signal.From != pid))
        {
            SignalSlots.ReturnWithPayload(slot);
            return;
        }

        Parcel why = signal.Payload;
        SignalSlots.Return(slot);
        Termination.Die(ref self, why);
    }
}
