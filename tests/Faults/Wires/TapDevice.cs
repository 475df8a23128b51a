// A network device of Linux whose cable ends in this program (Linux: Documentation/networking/tuntap.rst): what Linux
// sends is read as Ethernet frames, and frames that are written Linux receives.
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Cosmos.Tests.Faults.Wires;

/// <summary>A TAP device, up and with an address.</summary>
internal sealed class TapDevice : IDisposable
{
    private const uint SetInterface = 0x400454CA; // TUNSETIFF
    private const short TapWithoutHeader = 0x0002 | 0x1000; // IFF_TAP | IFF_NO_PI
    private const int RequestBytes = 40; // struct ifreq
    private const int FlagsAt = 16;

    private readonly FileStream _frames;

    /// <summary>Makes the device in the network namespace of this program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="address">Linux's address on it, with the length of its network.</param>
    public TapDevice(string name, string address)
    {
        SafeFileHandle handle = File.OpenHandle(
            "/dev/net/tun", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        byte[] request = new byte[RequestBytes];
        Encoding.ASCII.GetBytes(name, request);
        BitConverter.TryWriteBytes(request.AsSpan(FlagsAt), TapWithoutHeader);
        if (Control(handle, SetInterface, request) != 0)
        {
            throw new InvalidOperationException($"TUNSETIFF: error {Marshal.GetLastPInvokeError()}");
        }

        _frames = new FileStream(handle, FileAccess.ReadWrite, bufferSize: 0);
        Ip($"address add {address} dev {name}");
        Ip($"link set {name} up");
        Ip("link set lo up");
    }

    /// <summary>Waits for a frame that Linux sends.</summary>
    /// <returns>Its length.</returns>
    public int Read(Span<byte> frame) => _frames.Read(frame);

    /// <summary>Has Linux receive a frame.</summary>
    public void Write(ReadOnlySpan<byte> frame) => _frames.Write(frame);

    /// <inheritdoc/>
    public void Dispose() => _frames.Dispose();

    private static void Ip(string arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {arguments}: {error}");
        }
    }

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static extern int Control(SafeFileHandle handle, nuint request, byte[] argument);
}
