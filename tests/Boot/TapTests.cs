// The protocol stack as Linux sees it: in a network of the test's own, over a TAP device, with Linux's ARP, ICMP and
// UDP at the other side.
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot;

public class TapTests
{
    private static readonly IPAddress s_machine = IPAddress.Parse("10.9.0.2");

    /// <summary>Linux pings it, with payloads of all sizes, in fragments as well.</summary>
    [Fact]
    public void AnswersPing() => WithMachine("boot-net-ping", () =>
    {
        foreach (int length in (int[])[0, 56, 1472, 1473, 9000, 60_000])
        {
            Assert.True(Ping(length), $"An echo of {length} bytes came back.");
        }
    });

    /// <summary>A datagram goes to a process in it and comes back.</summary>
    [Fact]
    public void EchoesDatagrams() => WithMachine("boot-net-echo", () =>
    {
        using var client = new UdpClient(AddressFamily.InterNetwork);
        client.Client.ReceiveTimeout = (int)Patience.Native.TotalMilliseconds;
        client.Connect(s_machine, 7);
        foreach (int length in (int[])[0, 1, 100, 1472, 5000, 60_000])
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(index => (byte)(index * 7))];
            client.Send(bytes);
            IPEndPoint? from = null;
            Assert.Equal(bytes, client.Receive(ref from));
        }
    });

    /// <summary>A port that nobody has is refused by ICMP, as Linux tells its client.</summary>
    [Fact]
    public void RefusesClosedPorts() => WithMachine("boot-net-refuse", () =>
    {
        using var client = new UdpClient(AddressFamily.InterNetwork);
        client.Client.ReceiveTimeout = (int)Patience.Native.TotalMilliseconds;
        client.Connect(s_machine, 9999);
        client.Send([1]);
        IPEndPoint? from = null;
        SocketException refused = Assert.Throws<SocketException>(() => client.Receive(ref from));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    });

    /// <summary>Without the device (no device's name is so long) the machine says so, and runs.</summary>
    [Fact]
    public void RunsWithoutADevice()
    {
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        string[] options = ["run=net", "tap.device=nobody-has-this-name"];
        using var machine = new LinuxMachine(image, options, Repository.LogFile("boot-net-none"));
        var session = new Session(machine, Patience.Native);
        session.Expect("no_device").Expect("tap");
    }

    private static void WithMachine(string log, Action test) => NetworkNamespace.Run(() =>
    {
        NetworkNamespace.Ip("tuntap add tap0 mode tap");
        NetworkNamespace.Ip("address add 10.9.0.1/24 dev tap0");
        NetworkNamespace.Ip("link set tap0 up");
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        string[] options = ["run=net", "tap.device=tap0", $"net.address={s_machine}/24", "net.claim=brief", "cores=2"];
        using var machine = new LinuxMachine(image, options, Repository.LogFile(log));
        new Session(machine, Patience.Native).Expect($"@address {s_machine}");
        test();
    });

    /// <summary>An echo request of so many bytes by a raw socket; whether the same came back (RFC 792).</summary>
    private static bool Ping(int length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp);
        socket.ReceiveTimeout = (int)Patience.Native.TotalMilliseconds;
        socket.Connect(s_machine, 0);
        byte[] request = new byte[8 + length];
        Random.Shared.NextBytes(request);
        request[0] = 8;
        request[1] = 0;
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(2), 0);
        uint sum = 0;
        for (int index = 0; index < request.Length; index++)
            sum += (uint)request[index] << (index % 2 == 0 ? 8 : 0);

        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);

        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(2), (ushort)~sum);
        socket.Send(request);
        byte[] packet = new byte[65_536];
        int received = socket.Receive(packet);
        ReadOnlySpan<byte> reply = packet.AsSpan((packet[0] & 15) * 4, received - ((packet[0] & 15) * 4));
        return reply[0] == 0 && reply[4..].SequenceEqual(request.AsSpan(4));
    }
}
