// What matches a request to its server transaction and a response to its client transaction (RFC 3261 §17.1.3,
// §17.2.3). A text, so that it can be a key in any table. ACK has the INVITE's key; CANCEL has its own, and the key of
// what it cancels is asked for by method.
namespace Cosmos.Apps.Switch.Sip;

/// <summary>The identity of a transaction.</summary>
public readonly record struct TransactionKey(string Text)
{
    /// <summary>The server transaction of a request.</summary>
    public static TransactionKey OfServer(SipRequest request) =>
        OfServer(request, request.Method == SipMethod.Ack ? SipMethod.Invite : request.Method);

    /// <summary>The server transaction of a request that agrees with this one in all but the method (§9.2).</summary>
    public static TransactionKey OfServer(SipRequest request, SipMethod method)
    {
        Via via = request.TopVia;
        string sentBy = $"{via.Host}:{via.Port}".ToLowerInvariant();
        if (via.HasUniqueBranch)
        {
            return new TransactionKey($"{via.Branch!.ToLowerInvariant()} {sentBy} {method}");
        }

        // RFC 2543 clients: Request-URI, From tag, Call-ID, CSeq number and top Via. To's tag is left out: ACK has one
        // where the INVITE had none.
        SipFields fields = request.Fields;
        return new TransactionKey(
            $"{request.Uri} {fields.From.Tag} {fields.CallId} {fields.CSeq.Number} {via.Branch} {sentBy} {method}");
    }

    /// <summary>The client transaction that a request opens.</summary>
    public static TransactionKey OfClient(SipRequest request) => OfClient(request.TopVia, request.Method);

    /// <summary>The client transaction that a response belongs to: top branch and CSeq's method.</summary>
    public static TransactionKey OfClient(SipResponse response) =>
        OfClient(response.TopVia, response.Fields.CSeq.Method);

    private static TransactionKey OfClient(Via via, SipMethod method) =>
        new($"{via.Branch?.ToLowerInvariant()} {method}");
}
