// Network interfaces of Linux as packet ports: TAP devices (Linux Documentation/networking/tuntap.rst). A port is a
// file whose reads and writes are Ethernet frames, one each. As with the console's input, SIGIO says that there may be
// one; it does not say of which file, so it raises every port's line, and a driver that finds nothing waits again.
// SIGIO is an edge: unmasking a line looks for itself.
//
// A port is its line: when the line is closed the file is, and the device is free for whoever opens it next.
using System;
using System.Runtime.CompilerServices;

namespace Cosmos.Core.Platforms.Linux;

/// <summary>Ports, by the number of their line. Allocates nothing; no call waits.</summary>
internal static unsafe class LinuxPackets
{
    private const int OpenReadWrite = 2; // O_RDWR
    private const long CloseOnExec = 0x80000; // O_CLOEXEC: what begins anew opens anew
    private const long NonBlocking = 0x800; // O_NONBLOCK
    private const long Asynchronous = 0x2000; // O_ASYNC
    private const int SetFlags = 4; // F_SETFL
    private const int SetOwner = 8; // F_SETOWN
    private const long SetInterface = 0x4004_54CA; // TUNSETIFF
    private const short Tap = 0x0002; // IFF_TAP
    private const short NoInformation = 0x1000; // IFF_NO_PI: frames and nothing before them
    private const int NameRoom = 16; // IFNAMSIZ
    private const short PollIn = 1;
    private const long Again = -11; // EAGAIN

    // Files plus one, so that zero is none.
    private static Files s_files;

    [InlineArray(InterruptLines.Most + 1)]
    private struct Files
    {
        private int _first;
    }

    // struct ifreq of the Linux kernel, as far as TUNSETIFF reads it
    private struct InterfaceRequest
    {
        public fixed byte Name[NameRoom];
        public short Flags;
        public fixed byte Rest[22];
    }

    /// <summary>
    /// Opens a TAP device, masked; Linux makes it if it is not there and we may. 0: there is none, somebody has it, or
    /// there are no lines left.
    /// </summary>
    public static int TryOpen(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.Length >= NameRoom)
        {
            return 0;
        }

        long file = OpenDevice(name);
        if (file < 0)
        {
            return 0;
        }

        int line = InterruptLines.TryOpen(&Unmask, &Close);
        if (line == 0)
        {
            _ = SystemCall.Invoke(SystemCall.Close, file);
            return 0;
        }

        s_files[line] = (int)file + 1;
        _ = SystemCall.Invoke(SystemCall.Fcntl, file, SetOwner, SystemCall.Invoke(SystemCall.Getpid));
        _ = SystemCall.Invoke(SystemCall.Fcntl, file, SetFlags, NonBlocking | Asynchronous);
        return line;
    }

    /// <summary>Takes a frame: its length; 0: there is none; -1: the device is gone.</summary>
    public static int Read(int line, byte* buffer, nuint room)
    {
        int file = FileOf(line);
        long count = file < 0 ? -1 : SystemCall.Invoke(SystemCall.Read, file, (long)buffer, (long)room);
        return count is Again or SystemCall.Eintr ? 0 : count <= 0 ? -1 : (int)count;
    }

    /// <summary>Sends a frame; false: the device has no room, or is gone.</summary>
    public static bool Write(int line, byte* frame, nuint length)
    {
        int file = FileOf(line);
        return file >= 0 && SystemCall.Invoke(SystemCall.Write, file, (long)frame, (long)length) == (long)length;
    }

    /// <summary>SIGIO came. Called by its handler.</summary>
    /// <returns>Whether a line was raised.</returns>
    public static bool OnSignal()
    {
        bool isRaised = false;
        for (int line = 1; line <= InterruptLines.Most; line++)
        {
            isRaised |= s_files[line] != 0 && InterruptLines.Raise(line);
        }

        return isRaised;
    }

    private static int FileOf(int line) => (uint)line <= InterruptLines.Most ? s_files[line] - 1 : -1;

    private static long OpenDevice(ReadOnlySpan<byte> name)
    {
        // Safety: a literal is pinned by nature, and ends with a zero.
        long file;
        fixed (byte* path = "/dev/net/tun"u8)
        {
            file = SystemCall.Invoke(SystemCall.Open, (long)path, OpenReadWrite | NonBlocking | CloseOnExec);
        }

        if (file < 0)
        {
            return file;
        }

        InterfaceRequest request = default;
        name.CopyTo(new Span<byte>(request.Name, NameRoom - 1));
        request.Flags = Tap | NoInformation;
        long result = SystemCall.Invoke(SystemCall.Ioctl, file, SetInterface, (long)&request);
        if (result < 0)
        {
            _ = SystemCall.Invoke(SystemCall.Close, file);
        }

        return result < 0 ? result : file;
    }

    private static void Unmask(int line)
    {
        // struct pollfd: fd, events, returned events
        long descriptor = (long)((ulong)PollIn << 32) | (uint)FileOf(line);
        if (SystemCall.Invoke(SystemCall.Poll, (long)&descriptor, 1, 0) > 0)
        {
            InterruptLines.Raise(line);
        }
    }

    private static void Close(int line)
    {
        _ = SystemCall.Invoke(SystemCall.Close, FileOf(line));
        s_files[line] = 0;
    }
}
