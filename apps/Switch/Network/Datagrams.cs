// What passes between the exchange and whoever owns the UDP socket. The exchange knows that process by its name alone:
// the network stack's, or in a test a network that loses what the test says. Nobody waits for the other: a datagram is
// sent and forgotten, which is what UDP promises; retransmission repairs what was lost with a process.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>Owns a UDP socket on the exchange's behalf. It is registered as <see cref="Name"/>.</summary>
public abstract class DatagramPort : GenServer, IHandleCast<SendDatagram>
{
    /// <summary>The name that the exchange sends to.</summary>
    public static readonly Atom Name = "sip_port";

    /// <summary>Sends a datagram, or drops it.</summary>
    public abstract Next HandleCast(SendDatagram message);

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
