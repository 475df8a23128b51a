// A lock for the few places that an interrupt handler and the code it interrupts, or two cores, may both want.
// Interrupts are masked while it is held, so its holder is never preempted; hence hold it for a bounded, short time,
// and neither allocate nor block inside.
using System.Threading;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>A spin lock that masks interrupts. A zero value is an open lock.</summary>
internal struct InterruptSpinLock
{
    private int _held;

    /// <summary>Takes the lock; the answer goes to <see cref="Release"/>. Not reentrant.</summary>
    public ulong Acquire()
    {
        ulong flags = Processor.DisableInterrupts();
        while (Interlocked.CompareExchange(ref _held, 1, 0) != 0)
        {
            Processor.Pause();
        }

        return flags;
    }

    /// <summary>Gives the lock back and lets interrupts in again if they were in before.</summary>
    public void Release(ulong flags)
    {
        Volatile.Write(ref _held, 0);
        Processor.RestoreInterrupts(flags);
    }
}
