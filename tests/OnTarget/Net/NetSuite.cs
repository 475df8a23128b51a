// The protocol stack on the machine: two interfaces on a wire of two drivers, with datagrams from process to process.
// What the stack does is tested on simulated nodes (tests/Apps/Net); here it is whether the real heaps, binaries and
// clocks carry it.
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Net;

/// <summary>Claims about the stack on the real runtime.</summary>
public sealed class NetSuite
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private static Ipv4Address Right => new(10, 0, 0, 2);

    /// <summary>Datagrams of all sizes, answered by a process at the other side.</summary>
    [Fact]
    public void Datagrams_cross_a_wire()
    {
        Pid supervisor = Start();
        Pid echo = StartEcho();
        UdpSocket socket = UdpSocket.Open("net_left").Value;
        foreach (int length in (int[])[0, 1, 64, 65, 500, 1472, 1473, 9000, 20_000])
        {
            byte[] bytes = [.. Enumerable.Range(0, length).Select(index => (byte)(index * 31))];
            Assert.True(Ask(socket, Binary.Create(bytes)).Span.SequenceEqual(bytes), $"{length} bytes");
        }

        Stop(supervisor, echo);
    }

    /// <summary>Hundreds of datagrams leave no binary behind, and every frame is accounted for.</summary>
    [Fact]
    public void Nothing_is_left_of_datagrams()
    {
        Process.GarbageCollect();
        long before = Binary.Live;
        Pid supervisor = Start();
        Pid echo = StartEcho();
        UdpSocket socket = UdpSocket.Open("net_left").Value;
        var payload = Binary.Create(new byte[1000]);
        for (int round = 0; round < 200; round++)
        {
            Assert.Equal(1000, Ask(socket, payload).Length);
            socket.Activate(1);
        }

        ServerRef<NetworkInterface> left = "net_left";
        NetworkInfo info = left.Call(new GetNetworkInfo());
        long ends = info.Count("delivered") + info.Count("answered") + info.Count("absorbed") + info.Count("held")
            + info.Counters.Where(counter => counter.Name.StartsWith("dropped", StringComparison.Ordinal))
                .Sum(counter => counter.Value);
        Assert.Equal(info.Count("received"), ends);
        Assert.True(info.Count("delivered") >= 200);
        Stop(supervisor, echo);
        Process.GarbageCollect();

        // Who ended last may still give its memory back on another core; the case holds its payload and an answer.
        Expect.Until(() => Binary.Live <= before + 5, "no datagram is left");
    }

    /// <summary>Both drivers are killed again and again; the sockets stay, and datagrams get through between.</summary>
    [Fact]
    public void Drivers_may_die()
    {
        Pid supervisor = Start();
        Pid echo = StartEcho();
        UdpSocket socket = UdpSocket.Open("net_left", credits: 1000).Value;
        for (int round = 0; round < 20; round++)
        {
            Process.Exit(Process.WhereIs(round % 2 == 0 ? "wire_left" : "wire_right") ?? default, ExitReason.Kill);
            Ask(socket, Binary.Create([(byte)round, .. new byte[100]]));
        }

        Stop(supervisor, echo);
    }

    /// <summary>Asks the echo until it answers: a wire loses what was on it when a driver died.</summary>
    private static Binary Ask(UdpSocket socket, Binary payload)
    {
        for (int tries = 0; tries < 600; tries++)
        {
            socket.Send(Right, 7, payload);
            if (Process.TryReceive(TimeSpan.FromMilliseconds(100), out DatagramReceived? answer, Fits))
                return answer!.Payload;
        }

        Assert.Fail($"No answer of {payload.Length} bytes.");
        return Binary.Empty;

        bool Fits(DatagramReceived? datagram) => datagram!.Payload.Equals(payload);
    }

    private static Pid StartEcho()
    {
        Pid tester = Process.Self;
        Pid echo = Process.SpawnLink(() =>
        {
            UdpSocket socket = UdpSocket.Open("net_right", 7).Value;
            Process.Send(tester, "listening");
            while (true)
            {
                DatagramReceived datagram = Process.Receive<DatagramReceived>();
                socket.Post(datagram.Address, datagram.Port, datagram.Payload);
                socket.Activate(1);
            }
        });
        Process.Receive<string>(word => word == "listening");
        return echo;
    }

    private static Pid Start()
    {
        InterfaceSettings left = Settings("10.0.0.1/24");
        InterfaceSettings right = Settings("10.0.0.2/24");
        Pid supervisor = Supervisor.StartLink(new SupervisorSpec(
            Strategy.OneForOne,
            intensity: 100,
            period: TimeSpan.FromSeconds(1),
            Child.Server("wire_left", static () => new LoopDriver(0x0200_0000_0001, "wire_right"), name: "wire_left"),
            Child.Server("wire_right", static () => new LoopDriver(0x0200_0000_0002, "wire_left"), name: "wire_right"),
            Child.Server("net_left", () => new NetworkInterface(["wire_left"], left), name: "net_left"),
            Child.Server("net_right", () => new NetworkInterface(["wire_right"], right), name: "net_right"))).Value;
        foreach (Atom name in (Atom[])["net_left", "net_right"])
        {
            ServerRef<NetworkInterface> network = name;
            if (network.Call(new WatchAddress(Process.Self)) is null)
                Assert.True(Process.TryReceive(s_patience, out AddressChanged? _), "There is an address.");
        }

        return supervisor;
    }

    private static InterfaceSettings Settings(string address)
    {
        Assert.True(Ipv4Prefix.TryParse(address, out Ipv4Address own, out Ipv4Prefix network));
        Assert.True(AddressConfiguration.TryCreate(own, network, null, out AddressConfiguration? configuration));
        return new InterfaceSettings { Address = configuration, Claim = ClaimTiming.Brief };
    }

    private static void Stop(Pid supervisor, Pid echo)
    {
        Process.Unlink(echo);
        Ref end = Process.Monitor(echo);
        Process.Exit(echo, ExitReason.Kill);
        Process.Receive<DownMessage>(down => down.Monitor == end);
        Process.Unlink(supervisor);
        ProcLib.Stop(supervisor, ExitReason.Shutdown);
    }
}
