// The stack's processes on simulated nodes: sockets and their owners, and what happens when one of the parties ends -
// driver, interface, owner - over seeds.
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Simulation;
using Net.Tests.Interface;

namespace Net.Tests;

public sealed class NetTests : ApplicationTests
{
    private const string Static = "net.address=10.0.0.1/24 net.gateway=10.0.0.254 net.claim=brief";

    private static readonly Ipv4Address s_nine = new(10, 0, 0, 9);

    private static ServerRef<NetworkInterface> Net0 => "net0";

    protected override Application CreateApplication() => new NetApplication
    {
        Drivers = ["nobody", Wire0.Name],
        Settings = new InterfaceSettings { Seed = 1, DhcpDelay = TimeSpan.Zero },
    };

    /// <summary>A datagram comes to the owner, and one goes out.</summary>
    [Fact]
    public void A_socket_receives_and_sends() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 5060).Value;
            Assert.Equal(5060, socket.Port);
            foreach (int length in (int[])[0, 1, 64, 65, 1472])
            {
                Wire0.Inject(5060, Frames.Pattern(length));
                DatagramReceived datagram = Receive<DatagramReceived>();
                Assert.Equal((socket, s_nine, (ushort)5), (datagram.Socket, datagram.Address, datagram.Port));
                Assert.Equal(Frames.Pattern(length), datagram.Payload.Span.ToArray());
                SendResult result = socket.Send(s_nine, 7, datagram.Payload);
                Assert.True(result is SendResult.Sent or SendResult.Waiting, $"{result}");
                Assert.Equal(Frames.Pattern(length), Wire0.Sent(7));
                socket.Post(s_nine, 8, datagram.Payload);
                Assert.Equal(Frames.Pattern(length), Wire0.Sent(8));
            }
        },
        Static);

    /// <summary>What came in pieces is one message.</summary>
    [Fact]
    public void A_datagram_in_pieces_is_one_message() => Run(
        application =>
        {
            Begin();
            UdpSocket.Open("net0", 7);
            Ipv4Header header = Frames.Header("10.0.0.9", "10.0.0.1", IpProtocol.Udp);
            byte[] whole = Frames.UdpPayload(header.Source, 5, header.Destination, 7, Frames.Pattern(9000));
            Wire0.Inject([.. Frames.Fragments(FakeDriver.Station, header, whole, 1480)]);
            Assert.Equal(Frames.Pattern(9000), Receive<DatagramReceived>().Payload.Span.ToArray());
        },
        Static);

    /// <summary>
    /// As many datagrams as there are credits; then it is passive, and what comes is dropped and counted.
    /// </summary>
    [Fact]
    public void Credits_bound_the_mailbox() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 7, credits: 2).Value;
            for (byte number = 0; number < 5; number++)
                Wire0.Inject(7, [number]);

            Assert.Equal(0, Receive<DatagramReceived>().Payload.Span[0]);
            Assert.Equal(1, Receive<DatagramReceived>().Payload.Span[0]);
            Assert.Equal(socket, Receive<UdpPassive>().Socket);
            WaitFor(() => Info().Count("dropped.UdpSocketFull") == 3);
            Assert.Equal(3, Info().Sockets[0].Dropped);
            Assert.Equal(0, Info().Count("errors.sent"));
            Assert.False(Process.TryReceive(TimeSpan.Zero, out DatagramReceived? _));
            socket.Activate(1);
            Assert.Equal(1, Info().Sockets[0].Credits);
            Wire0.Inject(7, [9]);
            Assert.Equal(9, Receive<DatagramReceived>().Payload.Span[0]);
            socket.Activate(UdpSocket.MostCredits);
            socket.Activate(UdpSocket.MostCredits);
            Assert.Equal(UdpSocket.MostCredits, Info().Sockets[0].Credits);
            Assert.Throws<ArgumentOutOfRangeException>(() => socket.Activate(0));
            Assert.Throws<ArgumentOutOfRangeException>(() => UdpSocket.Open("net0", 7, credits: -1));
        },
        Static);

    /// <summary>A port has one socket; 0 is any free one; nobody to ask is an answer, too.</summary>
    [Fact]
    public void Ports() => Run(
        application =>
        {
            Begin();
            UdpSocket first = UdpSocket.Open("net0", 7).Value;
            Assert.Equal(UdpOpenError.PortTaken, UdpSocket.Open("net0", 7).Error);
            Assert.Equal(UdpOpenError.NoInterface, UdpSocket.Open("net9", 7).Error);
            HashSet<ushort> ports = [];
            for (int index = 0; index < 20; index++)
                ports.Add(UdpSocket.Open("net0").Value.Port);

            Assert.Equal(20, ports.Count);
            Assert.All(ports, port => Assert.InRange(port, 49_152, 65_535));
            first.Close();
            UdpSocket second = UdpSocket.Open("net0", 7).Value;
            Assert.NotEqual(first, second);
            Assert.Equal(SendResult.Closed, first.Send(s_nine, 7, Binary.Empty));
            first.Close(); // the new one stays
            Assert.Equal(UdpOpenError.PortTaken, UdpSocket.Open("net0", 7).Error);
            var exit = Assert.Throws<ProcessExitException>(() => UdpSocket.Open("net0", 7).Value);
            Assert.Equal(ExitReason.Of("udp_open", UdpOpenError.PortTaken), exit.Reason);
        },
        Static);

    /// <summary>An owner's end, however it comes, closes its sockets.</summary>
    [Fact]
    public void An_owners_end_closes_its_sockets() => Run(
        application =>
        {
            Begin();
            Pid tester = Process.Self;
            (Pid owner, Ref end) = Process.SpawnMonitor(() =>
            {
                UdpSocket one = UdpSocket.Open("net0", 7).Value;
                UdpSocket two = UdpSocket.Open("net0", 8).Value;
                Process.Send(tester, (one, two));
                Process.Receive<string>();
            });
            (UdpSocket first, _) = Receive<(UdpSocket, UdpSocket)>();
            Assert.Equal(UdpOpenError.PortTaken, UdpSocket.Open("net0", 8).Error);
            Process.Exit(owner, ExitReason.Kill);
            Process.Receive<DownMessage>(end, down => down.Monitor == end);
            WaitFor(() => Info().Sockets.IsEmpty);
            Assert.Equal(SendResult.Closed, first.Send(s_nine, 7, Binary.Empty));
            Assert.True(UdpSocket.Open("net0", 7).IsOpen);
        },
        Static);

    /// <summary>A driver that dies and comes back: address and sockets stay, and the frames flow again.</summary>
    [Fact]
    public void A_driver_may_die() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 7).Value;
            for (int round = 0; round < 5; round++)
            {
                Wire0.Kill();
                WaitFor(() => Info().HasDriver);
                Assert.NotNull(Info().Configuration);
                Wire0.Inject(7, [(byte)round]);
                Assert.Equal(round, Receive<DatagramReceived>().Payload.Span[0]);
                socket.Post(s_nine, 7, Binary.Create([(byte)round]));
                Assert.Equal([(byte)round], Wire0.Sent(7));
            }

            Assert.False(Process.TryReceive(TimeSpan.Zero, out DownMessage? _));
            Assert.Equal(0, application.Restarts("interface"));
        },
        Static);

    /// <summary>The interface dies: owners are told by the monitor in the socket, and open anew.</summary>
    [Fact]
    public void An_interface_may_die() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 7).Value;
            application.KillChild("interface");
            Assert.Equal(socket.Id, Receive<DownMessage>().Monitor);
            Assert.Equal(SendResult.Closed, socket.Send(s_nine, 7, Binary.Empty));
            socket.Post(s_nine, 7, Binary.Empty); // nobody is there; nothing happens
            socket.Close();
            UdpSocket again = UdpSocket.Open("net0", 7).Value;
            WaitFor(() => Info().Configuration is not null);
            Wire0.Inject(7, [1]);
            Assert.Equal(again, Receive<DatagramReceived>().Socket);
        },
        Static);

    /// <summary>Nobody listens at the other side: the sender is told, and it costs a credit.</summary>
    [Fact]
    public void An_error_by_icmp_is_a_message() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 7, credits: 1).Value;
            byte[] about = Frames.Udp(FakeDriver.Station, "10.0.0.1", 7, "10.0.0.9", 99, [1]);
            byte[] quote = about[EthernetFrame.HeaderLength..];
            byte[] error = Frames.Icmp(
                FakeDriver.Station, "10.0.0.9", "10.0.0.1", IcmpType.DestinationUnreachable, 3, 0, quote);
            Wire0.Inject(error, error);
            Assert.Equal(
                new UdpFault(socket, s_nine, 99, IcmpType.DestinationUnreachable, 3), Receive<UdpFault>());
            Assert.Equal(socket, Receive<UdpPassive>().Socket);
            WaitFor(() => Info().Count("dropped.UdpSocketFull") == 1);
        },
        Static);

    /// <summary>
    /// A slow device: no more is under way than it has room for, and senders are told when the queue is full.
    /// </summary>
    [Fact]
    public void A_slow_device_is_not_flooded() => Run(
        application =>
        {
            Begin();
            UdpSocket socket = UdpSocket.Open("net0", 7).Value;
            socket.Send(s_nine, 7, Binary.Empty);
            Wire0.Sent(7);
            Wire0.Hold(true);
            int full = 0;
            for (int index = 0; index < 200; index++)
                full += socket.Send(s_nine, 8, Binary.Empty) == SendResult.OutputFull ? 1 : 0;

            Assert.Equal(200 - 128 - FakeDriver.Room, full);
            Assert.Equal(full, Info().Count("discarded.OutputFull"));
            Wire0.Hold(false);
            for (int index = full; index < 200; index++)
                Wire0.Sent(8);

            Assert.Equal(SendResult.Sent, socket.Send(s_nine, 7, Binary.Empty));
        },
        Static);

    /// <summary>From one process to another on this host, by address or loopback.</summary>
    [Fact]
    public void A_host_may_talk_to_itself() => Run(
        application =>
        {
            Begin();
            UdpSocket one = UdpSocket.Open("net0", 7, credits: 2).Value;
            UdpSocket two = UdpSocket.Open("net0", 8).Value;
            foreach (Ipv4Address address in (Ipv4Address[])[new(10, 0, 0, 1), new(127, 0, 0, 1)])
            {
                Assert.Equal(SendResult.Sent, two.Send(address, 7, Binary.Create([1, 2])));
                DatagramReceived datagram = Receive<DatagramReceived>();
                Assert.Equal((one, address, (ushort)8), (datagram.Socket, datagram.Address, datagram.Port));
            }

            Assert.Equal(SendResult.ListenerFull, two.Send(new(10, 0, 0, 1), 7, Binary.Empty));
            Assert.Equal(SendResult.NoListener, two.Send(new(10, 0, 0, 1), 9, Binary.Empty));
            Assert.Equal(2, Info().Count("looped"));
        },
        Static);

    /// <summary>
    /// Who watches the address learns it when it is there, and from the answer when it was there before.
    /// </summary>
    [Fact]
    public void The_address_is_told() => Run(
        application =>
        {
            Assert.Null(Net0.Call(new WatchAddress(Process.Self)));
            Wire0.Start();
            Assert.Equal(new Ipv4Address(10, 0, 0, 1), Receive<AddressChanged>().Configuration!.Address);
            Assert.Equal(new Ipv4Address(10, 0, 0, 1), Net0.Call(new WatchAddress(Process.Self))!.Address);
            Assert.Equal(new Ipv4Address(10, 0, 0, 254), Info().Configuration!.Gateway);
        },
        Static);

    /// <summary>Without an address in the boot options DHCP gives one; a lease that nobody extends is lost.</summary>
    [Fact]
    public void Dhcp() => Run(application =>
    {
        var server = new DhcpServer();
        Net0.Call(new WatchAddress(Process.Self));
        Wire0.Start();
        Serve(server, TimeSpan.FromSeconds(20));
        Assert.Equal(server.Lent, Receive<AddressChanged>().Configuration!.Address);
        Assert.Equal(DhcpState.Bound, Info().Dhcp);
        Serve(server, TimeSpan.FromHours(3));
        Assert.Equal(DhcpState.Bound, Info().Dhcp);
        Assert.True(server.Count(DhcpMessageType.Request) > 4);
        server.IsSilent = true;
        Serve(server, TimeSpan.FromHours(1.2));
        Assert.Null(Receive<AddressChanged>().Configuration);
    });

    /// <summary>A cable that is pulled and put back: the address is announced again.</summary>
    [Fact]
    public void A_link_may_go_and_come() => Run(
        application =>
        {
            Begin();
            Wire0.Plug(false);
            WaitFor(() => !Info().IsLinkUp);
            while (Process.TryReceive(TimeSpan.FromSeconds(5), out FakeDriver.FrameSent? _))
            {
            }

            Wire0.Plug(true);
            ArpPacket packet = Assert.Single(Frames.ArpOf([Receive<FakeDriver.FrameSent>().Frame.Span.ToArray()]));
            Assert.Equal((packet.Sender, packet.Target), (new Ipv4Address(10, 0, 0, 1), new Ipv4Address(10, 0, 0, 1)));
        },
        Static);

    /// <summary>Wrong boot options cost a line each, which says what would be right, and never the machine.</summary>
    [Theory]
    [InlineData("net.address=10.0.0.0/24", "net.address=10.0.0.0/24: must be a host's address")]
    [InlineData("net.address=nonsense", "using DHCP")]
    [InlineData("net.address=10.0.0.1/24 net.gateway=10.1.0.1", "must be another host of 10.0.0.0/24; using none")]
    [InlineData("net.gateway=10.0.0.254", "net.gateway=10.0.0.254: must be left out without net.address")]
    [InlineData("net.claim=long", "must be standard or brief")]
    [InlineData("net.adress=10.0.0.1/24", "net.adress: unknown, ignored; known are")]
    public void Wrong_options_are_told(string options, string line) => Run(
        application =>
        {
            Wire0.Start();
            Assert.Contains(line, application.Node.Console, StringComparison.Ordinal);
            WaitFor(() => Info().HasDriver);
        },
        options,
        seeds: 2);

    /// <summary>Drivers and interfaces die at random, under traffic; when the storm is over all works.</summary>
    [Fact]
    public void A_storm_of_kills_passes() => Run(
        application =>
        {
            Begin();
            application.Node.MayKill = pid => pid == Process.WhereIs(Wire0.Name);
            application.Node.Faults.KillEvery = 3000;
            UdpSocket socket = UdpSocket.Open("net0", 7, credits: 1000).Value;
            for (int index = 0; index < 100 || application.Node.Faults.Kills == 0; index++)
            {
                Wire0.Inject(7, Frames.Pattern(index));
                socket.Post(s_nine, 7, Binary.Create(Frames.Pattern(index)));
            }

            application.Node.Faults.KillEvery = 0;
            application.Pass(TimeSpan.FromSeconds(1));
            WaitFor(() => Info().HasDriver);
            Assert.Equal(0, application.Restarts("interface"));
            Wire0.Inject(7, [255, 254]);
            while (Receive<DatagramReceived>().Payload.Span is not [255, 254])
            {
            }
        },
        Static);

    private static void Begin()
    {
        Wire0.Start();
        WaitFor(() => Info().Configuration is not null);
    }

    private static NetworkInfo Info() => Net0.Call(new GetNetworkInfo());

    private static T Receive<T>()
        where T : notnull =>
        Process.TryReceive(Wire0.Patience, out T? message)
            ? message!
            : throw new InvalidOperationException($"No {typeof(T).Name} came.");

    private static void WaitFor(Func<bool> claim)
    {
        for (int tries = 0; !claim(); tries++)
        {
            Assert.True(tries < 10_000, "It did not come true.");
            Process.TryReceive<NobodySendsThis>(TimeSpan.FromMilliseconds(1), out _);
        }
    }

    /// <summary>Plays the server for a while.</summary>
    private static void Serve(DhcpServer server, TimeSpan time)
    {
        TimeSpan end = Now + time;
        while (Now < end && Process.TryReceive(end - Now, out FakeDriver.FrameSent? sent))
        {
            foreach (byte[] answer in server.Take(sent.Frame.Span.ToArray(), Now))
                Wire0.Inject(answer);
        }
    }

    private static TimeSpan Now => TimeSpan.FromTicks(Clock.Now / TimeSpan.NanosecondsPerTick);

    private sealed record NobodySendsThis;
}
