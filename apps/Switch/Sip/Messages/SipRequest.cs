// A request (RFC 3261 §7.1), and the answers that belong to it: a response copies what identifies the transaction and
// the way back (§8.2.6.2), so it is made of the request and never of parts.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A request.</summary>
public sealed class SipRequest : SipMessage
{
    internal SipRequest(SipMethod method, AddressSpec uri, SipHeaders headers, SipFields fields,
        ReadOnlyMemory<byte> body)
        : base(headers, fields, body)
    {
        Method = method;
        Uri = uri;
    }

    /// <summary>What is asked.</summary>
    public SipMethod Method { get; }

    /// <summary>The Request-URI. It may be of a scheme that nobody serves (416).</summary>
    public AddressSpec Uri { get; }

    internal override string StartLine => $"{Method} {Uri} SIP/2.0";

    /// <summary>Makes a request.</summary>
    /// <param name="method">What is asked.</param>
    /// <param name="uri">Of whom.</param>
    /// <param name="headers">With Via, From, To, Call-ID and CSeq, and without Content-Length.</param>
    /// <param name="body">The body; its Content-Type is among the headers.</param>
    /// <exception cref="ArgumentException">A field is missing or malformed.</exception>
    public static SipRequest Create(SipMethod method, AddressSpec uri, SipHeaders headers,
        ReadOnlyMemory<byte> body = default) =>
        new(method, uri, headers, ReadFields(headers, method), body);

    /// <summary>
    /// The same request as its receiver notes it: with the datagram's source on the top Via (§18.2.1).
    /// </summary>
    public SipRequest ReceivedFrom(string address, int port)
    {
        Via via = TopVia.ReceivedFrom(address, port);
        return via == TopVia
            ? this
            : new SipRequest(Method, Uri, ReplaceTopVia(Headers, via),
                Fields with { Vias = Fields.Vias.SetItem(0, via) }, Body);
    }

    /// <summary>
    /// Answers: Via, From, To, Call-ID and CSeq as they came (§8.2.6.2); Record-Route where a dialog may begin
    /// (§12.1.1), Timestamp in 100 (§8.2.6.1).
    /// </summary>
    /// <param name="status">The code.</param>
    /// <param name="toTag">
    /// The tag of who answers, the same in all answers to this request but 100 (§8.2.6.2); used if To has none yet.
    /// </param>
    public SipResponse Respond(StatusCode status, string? toTag) =>
        Respond(status, status.Reason(), toTag, SipHeaders.Empty, default);

    /// <summary>Answers with more header fields and a body.</summary>
    public SipResponse Respond(StatusCode status, string reason, string? toTag, SipHeaders more,
        ReadOnlyMemory<byte> body)
    {
        bool isTagged = toTag is not null && status != StatusCode.Trying && Fields.To.Tag is null;
        NameAddress to = isTagged ? Fields.To.WithTag(toTag!) : Fields.To;
        bool keepsRoute = Method == SipMethod.Invite && status != StatusCode.Trying && (int)status < 300;
        ImmutableArray<SipHeader>.Builder rows = ImmutableArray.CreateBuilder<SipHeader>(Headers.Rows.Length);
        foreach (SipHeader row in Headers.Rows)
        {
            bool isCopied = row.Kind
                is HeaderKind.Via or HeaderKind.From or HeaderKind.To or HeaderKind.CallId or HeaderKind.CSeq
                || (row.Kind == HeaderKind.RecordRoute && keepsRoute)
                || (row.Kind == HeaderKind.Timestamp && status == StatusCode.Trying);
            if (isCopied)
            {
                rows.Add(row.Kind == HeaderKind.To && isTagged ? SipHeader.Create(HeaderKind.To, $"{to}") : row);
            }
        }

        rows.AddRange(more.Rows);
        var headers = new SipHeaders(rows.DrainToImmutable());
        return new SipResponse(status, reason, headers, ReadFields(headers, Method), body);
    }

    /// <summary>
    /// The ACK that ends the INVITE transaction of a refusal (§17.1.1.3): Request-URI, Via, From, Call-ID, Route and
    /// the number of the INVITE, and the To of the response.
    /// </summary>
    public SipRequest Acknowledge(SipResponse refusal) =>
        Create(SipMethod.Ack, Uri, Follow(refusal.Fields.To, SipMethod.Ack));

    /// <summary>
    /// The CANCEL of this request (§9.1): the same in all that identifies it, with its top Via alone.
    /// </summary>
    public SipRequest Cancel() => Create(SipMethod.Cancel, Uri, Follow(Fields.To, SipMethod.Cancel));

    private SipHeaders Follow(NameAddress to, SipMethod method)
    {
        SipHeaders headers = SipHeaders.Empty
            .And(HeaderKind.Via, $"{TopVia}")
            .And(HeaderKind.MaxForwards, "70")
            .And(HeaderKind.From, Headers.Get(HeaderKind.From)!)
            .And(HeaderKind.To, $"{to}")
            .And(HeaderKind.CallId, Fields.CallId)
            .And(HeaderKind.CSeq, $"{new CSeq(Fields.CSeq.Number, method)}");
        foreach (SipHeader row in Headers.Rows)
        {
            headers = row.Kind == HeaderKind.Route ? headers.And(HeaderKind.Route, row.Value.ToString()) : headers;
        }

        return headers;
    }
}
