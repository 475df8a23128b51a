// What passes between the exchange and whoever owns the UDP socket. The exchange knows that process by its name alone:
// the network stack's, or in a test a network that loses what the test says. Nobody waits for the other: a datagram is
// sent and forgotten, which is what UDP promises; retransmission repairs what was lost with a process.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Logging;

namespace Cosmos.Apps.Switch;

/// <summary>Owns a UDP socket on the exchange's behalf. It is registered as <see cref="Name"/>.</summary>
public abstract class DatagramPort : GenServer, IHandleCast<SendDatagram>
{
    /// <summary>The name that the exchange sends to.</summary>
    public static readonly Atom Name = "sip_port";

    private static readonly Logger s_log = new(Telling.Component);

    /// <summary>Sends a datagram, or drops it.</summary>
    public abstract Next HandleCast(SendDatagram message);

    /// <summary>The UDP port that the exchange is reached at.</summary>
    protected static int Port => SwitchConfiguration.Current.Port;

    /// <summary>
    /// Says which address the network has; the exchange is reached there, unless it was given another one. For a
    /// network that has one address for a long time: each one that is new takes a little memory for ever.
    /// </summary>
    /// <param name="address">IPv4, as a text.</param>
    protected static void Announce(string address)
    {
        SwitchConfiguration configuration = SwitchConfiguration.Current;
        if (!configuration.IsAddressGiven)
        {
            configuration = configuration with { Address = address };
            configuration.Publish();
        }

        string known = configuration.Address == address ? "" : $", which phones know as {configuration.Address}";
        s_log.Notice($"calls are taken at {address}, UDP port {configuration.Port}{known}");
    }

    /// <summary>Says that the network has no address any more.</summary>
    protected static void Silence() => s_log.Warning("the network has no address, nobody can call");

    /// <summary>Hands a datagram that arrived to the exchange.</summary>
    protected static void Deliver(Endpoint source, Binary bytes) =>
        ((ServerRef<Transport>)Transport.Name).Cast(new DatagramReceived(source, bytes));
}

/// <summary>A datagram shall go out.</summary>
/// <param name="Destination">Where to.</param>
/// <param name="Bytes">What.</param>
public sealed record SendDatagram(Endpoint Destination, Binary Bytes) : ICast<DatagramPort, SendDatagram>;

/// <summary>A datagram has come.</summary>
/// <param name="Source">Where from.</param>
/// <param name="Bytes">What.</param>
public sealed record DatagramReceived(Endpoint Source, Binary Bytes) : ICast<Transport, DatagramReceived>;
