// What those who log know of a handler, outside of every heap: whom to send to, from which level on, and how long its
// queue may become. Only the log's process writes it, but for the counters.
using System.Runtime.InteropServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Processes;

namespace Cosmos.Runtime.Logging;

/// <summary>A handler. Its slot is its place for as long as it is one.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct HandlerRecord
{
    /// <summary>Handlers there may be.</summary>
    public const int Most = 16;

    /// <summary>Its name; none: the place is free.</summary>
    public Atom Id;

    /// <summary>Its process: number and serial number in one word, so that both are read at once.</summary>
    public ulong Process;

    /// <summary>The least level that it gets.</summary>
    public byte Level;

    /// <summary>See <see cref="OverloadLimits.Sync"/>.</summary>
    public int Sync;

    /// <summary>See <see cref="OverloadLimits.Drop"/>.</summary>
    public int Drop;

    /// <summary>See <see cref="OverloadLimits.Patience"/>, in milliseconds.</summary>
    public long PatienceMs;

    /// <summary>Events that were dropped where they were made, and not told of yet.</summary>
    public long Dropped;

    /// <summary>Events dropped in all, in whatever way.</summary>
    public long DroppedInAll;

    /// <summary>The number of the latest event that it began with.</summary>
    public ulong Latest;

    /// <summary>Its process; none: it is being started.</summary>
    public readonly Pid Pid => new((uint)Process, (uint)(Process >> 32));

    /// <summary>Whether its process is there.</summary>
    public readonly bool IsThere => Process != 0 && ProcessTable.IsAlive(Pid);

    /// <summary>Messages in its mailbox, about.</summary>
    public readonly long QueueLength
    {
        get
        {
            ref ProcessRecord record = ref Pool<ProcessRecord>.At((int)(uint)Process);
            return (long)(record.MessagesIn - record.MessagesOut);
        }
    }

    /// <summary>A process as the record has it.</summary>
    public static ulong WordOf(Pid pid) => ((ulong)pid.Serial << 32) | pid.Id;
}
