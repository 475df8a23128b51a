// When no ICMP error may be sent (RFC 1122 §3.2.2). Each of these would let one packet set off many, or answer an
// answer.
using Cosmos.Apps.Net.Wire;

namespace Cosmos.Apps.Net.Interface;

/// <summary>The rules that keep errors from breeding errors.</summary>
public static class IcmpErrorRules
{
    /// <summary>Whether an error about a packet may be sent.</summary>
    /// <param name="packet">The packet, or its beginning.</param>
    /// <param name="own">This host.</param>
    /// <param name="isForMany">Whether it came in a frame for more than one station.</param>
    public static bool MaySend(in Ipv4Packet packet, AddressConfiguration own, bool isForMany)
    {
        Ipv4Header header = packet.Header;
        if (isForMany || header.Destination.IsMulticast || own.IsBroadcast(header.Destination))
            return false;
        if (!header.Source.IsHost || own.IsBroadcast(header.Source) || header.Source == own.Address)
            return false;
        if (header.FragmentOffset != 0)
            return false;

        // A message too short to say its type may be an error: silence is the safe side.
        return header.Protocol != IpProtocol.Icmp
            || (!packet.Payload.IsEmpty && !IcmpMessage.IsErrorType((IcmpType)packet.Payload[0]));
    }
}
