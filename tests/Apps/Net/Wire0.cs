// The other end of the wire, as a test uses it: the driver under a supervisor, frames in and datagrams out.
using Cosmos.Apps.Net.Wire;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Net.Tests.Interface;

namespace Net.Tests;

/// <summary>The fake driver <c>wire0</c>, in the node that runs.</summary>
internal static class Wire0
{
    public const string Name = "wire0";

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static ServerRef<FakeDriver> Driver => Name;

    /// <summary>Starts it, for the calling process.</summary>
    public static void Start()
    {
        Pid tester = Process.Self;
        Supervisor.StartLink(new SupervisorSpec(
            Strategy.OneForOne,
            intensity: 1000,
            period: TimeSpan.FromSeconds(1),
            Child.Server("driver", () => new FakeDriver(tester), name: Name)));
    }

    public static void Inject(params byte[][] frames) =>
        Driver.Cast(new FakeDriver.Inject([.. frames.Select(static frame => Binary.Create(frame))]));

    /// <summary>A datagram from 10.0.0.9, port 5, to the host.</summary>
    public static void Inject(ushort port, byte[] payload) =>
        Inject(Frames.Udp(FakeDriver.Station, "10.0.0.9", 5, "10.0.0.1", port, payload));

    public static void Hold(bool isHolding) => Driver.Cast(new FakeDriver.Hold(isHolding));

    public static void Plug(bool isUp) => Driver.Cast(new FakeDriver.Plug(isUp));

    /// <summary>Kills the driver. When it returns, there is another, and somebody has opened it.</summary>
    public static void Kill()
    {
        while (Process.TryReceive(TimeSpan.Zero, out FakeDriver.Opened? _))
        {
        }

        Pid driver = Driver.Resolve();
        Ref end = Process.Monitor(driver);
        Process.Exit(driver, ExitReason.Kill);
        Process.Receive<DownMessage>(end, down => down.Monitor == end);
        Process.Receive<FakeDriver.Opened>();
    }

    /// <summary>The next datagram that goes out to a port; other frames are passed over.</summary>
    public static byte[] Sent(ushort port)
    {
        while (Process.TryReceive(Patience, out FakeDriver.FrameSent? sent))
        {
            if (EthernetFrame.TryParse(sent.Frame.Span, out EthernetFrame frame, out _)
                && frame.Type == EtherType.Ipv4
                && Ipv4Packet.TryParse(frame.Payload, out Ipv4Packet packet, out _)
                && packet.Header.Protocol == IpProtocol.Udp
                && UdpDatagram.TryParse(
                    packet.Header.Source, packet.Header.Destination, packet.Payload, out UdpDatagram datagram, out _)
                && datagram.DestinationPort == port)
            {
                return datagram.Payload.ToArray();
            }
        }

        throw new InvalidOperationException($"Nothing was sent to port {port}.");
    }
}
