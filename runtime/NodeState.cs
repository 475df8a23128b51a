// What there is once on a node: the source of unique numbers, the packed reasons that the runtime gives itself, and
// counters. One record in a pool, because the runtime has no mutable statics.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime;

/// <summary>The node's one record.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NodeState
{
    private const int Only = 1;

    /// <summary>Where references get their numbers.</summary>
    public UniqueNumbers Numbers;

    /// <summary>
    /// <see cref="ExitReason.Killed"/>, packed: it is shared, so it needs no memory and can be sent often.
    /// </summary>
    public Parcel Killed;

    /// <summary><see cref="ExitReason.NoProcess"/>, packed.</summary>
    public Parcel NoProcess;

    /// <summary>Reason of a process whose mailbox outgrew its limit, packed.</summary>
    public Parcel MailboxLimit;

    /// <summary>Reason of a process that was ended because the machine had no more memory, packed.</summary>
    public Parcel SystemLimit;

    /// <summary>
    /// The first process: when it ends by itself the machine is switched off, otherwise the machine has failed.
    /// </summary>
    public Pid Init;

    /// <summary>Processes alive.</summary>
    public int Processes;

    /// <summary>Processes that ended.</summary>
    public ulong Ended;

    /// <summary>Processes that ended by an error.</summary>
    public ulong Crashed;

    /// <summary>The record.</summary>
    public static ref NodeState Current => ref Pool<NodeState>.At(Only);

    /// <summary>A number that no reference of this node had.</summary>
    public static ulong NextUnique() => Current.Numbers.Next();
}
