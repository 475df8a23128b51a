// Win32 events, which CoreLib's locks wait on when they are contended. A process that waits gives way and looks again
// when it is its turn: contention is rare, and short. Who sets an event may run on another core; the latch makes one
// wait only see what is reset by it.
using System.Runtime;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Contexts;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.NativeAot.Win32;

/// <summary>Kernel objects that can be waited for.</summary>
internal static unsafe class Events
{
    private const uint ManualReset = 1;
    private const uint InitiallySet = 2;
    private const uint WaitTimeout = 258;
    private const uint WaitFailed = 0xFFFF_FFFF;
    private const uint Magic = 0x45564E54;

    private static CoreLatch s_latch;

    [StructLayout(LayoutKind.Sequential)]
    private struct Event
    {
        public uint Magic;
        public int IsSet;
        public int IsManual;
        public int References;
    }

    [RuntimeExport("CreateEventExW")]
    private static nint Create(nint attributes, char* name, uint flags, uint access)
    {
        var created = (Event*)KernelMemory.Allocate((nuint)sizeof(Event));
        if (created == null)
        {
            return LastError.Fail(Win32Error.NotEnoughMemory);
        }

        created->Magic = Magic;
        created->IsManual = (flags & ManualReset) != 0 ? 1 : 0;
        created->IsSet = (flags & InitiallySet) != 0 ? 1 : 0;
        created->References = 1;
        return (nint)created;
    }

    [RuntimeExport("SetEvent")]
    private static int Set(Event* target) => Change(target, 1);

    [RuntimeExport("ResetEvent")]
    private static int Reset(Event* target) => Change(target, 0);

    [RuntimeExport("CloseHandle")]
    private static int Close(Event* target)
    {
        if (!IsEvent(target))
        {
            return IsPseudoHandle(target) ? 1 : LastError.Fail(Win32Error.InvalidHandle);
        }

        if (Interlocked.Decrement(ref target->References) == 0)
        {
            KernelMemory.Free(target, (nuint)sizeof(Event));
        }

        return 1;
    }

    [RuntimeExport("DuplicateHandle")]
    private static int Duplicate(
        nint sourceProcess, Event* source, nint targetProcess, nint* target, uint access, int inherit, uint options)
    {
        if (!IsEvent(source) && !IsPseudoHandle(source))
        {
            return LastError.Fail(Win32Error.InvalidHandle);
        }

        if (IsEvent(source))
        {
            Interlocked.Increment(ref source->References);
        }

        *target = (nint)source;
        return 1;
    }

    [RuntimeExport("WaitForMultipleObjectsEx")]
    private static uint Wait(uint count, Event** handles, int all, uint milliseconds, int alertable)
    {
        for (uint i = 0; i < count; i++)
        {
            if (!IsEvent(handles[i]))
            {
                LastError.Fail(Win32Error.InvalidHandle);
                return WaitFailed;
            }
        }

        long began = Platform.MonotonicNanoseconds();
        long deadline = Waiting.DeadlineAfter(milliseconds);
        while (true)
        {
            s_latch.Acquire();
            uint first = FirstSet(count, handles, all != 0);
            s_latch.Release();
            if (first < count)
            {
                return first;
            }

            if (Platform.MonotonicNanoseconds() >= deadline)
            {
                return WaitTimeout;
            }

            Waiting.Once(deadline, began);
        }
    }

    [RuntimeExport("RhCompatibleReentrantWaitAny")]
    private static uint WaitAny(int alertable, int milliseconds, int count, Event** handles)
        => Wait((uint)count, handles, 0, (uint)milliseconds, alertable);

    private static uint FirstSet(uint count, Event** handles, bool all)
    {
        uint set = 0;
        uint first = count;
        for (uint i = 0; i < count; i++)
        {
            if (handles[i]->IsSet != 0)
            {
                set++;
                first = first == count ? i : first;
            }
        }

        if (set == 0 || (all && set != count))
        {
            return count;
        }

        for (uint i = all ? 0 : first; i < (all ? count : first + 1); i++)
        {
            if (handles[i]->IsManual == 0)
            {
                handles[i]->IsSet = 0;
            }
        }

        return all ? 0 : first;
    }

    private static int Change(Event* target, int isSet)
    {
        if (!IsEvent(target))
        {
            return LastError.Fail(Win32Error.InvalidHandle);
        }

        s_latch.Acquire();
        target->IsSet = isSet;
        s_latch.Release();
        return 1;
    }

    // GetCurrentProcess and GetCurrentThread are -1 and -2; the standard streams are 1 and 2 (StandardStreams).
    private static bool IsPseudoHandle(Event* handle) => (nint)handle is >= -2 and <= 2;

    private static bool IsEvent(Event* handle) => !IsPseudoHandle(handle) && handle->Magic == Magic;
}
