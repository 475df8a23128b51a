// The cable between the emulated machine and Linux. QEMU hands each frame over as a datagram (its netdev "dgram"), and
// Linux through a TAP device, so every frame of both directions passes through here: whatever a cable can do to frames
// is done without any help of the host's kernel, which may be one without netem.
using System.Net;
using System.Net.Sockets;

namespace Cosmos.Tests.Faults.Wires;

/// <summary>A cable that can be bad.</summary>
internal sealed class Wire : IDisposable
{
    private const int LargestFrame = 65_536;
    private const int QueueBytes = 4 << 20;

    private readonly TapDevice _tap;
    private readonly Socket _machine = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly IPEndPoint _machineEnd;
    private readonly Lane _toMachine;
    private readonly Lane _toLinux;
    private volatile bool _isCut;

    /// <summary>Lays the cable.</summary>
    /// <param name="address">Linux's address, with the length of its network.</param>
    public Wire(string address)
    {
        _tap = new TapDevice("tap0", address);
        _machine.ReceiveBufferSize = QueueBytes;
        _machine.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using (var free = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
        {
            // In a network of our own nobody takes the port between here and QEMU.
            free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _machineEnd = (IPEndPoint)free.LocalEndPoint!;
        }

        _toMachine = new Lane(frame => _machine.SendTo(frame, _machineEnd));
        _toLinux = new Lane(frame => _tap.Write(frame));
        Start(FromLinux);
        Start(FromMachine);
    }

    /// <summary>Frames that something was done to.</summary>
    public int Hit => _toMachine.Hit + _toLinux.Hit;

    /// <summary>QEMU's end.</summary>
    /// <param name="id">What the device calls it.</param>
    public string Netdev(string id)
    {
        int here = ((IPEndPoint)_machine.LocalEndPoint!).Port;
        return $"dgram,id={id},local.type=inet,local.host=127.0.0.1,local.port={_machineEnd.Port},"
            + $"remote.type=inet,remote.host=127.0.0.1,remote.port={here}";
    }

    /// <summary>From here on it is like this, in both directions.</summary>
    public void Set(Trouble trouble, int seed)
    {
        _toMachine.Set(trouble, seed);
        _toLinux.Set(trouble, ~seed);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isCut = true;
        _machine.Dispose();
        _tap.Dispose();
    }

    private static void Start(ThreadStart run) => new Thread(run) { IsBackground = true, Name = "wire" }.Start();

    private void FromLinux()
    {
        byte[] frame = new byte[LargestFrame];
        while (!_isCut)
        {
            int length = _tap.Read(frame);
            _toMachine.Pass(frame.AsSpan(0, length));
        }
    }

    private void FromMachine()
    {
        byte[] frame = new byte[LargestFrame];
        while (!_isCut)
        {
            int length;
            try
            {
                length = _machine.Receive(frame);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionRefused)
            {
                continue; // the emulator is not there yet, or not any more
            }
            catch (SocketException) when (_isCut)
            {
                return;
            }

            _toLinux.Pass(frame.AsSpan(0, length));
        }
    }
}
