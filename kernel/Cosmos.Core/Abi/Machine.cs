// What an image may know of and do to the machine it runs on. Part of the border between kernel and the rooms above.
using Cosmos.Core.Boot;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86.Boot;

namespace Cosmos.Core.Abi;

/// <summary>The machine. Callable by everyone once the image runs; nothing here blocks or allocates.</summary>
public static class Machine
{
    /// <summary>Bare metal or a Linux process.</summary>
    public static PlatformKind Platform => Platforms.Platform.Kind;

    /// <summary>Bytes of memory that the kernel may use.</summary>
    public static ulong TotalMemory => Platforms.Platform.TotalMemory;

    /// <summary>Bytes of it that nobody has.</summary>
    public static ulong FreeMemory => Platforms.Platform.FreeMemory;

    /// <summary>The memory: what is used, what lies idle, what is free.</summary>
    public static MemoryUse Memory => Core.Memory.Reclaiming.Use;

    /// <summary>Lines of the firmware's memory map. A Linux process has none.</summary>
    public static int MemoryRegions => Platform == PlatformKind.Linux ? 0 : BootX86.Info.Memory.Count;

    /// <summary>Nanoseconds since boot; never goes back.</summary>
    public static long UptimeNanoseconds => Platforms.Platform.MonotonicNanoseconds();

    /// <summary>Nanoseconds from the kernel's first instruction to the creation of the image's Kernel.</summary>
    public static long StartNanoseconds => Startup.ManagedMainNanoseconds;

    /// <summary>A line of the firmware's memory map.</summary>
    /// <param name="index">0 to <see cref="MemoryRegions"/> - 1.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">There is no such line.</exception>
    public static MemoryRegion MemoryRegion(int index)
    {
        System.ArgumentOutOfRangeException.ThrowIfNegative(index);
        System.ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, MemoryRegions);
        BootMemoryEntry entry = BootX86.Info.Memory.Entries[index];
        return new MemoryRegion(entry.Address, entry.Length, (MemoryRegionKind)entry.Type);
    }

    /// <summary>Fills a span with bytes that nobody outside can guess.</summary>
    public static unsafe void FillRandom(System.Span<byte> bytes)
    {
        // Safety: the span is pinned for the call.
        fixed (byte* start = bytes)
        {
            Platforms.Platform.FillEntropy(start, (nuint)bytes.Length);
        }
    }

    /// <summary>
    /// Does a piece of what can wait until a core has nothing else to do: gives idle memory back that is not needed,
    /// writes what processes that were ended had begun to write, or a driver that was ended had not written yet.
    /// Preemption off; takes some tens of microseconds, or as long as the serial line takes for 16 bytes. False: there
    /// was nothing.
    /// </summary>
    public static bool TryTidyUp() => Core.Memory.Reclaiming.TryTidy() || Platforms.Platform.TrySendConsole();

    /// <summary>
    /// When such a core shall ask again though nothing has happened, as <see cref="Clock.Now"/> counts;
    /// <see cref="long.MaxValue"/>: it need not.
    /// </summary>
    public static long TidyUpAtNs =>
        System.Math.Min(Core.Memory.Reclaiming.TidyAtNs, Platforms.Platform.ConsoleOverdueAtNs);

    /// <summary>
    /// Gives back everything that lies idle, because a process was refused memory. Preemption on; others may run
    /// meanwhile.
    /// </summary>
    /// <param name="bytes">What it was refused; 0: not known.</param>
    /// <returns>Whether there is more now, and enough for that.</returns>
    public static bool TryReclaimMemory(long bytes)
        => Core.Memory.Reclaiming.ReclaimAll() > 0 && Heaps.IdleMemory.HasRoomFor((nuint)bytes);

    /// <summary>Ends the machine (or the Linux process) now. Does not return.</summary>
    /// <param name="exitCode">See <see cref="Faults.ExitCode"/>.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void PowerOff(int exitCode) => Platforms.Platform.PowerOff(exitCode);

    /// <summary>
    /// Ends a machine that cannot do its work any more, because the process that all others hang on has ended: with the
    /// epitaph, then a restart. Does not return. Preemption on or off.
    /// </summary>
    /// <param name="reason">Why, for the epitaph; the whole crash report, if there is one.</param>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Fail(string reason) => Faults.Epitaph.WriteEnd(reason);

    /// <summary>
    /// Keeps what is said of a process that crashed, for an epitaph that may follow; see Faults/LatestCrash. Preemption
    /// off.
    /// </summary>
    /// <param name="utf8">The report, of which the first KiB is kept; lines end with LF, but the last.</param>
    public static void NoteCrash(System.ReadOnlySpan<byte> utf8) => Faults.LatestCrash.Note(utf8);

    /// <summary>Starts the machine anew. Does not return.</summary>
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public static void Reboot() => Platforms.Platform.Reboot();
}
