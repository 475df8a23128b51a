// How a process is to be when it begins. OTP: spawn_opt/4.
namespace Cosmos.Runtime;

/// <summary>The four priorities of OTP's process_flag(priority, Level).</summary>
public enum Priority : byte
{
    /// <summary>Runs once for every eight turns of a process at normal.</summary>
    Low,

    /// <summary>The default.</summary>
    Normal,

    /// <summary>Runs before normal and low: while one is ready, they wait.</summary>
    High,

    /// <summary>Runs before all others. For work that must not wait; keep it short.</summary>
    Max,
}

/// <summary>A limit of a heap. OTP: process_flag(max_heap_size, …).</summary>
/// <param name="Bytes">What the heap may hold, messages taken included.</param>
/// <param name="Kill">The process ends with reason <c>killed</c> when it holds more.</param>
/// <param name="Report">A report goes to the log when it does.</param>
/// <param name="Throw">Instead of ending, the allocation throws OutOfMemoryException. Kill must be false.</param>
public sealed record MaxHeapSize(long Bytes, bool Kill = true, bool Report = true, bool Throw = false);

/// <summary>Options of <see cref="Process.Spawn(Action, SpawnOptions?)"/> and its kin.</summary>
public sealed record SpawnOptions
{
    /// <summary>The name to register it by before it runs; none by default.</summary>
    public Atom Name { get; init; }

    /// <summary>Its priority.</summary>
    public Priority Priority { get; init; } = Priority.Normal;

    /// <summary>Its heap is never made smaller than this; 0: the smallest there is. OTP: min_heap_size.</summary>
    public long MinimumHeapBytes { get; init; }

    /// <summary>The limit of its heap; null: that of its parent.</summary>
    public MaxHeapSize? MaxHeap { get; init; }

    /// <summary>
    /// Messages that may wait in its mailbox; one more ends the process with reason <c>mailbox_limit</c>. 0: no limit.
    /// </summary>
    public int MailboxLimit { get; init; }

    /// <summary>
    /// The number of the only core that may run it, from 1; 0: any, which is the default. OTP: the option scheduler.
    /// </summary>
    public int Core { get; init; }
}
