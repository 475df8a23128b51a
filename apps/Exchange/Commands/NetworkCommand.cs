// net: the interface as it is. An exchange that nobody reaches is looked at here first: is there a driver, a link, an
// address, and what became of the frames that came.
using System.Collections.Immutable;
using Cosmos.Apps.Net;
using Cosmos.Apps.Net.Interface;
using Cosmos.Apps.Net.Socket;
using Cosmos.Apps.Shell.Commands;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Exchange.Commands;

/// <summary>The network.</summary>
internal sealed class NetworkCommand : ShellCommand
{
    private static readonly Atom s_interface = "net0";

    public override string Name => "net";

    public override string Summary => "the network: device, address, what became of frames, sockets";

    public override void Run(ImmutableArray<string> arguments)
    {
        Expect(arguments, 0, 0);
        ServerRef<NetworkInterface> network = s_interface;
        Response<NetworkInfo> response = network.SendRequest(new GetNetworkInfo()).Receive();
        if (response.Kind != ResponseKind.Reply)
        {
            Refuse($"There is no interface {s_interface} now.");
        }

        NetworkInfo info = response.Value;
        Row("station", info.HasDriver ? info.Station : "none: no driver has found a device");
        Row("link", info.IsLinkUp ? "up" : "down");
        Row("address", info.Configuration is { } own ? $"{own.Address} of {own.Network}" : "none");
        Row("gateway", info.Configuration?.Gateway is { } gateway ? gateway : "none");
        Row("dhcp", Lease(info));
        foreach (CounterValue counter in info.Counters)
        {
            Console.WriteLine($"  {counter.Name,-24} {counter.Value,12}");
        }

        foreach (UdpSocketInfo socket in info.Sockets)
        {
            Row($"udp {socket.Port}", $"of {socket.Owner}: {socket.Received} received, {socket.Dropped} dropped, "
                + $"{socket.Credits} credits");
        }
    }

    private static string Lease(NetworkInfo info)
    {
        string state = info.Dhcp.ToString().ToLowerInvariant();
        return info.LeaseEnds is { } ends ? $"{state}, {(long)ends.TotalSeconds} s left" : state;
    }
}
