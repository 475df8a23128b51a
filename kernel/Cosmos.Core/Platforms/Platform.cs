// The seam between the kernel and what it runs on. One image holds both platforms; its entry point decides which one it
// is, and each member here picks by one predictable branch. Interfaces would read better but need a managed runtime,
// which does not exist yet when memory and console are first used. Everything above this file is the same on both.
//
// All members may be called before the runtime is up, from any context, with interrupts on or off, and allocate nothing
// on managed heaps. Console output may be called from fault handlers.
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.Linux;
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms;

/// <summary>The machine, or the operating system that plays it.</summary>
internal static unsafe class Platform
{
    private static PlatformKind s_kind;

    /// <summary>What the image was started by. Set once by the entry code, before anything else.</summary>
    public static PlatformKind Kind
    {
        get => s_kind;
        set => s_kind = value;
    }

    private static bool IsLinux => s_kind == PlatformKind.Linux;

    /// <summary>Bytes of memory that the kernel may use.</summary>
    public static nuint TotalMemory => IsLinux ? LinuxPlatform.TotalMemory : X86Platform.TotalMemory;

    /// <summary>Bytes of it that are not committed.</summary>
    public static nuint FreeMemory => IsLinux ? LinuxPlatform.FreeMemory : X86Platform.FreeMemory;

    /// <summary>Cores that run the kernel.</summary>
    public static int ProcessorCount => IsLinux ? LinuxPlatform.ProcessorCount : X86Platform.ProcessorCount;

    /// <summary>
    /// Called by who spins: on Linux the core that it waits for may have no processor. On the bare machine nothing.
    /// </summary>
    public static void YieldProcessor()
    {
        if (IsLinux)
        {
            LinuxPlatform.YieldProcessor();
        }
    }

    /// <summary>
    /// Starts other cores, as many as there are and <paramref name="most"/> allows; they wait at
    /// <see cref="CoreGate"/>. Once, on the boot core. [BootOnly]
    /// </summary>
    public static void StartCores(int most)
    {
        if (IsLinux)
        {
            LinuxCores.Start(most);
        }
        else
        {
            X86.Cores.CoreStartup.Run(most);
        }
    }

    /// <summary>The number of the core that executes this, also while contexts are switched and in handlers.</summary>
    public static int CurrentCore => IsLinux ? LinuxCore.Current->Number : X86.Cpu.CoreBlock.Current->Number;

    /// <summary>Interrupts another core with a wish of <see cref="CoreRequests"/>. Any context; never waits.</summary>
    public static void RequestOfCore(int core, uint wish)
    {
        if (IsLinux)
        {
            LinuxCores.Request(core, wish);
        }
        else
        {
            X86Platform.Request(core, wish);
        }
    }

    /// <summary>
    /// Stops all other cores where they are, whatever they do, and waits for it a bounded time; by
    /// <see cref="StoppedCores"/>.
    /// </summary>
    public static void StopOtherCores()
    {
        if (IsLinux)
        {
            LinuxCores.StopOthers();
        }
        else
        {
            X86Platform.StopOtherCores();
        }
    }

    /// <summary>How often a core has answered requests.</summary>
    public static uint ServedBy(int core) => IsLinux
        ? System.Threading.Volatile.Read(ref LinuxCores.Of(core)->Served)
        : System.Threading.Volatile.Read(ref X86.Cores.CoreTable.Block(core)->Served);

    /// <summary>The process that a stopped core ran; 0: none.</summary>
    public static int StoppedProcess(int core)
        => IsLinux ? LinuxCores.Of(core)->StoppedProcess : X86.Cores.CoreTable.Block(core)->StoppedProcess;

    /// <summary>The registers of a core that was stopped; null: it was not.</summary>
    public static CpuState* StoppedAt(int core)
        => IsLinux ? LinuxCores.Of(core)->StoppedAt : X86.Cores.CoreTable.Block(core)->StoppedAt;

    /// <summary>
    /// Sees to it that a core executes nothing any more, whatever it does: what it held is nobody's then. It never
    /// comes back. Preemption off.
    /// </summary>
    public static void RetireCore(int core)
    {
        if (IsLinux)
        {
            LinuxCores.Retire(core);
        }
        else
        {
            X86.Cores.LostCores.Retire(X86.Cores.CoreTable.Block(core));
        }

        CoreCalls.Forget(core);
        Contexts.Quiescence.Forget(core);
    }

    /// <summary>The running core executes nothing from here on.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void HaltCore()
    {
        if (IsLinux)
        {
            LinuxCores.Halt();
        }
        else
        {
            X86Platform.Stop();
        }
    }

    /// <summary>Tells the core that it is spinning.</summary>
    public static void Pause() => X86.Cpu.Processor.Pause();

    /// <summary>The running core forgets all translations of addresses; nothing to do where others see to it.</summary>
    public static void ForgetTranslations()
    {
        if (!IsLinux)
        {
            Translations.ForgetHere();
        }
    }

    /// <summary>
    /// The number of the last change that took memory away from an address, for <see cref="SettleMemory"/>: taken after
    /// a <see cref="DecommitStack"/>, it counts for it.
    /// </summary>
    public static ulong MemoryChanges => IsLinux ? 0 : Translations.Changes;

    /// <summary>
    /// Returns when no core reaches memory that was taken away by a change or before. Committing does this by itself;
    /// who uses addresses again without committing them, as stacks do that grow by faults, calls this first.
    /// Preemption off; no lock held that is taken with interrupts off. Cheap when nothing is to be done.
    /// </summary>
    public static void SettleMemory(ulong change)
    {
        if (!IsLinux)
        {
            Translations.Settle(change);
        }
    }

    /// <summary>
    /// Writes bytes to every console. Waits for slow ones, unless a driver has taken that over (<see
    /// cref="SendConsole"/>).
    /// </summary>
    public static void WriteConsole(byte* utf8, nuint length)
    {
        if (IsLinux)
        {
            LinuxPlatform.WriteConsole(utf8, length);
        }
        else
        {
            X86Platform.WriteConsole(utf8, length);
        }
    }

    /// <summary>
    /// Sends a piece of what writers or a driver that were ended have left to be written. Preemption off. False: there
    /// is none.
    /// </summary>
    public static bool TrySendConsole() => !IsLinux && X86Platform.TrySendConsole();

    /// <summary>
    /// When it has to be looked whether a driver that has the output sends it; <see cref="long.MaxValue"/>: never.
    /// </summary>
    public static long ConsoleOverdueAtNs => IsLinux ? long.MaxValue : X86.Console.SerialOutput.OverdueAtNs;

    /// <inheritdoc cref="Abi.ConsoleOutput.Send"/>
    public static void SendConsole(int line)
    {
        if (!IsLinux)
        {
            X86Platform.SendConsole(line);
        }
    }

    /// <summary>
    /// Reads from the console. Returns the bytes read; 0 when nothing is there or the input has ended.
    /// </summary>
    public static int ReadConsole(byte* buffer, nuint length, bool wait)
        => IsLinux ? LinuxPlatform.ReadConsole(buffer, length, wait) : X86Platform.ReadConsole(buffer, length, wait);

    /// <summary>Takes the input over, byte by byte and by interrupt: the line, or 0.</summary>
    public static int OpenConsoleInput() => IsLinux ? LinuxInput.TryOpen() : X86.Console.SerialInterrupt.TryOpen();

    /// <summary>Opens a port for Ethernet frames: its line, or 0. The bare machine has none, but devices.</summary>
    public static int OpenPackets(System.ReadOnlySpan<byte> name) => IsLinux ? LinuxPackets.TryOpen(name) : 0;

    /// <summary>Takes a frame; 0: there is none; -1: the port is gone.</summary>
    public static int ReadPacket(int line, byte* buffer, nuint room)
        => IsLinux ? LinuxPackets.Read(line, buffer, room) : -1;

    /// <summary>Sends a frame; false: it was not sent.</summary>
    public static bool WritePacket(int line, byte* frame, nuint length)
        => IsLinux && LinuxPackets.Write(line, frame, length);

    /// <summary>Reserves page-aligned address space without memory. Null: none left.</summary>
    public static void* ReserveMemory(nuint bytes)
        => IsLinux ? LinuxPlatform.ReserveMemory(bytes) : X86Platform.ReserveMemory(bytes);

    /// <summary>
    /// Puts zeroed memory behind reserved pages. False: the machine's memory is exhausted, nothing was done.
    /// </summary>
    public static bool CommitMemory(void* address, nuint bytes, MemoryAccess access)
        => IsLinux
            ? LinuxPlatform.CommitMemory(address, bytes, access)
            : X86Platform.CommitMemory(address, bytes, access);

    /// <summary>Takes the memory back; the addresses stay reserved.</summary>
    public static void DecommitMemory(void* address, nuint bytes)
    {
        if (IsLinux)
        {
            LinuxPlatform.DecommitMemory(address, bytes);
        }
        else
        {
            X86Platform.DecommitMemory(address, bytes);
        }
    }

    /// <summary>Takes memory and addresses back. The range must be one that was reserved.</summary>
    public static void ReleaseMemory(void* address, nuint bytes)
    {
        if (IsLinux)
        {
            LinuxPlatform.ReleaseMemory(address, bytes);
        }
        else
        {
            X86Platform.ReleaseMemory(address, bytes);
        }
    }

    /// <summary>Reserves address space for stacks; every page is a guard once it is prepared.</summary>
    public static void* ReserveStacks(nuint bytes)
        => IsLinux ? LinuxPlatform.ReserveStacks(bytes) : X86Platform.ReserveMemory(bytes);

    /// <summary>Makes a part of <see cref="ReserveStacks"/> usable. False: memory is exhausted.</summary>
    public static bool PrepareStacks(void* part, nuint bytes) => !IsLinux || LinuxPlatform.PrepareStacks(part, bytes);

    /// <summary>
    /// Puts zeroed memory behind the ends of prepared slots that have none there: one call for many.
    /// </summary>
    /// <param name="part">Where slot 0 begins.</param>
    /// <param name="slots">A bit for each slot.</param>
    /// <param name="slotBytes">Their size.</param>
    /// <param name="bytes">How much at the end of each.</param>
    /// <returns>The bits of those that have it now; without the others memory is exhausted.</returns>
    public static uint CommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes)
        => IsLinux
            ? LinuxPlatform.CommitStackTops(part, slots, slotBytes, bytes)
            : X86Platform.CommitStackTops(part, slots, slotBytes, bytes);

    /// <summary>Takes back what a prepared part has of memory; all of it is guards again.</summary>
    /// <param name="part">Where it begins.</param>
    /// <param name="bytes">Its length.</param>
    /// <param name="committed">How much memory that is.</param>
    public static void DecommitStacks(void* part, nuint bytes, nuint committed)
    {
        if (IsLinux)
        {
            LinuxPlatform.DecommitStacks(part, bytes, committed);
        }
        else
        {
            X86Platform.DecommitMemory(part, bytes);
        }
    }

    /// <summary>The same for the ends of some slots, which have no memory elsewhere.</summary>
    /// <param name="part">Where slot 0 begins.</param>
    /// <param name="slots">A bit for each slot.</param>
    /// <param name="slotBytes">Their size.</param>
    /// <param name="bytes">The most that any has at its end.</param>
    /// <param name="committed">How much memory that is, together.</param>
    public static void DecommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes, nuint committed)
    {
        if (IsLinux)
        {
            LinuxPlatform.DecommitStackTops(part, slots, slotBytes, bytes, committed);
        }
        else
        {
            X86Platform.DecommitStackTops(part, slots, slotBytes, bytes);
        }
    }

    /// <summary>Bytes of page tables that go back with the last memory of so much address space.</summary>
    public static nuint TableBytes(nuint bytes) => IsLinux ? 0 : X86Platform.TableBytes(bytes);

    /// <summary>
    /// Puts zeroed memory behind pages of a prepared slot that have none. Callable by the page-fault handler, whatever
    /// it interrupted. False: memory is exhausted.
    /// </summary>
    public static bool CommitStack(void* address, nuint bytes)
        => IsLinux
            ? LinuxPlatform.CommitStack(address, bytes)
            : X86Platform.CommitMemory(address, bytes, MemoryAccess.ReadWrite);

    /// <summary>Takes the memory back, all of which was committed; the pages are guards again.</summary>
    public static void DecommitStack(void* address, nuint bytes)
    {
        if (IsLinux)
        {
            LinuxPlatform.DecommitStack(address, bytes);
        }
        else
        {
            X86Platform.DecommitMemory(address, bytes);
        }
    }

    /// <summary>Changes what may be done with committed pages.</summary>
    public static bool ProtectMemory(void* address, nuint bytes, MemoryAccess access)
        => IsLinux
            ? LinuxPlatform.ProtectMemory(address, bytes, access)
            : X86Platform.ProtectMemory(address, bytes, access);

    /// <summary>Nanoseconds since boot. Never goes back.</summary>
    public static long MonotonicNanoseconds()
        => IsLinux ? LinuxPlatform.MonotonicNanoseconds() : X86Platform.MonotonicNanoseconds();

    /// <summary>Nanoseconds since the kernel's first instruction, which is before the clock starts.</summary>
    public static long NanosecondsSinceEntry()
        => IsLinux ? LinuxPlatform.NanosecondsSinceEntry() : X86Platform.NanosecondsSinceEntry();

    /// <summary>UTC, in nanoseconds since 1970-01-01.</summary>
    public static long WallClockUnixNanoseconds()
        => IsLinux ? LinuxPlatform.WallClockUnixNanoseconds() : X86Platform.WallClockUnixNanoseconds();

    /// <summary>Lets the core sleep until <see cref="MonotonicNanoseconds"/> reaches the deadline.</summary>
    public static void WaitUntil(long monotonicNanoseconds)
    {
        if (IsLinux)
        {
            LinuxPlatform.WaitUntil(monotonicNanoseconds);
        }
        else
        {
            X86Platform.WaitUntil(monotonicNanoseconds);
        }
    }

    /// <summary>Sets the running core's alarm; see <see cref="Abi.CoreTimer.Arm"/>.</summary>
    public static void ArmTimer(long monotonicNanoseconds)
    {
        if (IsLinux)
        {
            LinuxAlarm.Arm(monotonicNanoseconds);
        }
        else
        {
            CoreAlarm.Arm(monotonicNanoseconds);
        }
    }

    /// <summary>Sleeps in the idle context; see <see cref="Abi.CoreTimer.Sleep"/>.</summary>
    public static void SleepUntilWork(long monotonicNanoseconds)
    {
        if (IsLinux)
        {
            LinuxAlarm.Sleep(monotonicNanoseconds);
        }
        else
        {
            CoreAlarm.Sleep(monotonicNanoseconds);
        }
    }

    /// <summary>Lets interrupts in, for good: what runs from here on holds off preemption instead.</summary>
    public static void EnableInterrupts()
    {
        if (!IsLinux)
        {
            X86.Cpu.Processor.EnableInterrupts();
        }
    }

    /// <summary>Fills the buffer with cryptographically strong random bytes.</summary>
    public static void FillEntropy(byte* buffer, nuint length)
    {
        if (IsLinux)
        {
            LinuxPlatform.FillEntropy(buffer, length);
        }
        else
        {
            X86Platform.FillEntropy(buffer, length);
        }
    }

    /// <summary>Ends the machine (or the Linux process) with <paramref name="exitCode"/>. Does not return.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void PowerOff(int exitCode)
    {
        if (IsLinux)
        {
            LinuxPlatform.PowerOff(exitCode);
        }
        else
        {
            X86Platform.PowerOff(exitCode);
        }
    }

    /// <summary>Starts the machine anew. Does not return.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Reboot()
    {
        if (IsLinux)
        {
            LinuxPlatform.Reboot();
        }
        else
        {
            X86Platform.Reboot();
        }
    }

    /// <summary>
    /// Keeps a record of <see cref="EpitaphRecord.Capacity"/> bytes for the run after a restart. False: it cannot.
    /// </summary>
    public static bool TryStoreRecord(EpitaphRecord* record)
        => IsLinux ? LinuxRecord.TryStore(record) : PreservedMemory.TryStore(record);

    /// <summary>Reads the record that the run before kept. False: there is none.</summary>
    public static bool TryLoadRecord(EpitaphRecord* record)
        => IsLinux ? LinuxRecord.TryLoad(record) : PreservedMemory.TryLoad(record);
}
