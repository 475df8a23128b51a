// A response (RFC 3261 §7.2). Those of the exchange are made by SipRequest.Respond.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>A response.</summary>
public sealed class SipResponse : SipMessage
{
    internal SipResponse(StatusCode status, string reason, SipHeaders headers, SipFields fields,
        ReadOnlyMemory<byte> body)
        : base(headers, fields, body)
    {
        Status = status;
        Reason = reason;
    }

    /// <summary>The code, 100 to 699.</summary>
    public StatusCode Status { get; }

    /// <summary>For people; it may be empty.</summary>
    public string Reason { get; }

    internal override string StartLine => $"SIP/2.0 {(int)Status} {Reason}";
}
