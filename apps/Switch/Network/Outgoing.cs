// Messages on their way out. Any process of the exchange sends by itself, straight to the socket's owner: the transport
// process, which reads what comes in, is not in the way. A response goes where its top Via says (RFC 3261 §18.2.2).
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Apps.Switch;

/// <summary>Sends messages.</summary>
internal static class Outgoing
{
    /// <summary>Writes a message once, to be sent perhaps several times.</summary>
    public static Binary Write(SipMessage message) => Binary.Create(SipWriter.Write(message));

    /// <summary>Sends what was written; to nobody, if there is no such place.</summary>
    public static void Send(Binary bytes, Endpoint? destination)
    {
        if (destination is { } place)
        {
            ((ServerRef<DatagramPort>)DatagramPort.Name).Cast(new SendDatagram(place, bytes));
        }
    }

    /// <summary>Writes and sends a response once.</summary>
    public static void Send(SipResponse response) => Send(Write(response), DestinationOf(response.TopVia));

    /// <summary>Where a response goes; null if the way back is a name.</summary>
    public static Endpoint? DestinationOf(Via via)
    {
        (string host, int port) = via.Destination;
        return Endpoint.Parse(host, port);
    }
}
