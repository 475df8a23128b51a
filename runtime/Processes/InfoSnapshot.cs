using System.Runtime.InteropServices;
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>
/// What a process says of itself when asked, outside of every heap: it may be asked in the middle of its own code,
/// where it cannot make objects. Pids of links and watchers follow in further slots.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct InfoSnapshot
{
    /// <summary>The next slot of the same answer; 0: none.</summary>
    public int Next;

    /// <summary>What this slot holds.</summary>
    public InfoPart Part;

    /// <summary>A link, a watcher or what is monitored; in the first slot the process itself.</summary>
    public Pid Pid;

    /// <summary>Its name; for a monitor by name, that name.</summary>
    public Atom Name;

    /// <summary>First slot: what it is doing.</summary>
    public ProcessStatus Status;

    /// <summary>First slot: its priority.</summary>
    public Priority Priority;

    /// <summary>First slot: whether it traps exits.</summary>
    public bool TrapsExits;

    /// <summary>First slot: whether breaches of its limit are reported.</summary>
    public bool ReportsHeap;

    /// <summary>First slot: its heap.</summary>
    public HeapStatistics Heap;

    /// <summary>First slot: messages in its mailbox.</summary>
    public int MailboxLength;

    /// <summary>First slot: work done.</summary>
    public ulong Reductions;

    /// <summary>First slot: where it is.</summary>
    public ulong Function;

    /// <summary>First slot: its heap's limit.</summary>
    public long MaximumHeap;

    /// <summary>First slot: and what it does.</summary>
    public HeapLimitAction MaximumHeapAction;
}

/// <summary>What a slot of an answer holds.</summary>
internal enum InfoPart : byte
{
    /// <summary>The process itself.</summary>
    Process,

    /// <summary>One of its links.</summary>
    Link,

    /// <summary>One of its monitors.</summary>
    Monitor,

    /// <summary>One of its watchers.</summary>
    Watcher,
}
