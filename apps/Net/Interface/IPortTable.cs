// What the interface must know of the sockets above it: whether anybody takes a datagram, and whether there is room. It
// asks before a datagram is delivered, because a host answers for ports that nobody has (RFC 1122 §4.1.3.1), and
// because what is dropped for want of room is to be counted where all else is.
namespace Cosmos.Apps.Net.Interface;

/// <summary>What a port says to one datagram.</summary>
public enum PortAnswer
{
    /// <summary>Nobody receives there.</summary>
    Nobody,

    /// <summary>It is taken; the caller delivers it.</summary>
    Taken,

    /// <summary>Somebody receives there, and has no room.</summary>
    Full,
}

/// <summary>Who receives on which port.</summary>
public interface IPortTable
{
    /// <summary>Asks on behalf of one datagram, or one error; what is taken must be delivered.</summary>
    PortAnswer Ask(ushort port);
}
