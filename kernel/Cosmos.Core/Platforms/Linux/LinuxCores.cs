// Cores are threads, made without a C library: clone(2) with the stack and FS base of the context that the core will
// idle in. More of them than processors is allowed, which is good for tests and bad for speed, so it costs a line.
// They are not bound to processors: Linux knows better what else runs on them.
//
// Interrupts between them are signals to a thread (tgkill(2)). One of its own stops a core for good, wherever it is.
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Cosmos.Core.Boot;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The threads that play cores.</summary>
internal static unsafe class LinuxCores
{
    private const long SetGs = 0x1001; // ARCH_SET_GS
    private const long FutexWaitPrivate = 128;
    private const long FutexWakePrivate = 129;
    private const int AffinityBytes = 1024;
    private const nuint IdleStackBytes = 128 * 1024;
    private const long StartPatienceNs = 5_000_000_000;
    private const long StopPatienceNs = 1_000_000_000;

    // Stages of a start.
    private const int Starting = 0;
    private const int Failed = 1;
    private const int Arrived = 2;

    private static Records s_records = default;
    private static int s_otherCount;
    private static int s_process;

    /// <summary>Cores in use.</summary>
    public static int Count => s_otherCount + 1;

    /// <summary>The record of a core, 1 to <see cref="Count"/>.</summary>
    // Safety: a static without references never moves.
    public static LinuxCore* Of(int number) => (LinuxCore*)Unsafe.AsPointer(ref s_records[number - 1]);

    /// <summary>Makes the process's first thread core 1.</summary>
    public static void InitializeFirst()
    {
        s_process = (int)SystemCall.Invoke(SystemCall.Getpid);
        Enter(Of(1), number: 1);
    }

    /// <summary>Starts up to <paramref name="most"/> - 1 other cores. By default as many as there are processors.
    /// </summary>
    public static void Start(int most)
    {
        int processors = Processors();
        bool isGiven = BootOptions.IsGiven("cores"u8) && !BootOptions.Is("cores"u8, "all"u8);
        int wanted = isGiven || processors > most ? most : processors;
        if (wanted > processors)
        {
            Report("cores: as many threads as wanted, on fewer processors: "u8, processors);
        }

        for (int number = 2; number <= wanted; number++)
        {
            if (!TryStart(number))
            {
                Report("cores: Linux gives no thread for core "u8, number);
                return;
            }

            Volatile.Write(ref s_otherCount, number - 1);
        }
    }

    /// <inheritdoc cref="Platform.RequestOfCore"/>
    public static void Request(int core, uint wish)
    {
        LinuxCore* record = Of(core);
        if (CoreRequests.Add(ref record->Requests, wish))
        {
            Kill(record, LinuxSignals.SigRequest);
        }
    }

    /// <inheritdoc cref="Platform.StopOtherCores"/>
    public static void StopOthers()
    {
        int self = LinuxCore.Current->Number;
        for (int core = 1; core <= Count; core++)
        {
            if (core != self)
            {
                Kill(Of(core), LinuxSignals.SigStop);
            }
        }

        for (int core = 1; core <= Count; core++)
        {
            if (core != self)
            {
                WaitForStop(Of(core));
            }
        }
    }

    /// <inheritdoc cref="Platform.RetireCore"/>
    public static void Retire(int core)
    {
        Kill(Of(core), LinuxSignals.SigStop);
        WaitForStop(Of(core));
    }

    /// <summary>In the handler of the signal that stops a core: it executes nothing from here on.</summary>
    [DoesNotReturn]
    public static void StopHere(CpuState* state)
    {
        LinuxCore* core = LinuxCore.Current;
        core->Stopped = *state;
        core->StoppedProcess = Context.CurrentBlock->Number;
        Volatile.Write(ref *(ulong*)&core->StoppedAt, (ulong)&core->Stopped);
        Halt();
    }

    /// <inheritdoc cref="Platform.HaltCore"/>
    [DoesNotReturn]
    public static void Halt()
    {
        LinuxSignals.BlockAll();
        while (true)
        {
            _ = SystemCall.Invoke(SystemCall.Ppoll, 0, 0, 0, 0);
        }
    }

    private static bool TryStart(int number)
    {
        LinuxCore* core = Of(number);
        ContextBlock* idle = Context.Create(null, 0, IdleStackBytes);
        if (idle == null)
        {
            return false;
        }

        idle->Core = (ushort)number;
        idle->IsRunning = 1;
        core->Idle = idle;
        core->Number = number;
        if (StartThread(idle, idle->StackHigh, core) < 0)
        {
            return false;
        }

        long deadline = LinuxPlatform.MonotonicNanoseconds() + StartPatienceNs;
        while (Volatile.Read(ref core->Stage) == Starting)
        {
            long remaining = deadline - LinuxPlatform.MonotonicNanoseconds();
            if (remaining <= 0)
            {
                return false;
            }

            TimeSpec timeout = TimeSpec.FromNanoseconds(remaining);
            _ = SystemCall.Invoke(
                SystemCall.Futex, (long)&core->Stage, FutexWaitPrivate, Starting, (long)&timeout);
        }

        return core->Stage == Arrived;
    }

    [RuntimeExport("CosmosLinuxCore")]
    private static void Arrive(LinuxCore* core)
    {
        Enter(core, core->Number);
        bool isReady = LinuxSignals.TryMakeStack() && LinuxAlarm.TryInitialize();
        Volatile.Write(ref core->Stage, isReady ? Arrived : Failed);
        _ = SystemCall.Invoke(SystemCall.Futex, (long)&core->Stage, FutexWakePrivate, 1);
        if (!isReady)
        {
            Halt();
        }

        CoreGate.Enter();
    }

    private static void Enter(LinuxCore* core, int number)
    {
        core->Self = core;
        core->Number = number;
        core->Thread = (int)SystemCall.Invoke(SystemCall.Gettid);
        _ = SystemCall.Invoke(SystemCall.ArchPrctl, SetGs, (long)core);
    }

    private static void Kill(LinuxCore* core, int signal)
        => SystemCall.Invoke(SystemCall.Tgkill, s_process, core->Thread, signal);

    private static void WaitForStop(LinuxCore* core)
    {
        long deadline = LinuxPlatform.MonotonicNanoseconds() + StopPatienceNs;
        while (Volatile.Read(ref *(ulong*)&core->StoppedAt) == 0 && LinuxPlatform.MonotonicNanoseconds() < deadline)
        {
            Platform.Pause();
        }
    }

    // Those that the process may use (sched_getaffinity(2)).
    private static int Processors()
    {
        ulong* mask = stackalloc ulong[AffinityBytes / sizeof(ulong)];
        long bytes = SystemCall.Invoke(SystemCall.SchedGetaffinity, 0, AffinityBytes, (long)mask);
        int count = 0;
        for (int i = 0; i < bytes / sizeof(ulong); i++)
        {
            count += BitOperations.PopCount(mask[i]);
        }

        return count < 1 ? 1 : count;
    }

    private static void Report(System.ReadOnlySpan<byte> text, int number)
    {
        KernelConsole.Write(text);
        KernelConsole.WriteDecimal((long)number);
        KernelConsole.WriteLine();
    }

    [DllImport("*", EntryPoint = "cosmos_start_thread"), SuppressGCTransition]
    private static extern long StartThread(ContextBlock* fsBase, byte* stackTop, LinuxCore* argument);

    [InlineArray(Abi.Cores.Most)]
    private struct Records
    {
        private LinuxCore _first;
    }
}
