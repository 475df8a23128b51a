// The options of DHCP that this client sends or understands (RFC 2132), and the kinds of messages (§9.6). The numbers
// are the wire's.
namespace Cosmos.Apps.Net.Wire;

/// <summary>Codes of options (RFC 2132).</summary>
public enum DhcpOption : byte
{
    /// <summary>Fills gaps (§3.1).</summary>
    Pad = 0,

    /// <summary>The network's mask (§3.3).</summary>
    SubnetMask = 1,

    /// <summary>Gateways, the preferred one first (§3.5).</summary>
    Router = 3,

    /// <summary>Name servers (§3.8).</summary>
    DomainNameServer = 6,

    /// <summary>The client's name (§3.14).</summary>
    HostName = 12,

    /// <summary>The link's largest packet (§5.1).</summary>
    InterfaceMtu = 26,

    /// <summary>The address that the client would like (§9.1).</summary>
    RequestedAddress = 50,

    /// <summary>How long an address is lent, in seconds (§9.2).</summary>
    LeaseTime = 51,

    /// <summary>The fields `file` and `sname` hold options, too (§9.3).</summary>
    Overload = 52,

    /// <summary>What a message is (§9.6).</summary>
    MessageType = 53,

    /// <summary>Which server is meant, or speaks (§9.7).</summary>
    ServerIdentifier = 54,

    /// <summary>Which options the client would like (§9.8).</summary>
    ParameterRequestList = 55,

    /// <summary>The longest message that the client takes (§9.10).</summary>
    LongestMessage = 57,

    /// <summary>T1: when to renew, in seconds (§9.11).</summary>
    RenewalTime = 58,

    /// <summary>T2: when to rebind, in seconds (§9.12).</summary>
    RebindingTime = 59,

    /// <summary>Who the client is (§9.14).</summary>
    ClientIdentifier = 61,

    /// <summary>Nothing follows (§3.2).</summary>
    End = 255,
}

/// <summary>What a DHCP message is (RFC 2132 §9.6).</summary>
public enum DhcpMessageType : byte
{
    /// <summary>No such message: the option is missing.</summary>
    None = 0,

    /// <summary>A client looks for servers.</summary>
    Discover = 1,

    /// <summary>A server offers an address.</summary>
    Offer = 2,

    /// <summary>A client takes an offer, or would like to keep its address.</summary>
    Request = 3,

    /// <summary>A client found the address in use.</summary>
    Decline = 4,

    /// <summary>A server lends the address.</summary>
    Ack = 5,

    /// <summary>A server refuses the address.</summary>
    Nak = 6,
}
