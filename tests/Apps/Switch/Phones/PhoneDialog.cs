// A dialog as a scripted phone keeps it (RFC 3261 §12), written apart from the exchange's own.
using Cosmos.Apps.Switch.Sip;

namespace Switch.Tests.Phones;

/// <summary>A phone's dialog with the exchange.</summary>
internal sealed class PhoneDialog
{
    private readonly Phone _phone;
    private readonly string _callId;
    private readonly string _local;
    private readonly string _remote;
    private readonly AddressSpec _target;

    private PhoneDialog(Phone phone, string callId, string local, string remote, AddressSpec target, uint sequence) =>
        (_phone, _callId, _local, _remote, _target, Sequence) = (phone, callId, local, remote, target, sequence);

    public uint Sequence { get; set; }

    /// <summary>The caller's, by the answer to his INVITE.</summary>
    public static PhoneDialog OfCaller(Phone phone, SipRequest invite, SipResponse answer) => new(
        phone, invite.Fields.CallId, $"{invite.Fields.From}", $"{answer.Fields.To}", answer.Fields.Contacts[0].Uri,
        invite.Fields.CSeq.Number);

    /// <summary>The callee's, by the INVITE that he answered.</summary>
    public static PhoneDialog OfCallee(Phone phone, SipRequest invite) => new(
        phone, invite.Fields.CallId, $"{invite.Fields.To.WithTag($"to{phone.User}")}", $"{invite.Fields.From}",
        invite.Fields.Contacts[0].Uri, 100);

    public SipRequest Make(SipMethod method, ReadOnlyMemory<byte> body = default,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        uint sequence = method == SipMethod.Ack ? Sequence : ++Sequence;
        SipHeaders headers = _phone.Headers(method, _local, _remote, _callId, sequence, more);
        headers = body.IsEmpty ? headers : headers.And(HeaderKind.ContentType, "application/sdp");
        return SipRequest.Create(method, _target, headers, body);
    }

    public SipRequest Send(SipMethod method, ReadOnlyMemory<byte> body = default,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        SipRequest request = Make(method, body, more);
        _phone.Send(request);
        return request;
    }
}
