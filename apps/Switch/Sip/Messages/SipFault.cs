// What can be wrong with a datagram: a closed list, so that a counter per entry explains every drop.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>Why a datagram is no message.</summary>
public enum SipFault : byte
{
    /// <summary>Nothing: it is a message.</summary>
    None,

    /// <summary>
    /// Line ends and nothing else: a client keeps its binding alive (RFC 3261 §7.5, RFC 5626 §3.5.1).
    /// </summary>
    KeepAlive,

    /// <summary>Longer than <see cref="SipLimits.DatagramBytes"/>, or its head than HeadBytes.</summary>
    TooLarge,

    /// <summary>No empty line ends the head (§7).</summary>
    Truncated,

    /// <summary>The head is not UTF-8 (§7).</summary>
    BadEncoding,

    /// <summary>The first line is neither a request's nor a response's (§7.1, §7.2).</summary>
    BadStartLine,

    /// <summary>A request whose Request-URI is none, or has what it must not have (§19.1.1).</summary>
    BadRequestUri,

    /// <summary>A version that is not 2.0 (§7.1, 505).</summary>
    UnsupportedVersion,

    /// <summary>A response whose status code is not from 100 to 699.</summary>
    BadStatusCode,

    /// <summary>A row that is no header field (§7.3.1), or has control characters or bare line ends in it.</summary>
    BadHeaderLine,

    /// <summary>More rows than <see cref="SipLimits.HeaderRows"/>.</summary>
    TooManyHeaders,

    /// <summary>A field twice that may be there once (§7.3.1).</summary>
    RepeatedHeader,

    /// <summary>Via, From, To, Call-ID or CSeq is not there (§8.1.1).</summary>
    MissingHeader,

    /// <summary>A value that breaks its field's grammar (§25.1) or a limit.</summary>
    BadHeaderValue,

    /// <summary>CSeq names another method than the first line (§8.1.1.5).</summary>
    MethodMismatch,

    /// <summary>Content-Length is no number.</summary>
    BadContentLength,

    /// <summary>Content-Length says more than there is (§18.3).</summary>
    BodyTooShort,
}
