// What a stranger may make the exchange hold. RFC 3261 bounds nothing, so every loop over input has its bound here;
// each is far above what phones and proxies send (RFC 4475's longest message has 34 Via rows and values of 300
// characters), and what goes beyond one is refused as malformed, never cut.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Limits on what is parsed. Beyond them a message is refused (400, or 513 for the datagram's size).</summary>
public static class SipLimits
{
    /// <summary>Bytes of a datagram: what UDP over IPv4 can carry.</summary>
    public const int DatagramBytes = 65_507;

    /// <summary>Bytes of start line and header fields.</summary>
    public const int HeadBytes = 32_768;

    /// <summary>Rows of header fields.</summary>
    public const int HeaderRows = 200;

    /// <summary>Values of one list: Via, Contact, Route, Record-Route, option tags.</summary>
    public const int ListValues = 100;

    /// <summary>Parameters of one value or one URI of a message that arrives.</summary>
    public const int Parameters = 32;

    /// <summary>
    /// Parameters that the exchange may add to a value: tag, received, rport. Without room for them a stranger's value
    /// that is full could not be answered.
    /// </summary>
    internal const int AddedParameters = 4;

    /// <summary>Lines of a session description.</summary>
    public const int SdpLines = 1000;

    /// <summary>Media of a session description.</summary>
    public const int SdpMedia = 32;
}
