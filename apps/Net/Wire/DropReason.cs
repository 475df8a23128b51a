// Why a received frame went no further. One list for the whole stack, so that one row of counters explains every frame
// that is missing. A reason names what was wrong with the frame or which limit it met, not which method saw it.
namespace Cosmos.Apps.Net.Wire;

/// <summary>Why a received frame was dropped.</summary>
public enum DropReason
{
    /// <summary>It was not dropped.</summary>
    None,

    /// <summary>Ethernet: shorter than its header.</summary>
    EthernetTruncated,

    /// <summary>Ethernet: addressed to another station (the device receives promiscuously).</summary>
    EthernetNotForUs,

    /// <summary>Ethernet: a group, zero or this station itself as source address.</summary>
    EthernetBadSource,

    /// <summary>Ethernet: a type that nothing here speaks, or an IEEE 802.3 length.</summary>
    EthernetUnknownType,

    /// <summary>ARP: shorter than a packet for IPv4 on Ethernet.</summary>
    ArpTruncated,

    /// <summary>ARP: for other hardware or another protocol than Ethernet and IPv4, or an unknown operation.</summary>
    ArpUnsupported,

    /// <summary>ARP: addresses that no station can have, or a sender that differs from the frame's source.</summary>
    ArpBadAddress,

    /// <summary>ARP: about others, and nothing that is known here.</summary>
    ArpNotForUs,

    /// <summary>ARP: an answer to a question that was not asked.</summary>
    ArpUnsolicited,

    /// <summary>ARP: another station claims this one's address.</summary>
    ArpConflict,

    /// <summary>IPv4: shorter than its header, or than its total length.</summary>
    Ipv4Truncated,

    /// <summary>IPv4: a version other than four.</summary>
    Ipv4BadVersion,

    /// <summary>IPv4: a header length or total length that cannot be.</summary>
    Ipv4BadLength,

    /// <summary>IPv4: a wrong header checksum.</summary>
    Ipv4BadChecksum,

    /// <summary>IPv4: options that run over their room.</summary>
    Ipv4BadOption,

    /// <summary>IPv4: a source route, which is not followed (RFC 7126 §4.3, §4.4).</summary>
    Ipv4SourceRoute,

    /// <summary>IPv4: a source that is not one host: a group, loopback, reserved, or this host's own.</summary>
    Ipv4BadSource,

    /// <summary>IPv4: addressed to another host, and hosts do not forward.</summary>
    Ipv4NotForUs,

    /// <summary>IPv4: for one host, but in a frame for all of them (RFC 1122 §3.3.6).</summary>
    Ipv4UnicastInBroadcast,

    /// <summary>IPv4: there is no address yet, and this is not for the DHCP client.</summary>
    Ipv4NoAddress,

    /// <summary>IPv4: a protocol that nothing here speaks.</summary>
    Ipv4UnknownProtocol,

    /// <summary>Fragment: no multiple of eight bytes, empty, or beyond 65,535 bytes.</summary>
    FragmentBadLength,

    /// <summary>Fragment: seen before, byte for byte.</summary>
    FragmentDuplicate,

    /// <summary>Fragment: of a datagram whose fragments overlap or contradict each other (RFC 5722's rule).</summary>
    FragmentOverlap,

    /// <summary>Fragment: of a datagram in more pieces than allowed.</summary>
    FragmentTooMany,

    /// <summary>Fragment: its datagram had to make room for a younger one.</summary>
    FragmentNoMemory,

    /// <summary>Fragment: its datagram was not complete in time.</summary>
    FragmentTimeout,

    /// <summary>ICMP: shorter than its header.</summary>
    IcmpTruncated,

    /// <summary>ICMP: a wrong checksum.</summary>
    IcmpBadChecksum,

    /// <summary>ICMP: a type that is not used here (RFC 1122 §3.2.2: silently discarded).</summary>
    IcmpUnknownType,

    /// <summary>ICMP: an echo request to many, which is not answered (RFC 1122 §3.2.2.6).</summary>
    IcmpEchoToMany,

    /// <summary>ICMP: an error about something that this host did not send.</summary>
    IcmpNotOurs,

    /// <summary>UDP: shorter than its header.</summary>
    UdpTruncated,

    /// <summary>UDP: a length that cannot be.</summary>
    UdpBadLength,

    /// <summary>UDP: a wrong checksum.</summary>
    UdpBadChecksum,

    /// <summary>UDP: nobody receives on the port.</summary>
    UdpNoListener,

    /// <summary>
    /// UDP: the port's socket has as many datagrams under way as its owner asked for; errors as well.
    /// </summary>
    UdpSocketFull,

    /// <summary>DHCP: shorter than a message, or without its cookie.</summary>
    DhcpTruncated,

    /// <summary>DHCP: fields or options that cannot be.</summary>
    DhcpMalformed,

    /// <summary>DHCP: not an answer to this client.</summary>
    DhcpNotOurs,

    /// <summary>DHCP: nothing that the client waits for in its state.</summary>
    DhcpUnexpected,

    /// <summary>An answer was due, but could not be sent; the counters of sending say why.</summary>
    AnswerNotSent,
}
