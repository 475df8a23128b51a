// Memory from mmap. Reserved ranges are PROT_NONE mappings; committing is a change of protection, and Linux finds the
// pages when they are touched. Linux itself promises more than it has, so the kernel counts what it has committed and
// calls memory exhausted at the machine's size: the same code meets the same limit on both platforms.
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.Linux;

internal static unsafe partial class LinuxPlatform
{
    private const long MapPrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;
    private const long ProtectionRead = 1;
    private const long ProtectionWrite = 2;
    private const long ProtectionExecute = 4;
    private const long AdviseDontNeed = 4;

    // struct sysinfo, as far as it is read.
    private const int SysinfoBytes = 112;
    private const int SysinfoTotalRam = 32;
    private const int SysinfoUnit = 104;

    private static nuint s_total;
    private static nuint s_committed;

    /// <summary>Physical memory of the host.</summary>
    public static nuint TotalMemory => s_total;

    /// <summary>What the kernel may still commit.</summary>
    public static nuint FreeMemory => s_total - s_committed;

    /// <summary>Asks Linux how much memory there is.</summary>
    public static void InitializeMemory()
    {
        byte* info = stackalloc byte[SysinfoBytes];
        _ = SystemCall.Invoke(SystemCall.Sysinfo, (long)info);
        s_total = (nuint)(*(ulong*)(info + SysinfoTotalRam) * *(uint*)(info + SysinfoUnit));
    }

    /// <inheritdoc cref="Platform.ReserveMemory"/>
    public static void* ReserveMemory(nuint bytes)
    {
        long address = SystemCall.Invoke(
            SystemCall.Mmap, 0, (long)bytes, 0, MapPrivateAnonymousNoReserve, -1, 0);
        return address < 0 ? null : (void*)address;
    }

    /// <inheritdoc cref="Platform.CommitMemory"/>
    public static bool CommitMemory(void* address, nuint bytes, MemoryAccess access)
    {
        if (bytes > FreeMemory || !ProtectMemory(address, bytes, access))
        {
            return false;
        }

        s_committed += bytes;
        return true;
    }

    /// <inheritdoc cref="Platform.DecommitMemory"/>
    public static void DecommitMemory(void* address, nuint bytes)
    {
        _ = SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, AdviseDontNeed);
        _ = ProtectMemory(address, bytes, MemoryAccess.None);
        s_committed -= bytes;
    }

    /// <inheritdoc cref="Platform.ReleaseMemory"/>
    public static void ReleaseMemory(void* address, nuint bytes)
        => _ = SystemCall.Invoke(SystemCall.Munmap, (long)address, (long)bytes);

    /// <inheritdoc cref="Platform.ProtectMemory"/>
    public static bool ProtectMemory(void* address, nuint bytes, MemoryAccess access)
    {
        long protection = access switch
        {
            MemoryAccess.Read => ProtectionRead,
            MemoryAccess.ReadWrite => ProtectionRead | ProtectionWrite,
            MemoryAccess.ReadExecute => ProtectionRead | ProtectionExecute,
            _ => 0,
        };
        return SystemCall.Invoke(SystemCall.Mprotect, (long)address, (long)bytes, protection) == 0;
    }
}
