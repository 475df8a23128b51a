// Raw system calls: there is no C library in the image. Numbers are those of Linux on x86-64
// (arch/x86/entry/syscalls/syscall_64.tbl); results below zero are error numbers.
using System.Runtime.InteropServices;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>System call numbers and the call.</summary>
internal static unsafe class SystemCall
{
    public const long Read = 0;
    public const long Write = 1;
    public const long Open = 2;
    public const long Close = 3;
    public const long Poll = 7;
    public const long Mmap = 9;
    public const long Mprotect = 10;
    public const long Munmap = 11;
    public const long RtSigaction = 13;
    public const long RtSigprocmask = 14;
    public const long ArchPrctl = 158;
    public const long Pread64 = 17;
    public const long SchedYield = 24;
    public const long Madvise = 28;
    public const long Dup2 = 33;
    public const long Sysinfo = 99;
    public const long Getpid = 39;
    public const long Sigaltstack = 131;
    public const long Gettid = 186;
    public const long Futex = 202;
    public const long SchedGetaffinity = 204;
    public const long TimerCreate = 222;
    public const long TimerSettime = 223;
    public const long ClockGettime = 228;
    public const long ClockNanosleep = 230;
    public const long ExitGroup = 231;
    public const long Execve = 59;
    public const long Tgkill = 234;
    public const long Ppoll = 271;
    public const long Ioctl = 16;
    public const long Fcntl = 72;
    public const long Getrandom = 318;
    public const long MemfdCreate = 319;
    public const long ProcessMadvise = 440;

    /// <summary>Error: interrupted by a signal.</summary>
    public const long Eintr = -4;

    /// <summary>Calls Linux. Returns its result, or a negative error number.</summary>
    public static long Invoke(long number, long a = 0, long b = 0, long c = 0, long d = 0, long e = 0, long f = 0)
        => Call(number, a, b, c, d, e, f);

    [DllImport("*", EntryPoint = "cosmos_system_call"), SuppressGCTransition]
    private static extern long Call(long number, long a, long b, long c, long d, long e, long f);
}
