// A system with a network, for tests that talk to it from outside: the stack on a TAP device, and an echo on UDP port 7
// (RFC 862).
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Socket;
using Cosmos.Drivers.Tap;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Tests.OnTarget.Net;

/// <summary>An image with a network.</summary>
internal sealed class NetImage : Runtime.Kernel
{
    /// <summary>What the boot option run= says for it.</summary>
    public const string Selection = "net";

    /// <inheritdoc/>
    protected override IReadOnlyList<Application> Applications =>
        [new TapApplication(), new NetApplication { Drivers = ["tap"] }, new EchoApplication()];

    private sealed class EchoApplication : Application
    {
        public override string Name => "echo";

        public override IReadOnlyList<string> Dependencies => ["net"];

        protected override SupervisorSpec Tree() => new(
            Strategy.OneForOne,
            intensity: 100,
            period: TimeSpan.FromSeconds(1),
            Child.Server("echo", static () => new Echo()));
    }

    private sealed class Echo : GenServer
    {
        private UdpSocket _socket;

        protected override InitResult Init()
        {
            _socket = UdpSocket.Open("net0", 7).Value;
            ServerRef<NetworkInterface> network = _socket.Interface;
            if (network.Call(new WatchAddress(Process.Self)) is { } own)
                Console.WriteLine($"@address {own.Address}");

            return InitResult.Ok;
        }

        protected override Next HandleInfo(object? message)
        {
            switch (message)
            {
                case DatagramReceived datagram:
                    _socket.Post(datagram.Address, datagram.Port, datagram.Payload);
                    _socket.Activate(1);
                    break;
                case AddressChanged changed:
                    Console.WriteLine($"@address {changed.Configuration?.Address.ToString() ?? "none"}");
                    break;
                case DownMessage down when down.Monitor == _socket.Id:
                    return Next.Stop("network");
                case UdpPassive:
                    break;
                default:
                    return base.HandleInfo(message);
            }

            return Next.Wait;
        }
    }
}
