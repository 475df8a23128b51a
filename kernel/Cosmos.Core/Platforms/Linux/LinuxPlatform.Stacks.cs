// Memory for the stacks of processes. A mapping is limited to some 65,000 pieces with rights of their own
// (vm.max_map_count), which is 32,000 stacks if mprotect makes their guards. Since 6.13 Linux has guards that cost no
// piece: MADV_GUARD_INSTALL on one large mapping. Where that is missing, mprotect has to do.
// Source: madvise(2), linux/include/uapi/asm-generic/mman-common.h.
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.Linux;

internal static unsafe partial class LinuxPlatform
{
    private const long AdviseGuardInstall = 102;
    private const long AdviseGuardRemove = 103;

    private static bool s_hasGuards;

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

    /// <inheritdoc cref="Platform.PrepareStack"/>
    public static bool PrepareStack(void* slot, nuint bytes)
        => !s_hasGuards || Advise(slot, bytes, AdviseGuardInstall);

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
    public static void DecommitStack(void* address, nuint bytes)
    {
        if (s_hasGuards)
        {
            _ = Advise(address, bytes, AdviseGuardInstall);
        }
        else
        {
            _ = Advise(address, bytes, AdviseDontNeed);
            _ = ProtectMemory(address, bytes, MemoryAccess.None);
        }

        Count(-(long)bytes);
    }

    private static bool Advise(void* address, nuint bytes, long advice)
        => SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, advice) == 0;
}
