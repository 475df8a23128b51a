// The platform's members as system calls: console, power, processors, randomness. Memory and time have files of their
// own, and cores. Nothing here keeps state in C libraries.
using System.Diagnostics.CodeAnalysis;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>The kernel's ground when it runs as a Linux process.</summary>
internal static unsafe partial class LinuxPlatform
{
    private const int StandardInput = 0;
    private const int StandardOutput = 1;

    /// <summary>Cores that run the kernel: threads.</summary>
    public static int ProcessorCount => LinuxCores.Count;

    /// <inheritdoc cref="Platform.YieldProcessor"/>
    public static void YieldProcessor() => _ = SystemCall.Invoke(SystemCall.SchedYield);

    /// <summary>Writes to standard output; gives up when it is closed.</summary>
    public static void WriteConsole(byte* utf8, nuint length)
    {
        while (length != 0)
        {
            long written = SystemCall.Invoke(SystemCall.Write, StandardOutput, (long)utf8, (long)length);
            if (written == SystemCall.Eintr)
            {
                continue;
            }

            if (written <= 0)
            {
                return;
            }

            utf8 += written;
            length -= (nuint)written;
        }
    }

    /// <summary>
    /// Reads from standard input. When nothing is there and <paramref name="wait"/> is false, 0, and at its end -1;
    /// else 0 at its end.
    /// </summary>
    public static int ReadConsole(byte* buffer, nuint length, bool wait)
    {
        if (!wait && !LinuxInput.IsReadable())
        {
            return 0;
        }

        long read;
        do
        {
            read = SystemCall.Invoke(SystemCall.Read, StandardInput, (long)buffer, (long)length);
        }
        while (read == SystemCall.Eintr);
        return read > 0 ? (int)read : wait ? 0 : -1;
    }

    /// <summary>Random bytes of the Linux kernel.</summary>
    public static void FillEntropy(byte* buffer, nuint length)
    {
        while (length != 0)
        {
            long got = SystemCall.Invoke(SystemCall.Getrandom, (long)buffer, (long)length);
            if (got == SystemCall.Eintr)
            {
                continue;
            }

            if (got <= 0)
            {
                Faults.Fatal.Stop("getrandom failed: this Linux is older than 3.17, which the kernel needs"u8);
            }

            buffer += got;
            length -= (nuint)got;
        }
    }

    /// <summary>Ends the process.</summary>
    [DoesNotReturn]
    public static void PowerOff(int exitCode)
    {
        LinuxInput.Restore();
        while (true)
        {
            _ = SystemCall.Invoke(SystemCall.ExitGroup, exitCode);
        }
    }

    /// <summary>Starts the image anew in the same process, with the same arguments.</summary>
    [DoesNotReturn]
    public static void Reboot()
    {
        LinuxInput.Restore();
        fixed (byte* self = "/proc/self/exe\0"u8)
        {
            long arguments = (long)LinuxBoot.Arguments;
            _ = SystemCall.Invoke(SystemCall.Execve, (long)self, arguments, (long)LinuxBoot.Environment);
        }

        Faults.Fatal.Stop("reboot: execve of /proc/self/exe failed; is /proc mounted?"u8);
    }
}
