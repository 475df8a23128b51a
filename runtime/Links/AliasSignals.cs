// Aliases: a reference as the address of the process that made it, for as long as it wants. What comes through one that
// is no more is dropped on arrival, so a late answer never gets into the mailbox. OTP: erlang:alias/1.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Signals;

namespace Cosmos.Runtime.Links;

/// <summary>The running process's aliases. Preemption off.</summary>
internal static class AliasSignals
{
    /// <summary>Whether a message through an alias is let in; ends aliases that are for one message.</summary>
    public static bool Accept(ref ProcessRecord self, Pid pid, ref Signal signal)
    {
        int slot = References.Find(signal.Reference, pid);
        if (slot == 0)
        {
            return false;
        }

        switch (Pool<ReferenceRecord>.At(slot).Alias)
        {
            case AliasMode.None:
                return false;
            case AliasMode.Reply:
                References.EndAlias(ref self, slot);
                return true;
            case AliasMode.ReplyDemonitor:
                MonitorSignals.Demonitor(ref self, pid, signal.Reference);
                return true;
            default:
                return true;
        }
    }

    /// <summary>Whether an answer is let in: somebody waits for it. It is the last one.</summary>
    public static bool AcceptReply(ref ProcessRecord self, Pid pid, ref Signal signal)
    {
        int slot = References.Find(signal.Reference, pid);
        AliasMode mode = slot == 0 ? AliasMode.None : Pool<ReferenceRecord>.At(slot).Alias;
        if (mode == AliasMode.None)
        {
            return false;
        }

        if (mode != AliasMode.ReplyDemonitor)
        {
            return Accept(ref self, pid, ref signal);
        }

        if ((signal.Flags & SignalFlags.Settled) != 0)
        {
            References.EndMonitor(ref self, slot);
        }
        else
        {
            MonitorSignals.Demonitor(ref self, pid, signal.Reference);
        }

        return true;
    }
}
