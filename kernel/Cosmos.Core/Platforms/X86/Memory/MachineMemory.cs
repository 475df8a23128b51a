// Brings memory up, once: map, allocator, tables, address space, in this order, because each stands on the one before.
using System;
using Cosmos.Core.Faults;
using Cosmos.Core.Memory;
using Cosmos.Core.Platforms.X86.Boot;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Memory;

/// <summary>The start-up of memory management.</summary>
internal static unsafe class MachineMemory
{
    /// <summary>Less free RAM than this, and no image gets far enough to say so itself.</summary>
    public const ulong MinimumFree = 20 << 20;

    private const int MostRanges = BootMemoryMap.Capacity + 8;

    /// <summary>Takes the machine's memory over, as the loader described it. [BootOnly]</summary>
    public static void Initialize(in BootInfo boot)
    {
        KernelImage* image = KernelImage.Table;
        AddressRange* storage = stackalloc AddressRange[MostRanges];
        // Safety: both spans are over the same stack storage, the second one after the first is done with.
        var ranges = new Span<AddressRange>(storage, MostRanges);

        ulong limit = AddressLimit();
        var free = new AddressRangeSet(ranges);
        MemoryMap.Free(boot.Memory.Entries, KernelImage.Range, limit, ref free);
        if (free.Total < MinimumFree)
        {
            RefuseTooLittle(free.Total);
        }

        PreservedMemory.Reserve(ref free);
        PhysicalPages.Initialize(ref free);
        var visible = new AddressRangeSet(ranges);
        MemoryMap.Visible(boot.Memory.Entries, KernelImage.Range, limit, ref visible);
        Paging.Initialize(visible, image);
        PhysicalPages.AllIsReachable();
        AddressSpaceReservations.Initialize();
    }

    // MAXPHYADDR (Intel SDM Vol. 2A CPUID leaf 80000008H), and no more than the direct map can show.
    private static ulong AddressLimit()
    {
        int bits = (int)(Cpuid.Query(Cpuid.ExtendedBase + 8).Eax & 0xFF);
        ulong limit = 1UL << (bits is >= 32 and <= 52 ? bits : 36);
        return limit < DirectMap.Length ? limit : DirectMap.Length;
    }

    private static void RefuseTooLittle(ulong free)
    {
        KernelConsole.Write("cosmos: fatal: too little memory: "u8);
        KernelConsole.WriteDecimal(free >> 20);
        KernelConsole.Write(" MiB are free beside the kernel, "u8);
        KernelConsole.WriteDecimal(MinimumFree >> 20);
        KernelConsole.WriteLine(" MiB are needed; give the machine 32 MiB or more"u8);
        X86Platform.PowerOff(ExitCode.Fatal);
    }
}
