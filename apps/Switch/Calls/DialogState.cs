// A dialog (RFC 3261 §12) as one of its ends knows it: what every later request in it is made of. A value; the call
// puts another one in its place when the target is refreshed or a number is used up. It stands in the call's row as
// well, so that somebody can hang up when the call's process is gone.
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Apps.Switch;

/// <summary>A dialog.</summary>
/// <param name="CallId">Its Call-ID.</param>
/// <param name="Local">The exchange's side, with its tag.</param>
/// <param name="Remote">The other side, with its tag if it has one (RFC 2543 phones may have none).</param>
/// <param name="Target">The remote target: the peer's contact.</param>
/// <param name="Routes">The route set, the next hop first.</param>
/// <param name="Sequence">The latest sequence number that the exchange used.</param>
/// <param name="RemoteSequence">The peer's latest; 0: it has sent no request yet.</param>
/// <param name="Peer">Where its last message came from or went to: the way, if target and routes name hosts.</param>
internal sealed record DialogState(string CallId, NameAddress Local, NameAddress Remote, AddressSpec Target,
    ImmutableArray<NameAddress> Routes, uint Sequence, uint RemoteSequence, Endpoint Peer)
{
    /// <summary>The exchange's tag.</summary>
    public string LocalTag => Local.Tag ?? "";

    /// <summary>The key under which its call is found.</summary>
    public string Key => SwitchTables.DialogKey(CallId, LocalTag);

    /// <summary>Where requests go first (§12.2.1.1): the first route, else the target.</summary>
    public Endpoint NextHop
    {
        get
        {
            AddressSpec next = Routes.IsEmpty ? Target : Routes[0].Uri;
            return (next is SipUri uri ? PlaceOf(uri) : null) ?? Peer;
        }
    }

    /// <summary>The dialog that a request begins, at who answers it (§12.1.1).</summary>
    public static DialogState OfServer(SipRequest request, string localTag, Endpoint source) => new(
        request.Fields.CallId, request.Fields.To.WithTag(localTag), request.Fields.From,
        request.Fields.Contacts[0].Uri, request.Fields.RecordRoutes, FreshIdentifiers.Sequence(),
        request.Fields.CSeq.Number, source);

    /// <summary>The dialog that a response begins, at who sent the request (§12.1.2).</summary>
    public static DialogState OfClient(SipRequest request, SipResponse response, Endpoint destination)
    {
        ImmutableArray<NameAddress>.Builder routes = response.Fields.RecordRoutes.ToBuilder();
        routes.Reverse();
        return new DialogState(request.Fields.CallId, request.Fields.From, response.Fields.To,
            response.Fields.Contacts.IsEmpty ? request.Uri : response.Fields.Contacts[0].Uri, routes.ToImmutable(),
            request.Fields.CSeq.Number, 0, destination);
    }

    /// <summary>With the target that a refresh names (§12.2.1.2, §12.2.2).</summary>
    public DialogState Refreshed(SipMessage message) =>
        message.Fields.Contacts.IsEmpty ? this : this with { Target = message.Fields.Contacts[0].Uri };

    /// <summary>Makes a request in the dialog (§12.2.1.1), with the number that the dialog has now.</summary>
    /// <param name="method">The method.</param>
    /// <param name="more">Other header fields.</param>
    /// <param name="body">The body.</param>
    /// <param name="maxForwards">Hops it may go.</param>
    public SipRequest Request(SipMethod method, SipHeaders more, ReadOnlyMemory<byte> body = default,
        int maxForwards = RequestHeaders.MaxForwards) =>
        Request(method, Sequence, more, body, maxForwards);

    /// <summary>As above, with a number: an ACK has its INVITE's (§13.2.2.4).</summary>
    public SipRequest Request(SipMethod method, uint sequence, SipHeaders more, ReadOnlyMemory<byte> body = default,
        int maxForwards = RequestHeaders.MaxForwards)
    {
        // A strict router wants to be in the Request-URI itself, and the target to be the last route.
        bool isStrict = !Routes.IsEmpty && Routes[0].Uri is SipUri { IsLooseRouter: false };
        AddressSpec uri = isStrict ? Routes[0].Uri : Target;
        ImmutableArray<SipHeader>.Builder rows = RequestHeaders.Begin(CallId, Local, Remote,
            new CSeq(sequence, method), maxForwards);
        for (int at = isStrict ? 1 : 0; at < Routes.Length; at++)
        {
            rows.Add(SipHeader.Create(HeaderKind.Route, $"{Routes[at]}"));
        }

        if (isStrict)
        {
            rows.Add(SipHeader.Create(HeaderKind.Route, $"<{Target}>"));
        }

        rows.AddRange(more.Rows);
        return SipRequest.Create(method, uri, new SipHeaders(rows.DrainToImmutable()), body);
    }

    private static Endpoint? PlaceOf(SipUri uri) => Endpoint.Parse(uri.Parameters.Get("maddr") ?? uri.Host, uri.Port);
}
