// Memory for the stacks of processes. A mapping is limited to some 65,000 pieces with rights of their own
// (vm.max_map_count), which is 32,000 stacks if mprotect makes their guards. Since 6.13 Linux has guards that cost no
// piece: MADV_GUARD_INSTALL on one large mapping. Where that is missing, mprotect has to do. Advice for many stacks
// goes in one call, which Linux takes of a process for itself since the same time (process_madvise(2)); else one by
// one.
// Source: madvise(2), process_madvise(2), linux/include/uapi/asm-generic/mman-common.h, linux/pidfd.h.
using System.Numerics;
using System.Runtime.InteropServices;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.Linux;

internal static unsafe partial class LinuxPlatform
{
    private const long AdviseGuardInstall = 102;
    private const long AdviseGuardRemove = 103;
    private const long OwnProcess = -10000; // PIDFD_SELF
    private const int MostRanges = 32;

    private static bool s_hasGuards;

    // struct iovec.
    [StructLayout(LayoutKind.Sequential)]
    private struct Range
    {
        public byte* Start;
        public nuint Bytes;
    }

    /// <inheritdoc cref="Platform.ReserveStacks"/>
    public static void* ReserveStacks(nuint bytes)
    {
        void* memory = ReserveMemory(bytes);
        s_hasGuards = memory != null
            && Advise(memory, (nuint)PageSize.Bytes, AdviseGuardInstall)
            && ProtectMemory(memory, bytes, MemoryAccess.ReadWrite);
        if (memory != null && !s_hasGuards)
        {
            _ = ProtectMemory(memory, bytes, MemoryAccess.None);
        }

        return memory;
    }

    /// <inheritdoc cref="Platform.PrepareStacks"/>
    public static bool PrepareStacks(void* part, nuint bytes)
        => !s_hasGuards || Advise(part, bytes, AdviseGuardInstall);

    /// <inheritdoc cref="Platform.CommitStackTops"/>
    public static uint CommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes)
    {
        uint done = s_hasGuards
            ? AdviseTops(part, slots, slotBytes, bytes, AdviseGuardRemove)
            : ProtectTops(part, slots, slotBytes, bytes, MemoryAccess.ReadWrite);
        Count(BitOperations.PopCount(done) * (long)bytes);
        return done;
    }

    /// <inheritdoc cref="Platform.DecommitStacks"/>
    public static void DecommitStacks(void* part, nuint bytes, nuint committed)
    {
        if (s_hasGuards)
        {
            _ = Advise(part, bytes, AdviseGuardInstall);
        }
        else
        {
            _ = Advise(part, bytes, AdviseDontNeed);
            _ = ProtectMemory(part, bytes, MemoryAccess.None);
        }

        Count(-(long)committed);
    }

    /// <inheritdoc cref="Platform.DecommitStackTops"/>
    public static void DecommitStackTops(byte* part, uint slots, nuint slotBytes, nuint bytes, nuint committed)
    {
        if (s_hasGuards)
        {
            _ = AdviseTops(part, slots, slotBytes, bytes, AdviseGuardInstall);
        }
        else
        {
            _ = AdviseTops(part, slots, slotBytes, bytes, AdviseDontNeed);
            _ = ProtectTops(part, slots, slotBytes, bytes, MemoryAccess.None);
        }

        Count(-(long)committed);
    }

    /// <inheritdoc cref="Platform.CommitStack"/>
    public static bool CommitStack(void* address, nuint bytes)
    {
        if (bytes > FreeMemory)
        {
            return false;
        }

        bool done = s_hasGuards
            ? Advise(address, bytes, AdviseGuardRemove)
            : ProtectMemory(address, bytes, MemoryAccess.ReadWrite);
        if (done)
        {
            Count((long)bytes);
        }

        return done;
    }

    /// <inheritdoc cref="Platform.DecommitStack"/>
    public static void DecommitStack(void* address, nuint bytes) => DecommitStacks(address, bytes, bytes);

    // Returns the bits of the slots for which it was done.
    private static uint AdviseTops(byte* part, uint slots, nuint slotBytes, nuint bytes, long advice)
    {
        Range* ranges = stackalloc Range[MostRanges];
        int count = 0;
        for (uint left = slots; left != 0; left &= left - 1)
        {
            ranges[count++] = new Range { Start = TopOf(part, left, slotBytes, bytes), Bytes = bytes };
        }

        if (SystemCall.Invoke(SystemCall.ProcessMadvise, OwnProcess, (long)ranges, count, advice) ==
            count * (long)bytes)
        {
            return slots;
        }

        uint done = 0;
        for (uint left = slots; left != 0; left &= left - 1)
        {
            done |= Advise(TopOf(part, left, slotBytes, bytes), bytes, advice) ? left & (0 - left) : 0;
        }

        return done;
    }

    private static uint ProtectTops(byte* part, uint slots, nuint slotBytes, nuint bytes, MemoryAccess access)
    {
        uint done = 0;
        for (uint left = slots; left != 0; left &= left - 1)
        {
            done |= ProtectMemory(TopOf(part, left, slotBytes, bytes), bytes, access) ? left & (0 - left) : 0;
        }

        return done;
    }

    // Of the slot with the lowest bit.
    private static byte* TopOf(byte* part, uint slots, nuint slotBytes, nuint bytes)
        => part + ((nuint)(BitOperations.TrailingZeroCount(slots) + 1) * slotBytes) - bytes;

    private static bool Advise(void* address, nuint bytes, long advice)
        => SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, advice) == 0;
}
