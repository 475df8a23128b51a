// Memory from mmap. Reserved ranges are PROT_NONE mappings; committing changes the protection and has Linux find the
// pages at once, as the bare machine does: one call for many pages instead of a fault for each. Linux promises more
// than it has, so the kernel counts what it has committed and calls memory exhausted at the size that the boot option
// `memory` gives the machine.
using System;
using Cosmos.Core.Boot;
using Cosmos.Core.Memory;

namespace Cosmos.Core.Platforms.Linux;

internal static unsafe partial class LinuxPlatform
{
    private const long MapPrivateAnonymousNoReserve = 0x02 | 0x20 | 0x4000;
    private const long ProtectionRead = 1;
    private const long ProtectionWrite = 2;
    private const long ProtectionExecute = 4;
    private const long AdviseDontNeed = 4;
    private const long AdvisePopulateWrite = 23; // since Linux 5.14; older ones find the pages when they are touched
    private const long NoMemory = -12;

    // struct sysinfo, as far as it is read.
    private const int SysinfoBytes = 112;
    private const int SysinfoTotalRam = 32;
    private const int SysinfoUnit = 104;

    // In one step, because the handler that gives stacks their pages counts too, whatever it interrupts.
    private static void Count(long bytes) => System.Threading.Interlocked.Add(ref s_committed, bytes);

    private static nuint s_total;
    private static long s_committed;

    /// <summary>Memory of the machine: the boot option's, but no more than the host has.</summary>
    public static nuint TotalMemory => s_total;

    /// <summary>What the kernel may still commit.</summary>
    public static nuint FreeMemory
    {
        get
        {
            // Two contexts that commit at the same time may both have seen the last of it.
            long free = (long)s_total - System.Threading.Volatile.Read(ref s_committed);
            return free < 0 ? 0 : (nuint)free;
        }
    }

    /// <summary>
    /// Decides how much memory there is. After the boot options are read, before anything is committed.
    /// </summary>
    public static void InitializeMemory()
    {
        byte* info = stackalloc byte[SysinfoBytes];
        _ = SystemCall.Invoke(SystemCall.Sysinfo, (long)info);
        ulong host = *(ulong*)(info + SysinfoTotalRam) * *(uint*)(info + SysinfoUnit);
        _ = BootOptionSize.TryParse(BootOptions.Value("memory"u8), out ulong machine);
        CommittedPageMap.Initialize();
        s_total = (nuint)Math.Min(host, machine) & ~(nuint)0xFFF;
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
        if (CommittedPageMap.Missing(address, bytes) > FreeMemory || !ProtectMemory(address, bytes, access))
        {
            return false;
        }

        if (access == MemoryAccess.ReadWrite
            && SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, AdvisePopulateWrite) == NoMemory)
        {
            _ = SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, AdviseDontNeed);
            _ = ProtectMemory(address, bytes, MemoryAccess.None);
            return false;
        }

        Count((long)CommittedPageMap.Set(address, bytes));
        return true;
    }

    /// <inheritdoc cref="Platform.DecommitMemory"/>
    public static void DecommitMemory(void* address, nuint bytes)
    {
        _ = SystemCall.Invoke(SystemCall.Madvise, (long)address, (long)bytes, AdviseDontNeed);
        _ = ProtectMemory(address, bytes, MemoryAccess.None);
        Count(-(long)CommittedPageMap.Clear(address, bytes));
    }

    /// <inheritdoc cref="Platform.ReleaseMemory"/>
    public static void ReleaseMemory(void* address, nuint bytes)
    {
        Count(-(long)CommittedPageMap.Clear(address, bytes));
        _ = SystemCall.Invoke(SystemCall.Munmap, (long)address, (long)bytes);
    }

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
