// A lock for the few places that an interrupt handler and the code it interrupts, or two cores, may both want.
// Interrupts are masked while it is held, so its holder is never preempted; hence hold it for a bounded, short time,
// and neither allocate nor block inside.
//
// Nor may the holder's stack have to grow: serving that page fault takes the same locks. So the outermost lock, which
// is the one that finds interrupts on, first touches the stack that its holder is going to need.
using System.Threading;

namespace Cosmos.Core.Platforms.X86.Cpu;

/// <summary>A spin lock that masks interrupts. A zero value is an open lock.</summary>
internal unsafe struct InterruptSpinLock
{
    // RFLAGS.IF; Intel SDM Vol. 1 §3.4.3.3.
    private const ulong InterruptsWereOn = 1 << 9;

    // What runs under a lock is a few frames deep.
    private const int StackNeeded = 4096;

    private int _held;

    /// <summary>Takes the lock; the answer goes to <see cref="Release"/>. Not reentrant.</summary>
    public ulong Acquire()
    {
        ulong flags = Processor.DisableInterrupts();
        if ((flags & InterruptsWereOn) != 0)
        {
            // Safety: the stack's own memory, or its guard when the end is so near that nothing could be done here.
            byte here = 0;
            _ = Volatile.Read(ref *(&here - StackNeeded));
        }

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
