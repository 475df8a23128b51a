// A phone that a test plays, message by message, in the test's own process. It says what it is told to, and nothing by
// itself: no retransmission, no answer. What the exchange sends to it is waited for in virtual time; what it sends
// again is passed over, unless the test asks for repetitions.
using Cosmos.Apps.Switch;
using Cosmos.Apps.Switch.Sip;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Switch.Tests.Phones;

/// <summary>A scripted phone.</summary>
internal sealed class Phone(ServerRef<FakeNetwork> network, string user, string address, int port = 5060)
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(3);

    private readonly HashSet<string> _seen = [];
    private int _made;

    public string User { get; } = user;

    public Endpoint Place { get; } = new(address, port);

    public string Contact => $"<sip:{User}@{Place}>";

    public static ReadOnlyMemory<byte> Sdp(string what) =>
        System.Text.Encoding.ASCII.GetBytes(
            $"v=0\r\no={what} 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n"
            + "m=audio 4000 RTP/AVP 0\r\n");

    public void Send(SipMessage message) => Send(SipWriter.Write(message));

    public void Send(ReadOnlySpan<byte> bytes) =>
        network.Cast(new FakeNetwork.Inject(Place, Binary.Create(bytes)));

    /// <summary>A request outside of dialogs.</summary>
    public SipRequest Make(SipMethod method, string number, ReadOnlyMemory<byte> body = default,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        string id = $"{User}{++_made}-{Process.MakeRef().GetHashCode():x}";
        SipHeaders headers = Headers(method, $"<sip:{User}@example.org>;tag=t{id}", $"<sip:{number}@example.org>",
            $"{id}@{Place.Address}", 1, more);
        headers = body.IsEmpty ? headers : headers.And(HeaderKind.ContentType, "application/sdp");
        return SipRequest.Create(method, Uri($"sip:{number}@127.0.0.1"), headers, body);
    }

    public SipHeaders Headers(SipMethod method, string from, string to, string callId, uint sequence,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        SipHeaders headers = SipHeaders.Empty
            .And(HeaderKind.Via, $"SIP/2.0/UDP {Place};branch=z9hG4bK{User}{++_made}x{callId.Length}")
            .And(HeaderKind.MaxForwards, "70")
            .And(HeaderKind.From, from)
            .And(HeaderKind.To, to)
            .And(HeaderKind.CallId, callId)
            .And(HeaderKind.CSeq, $"{sequence} {method}")
            .And(HeaderKind.Contact, Contact);
        foreach ((HeaderKind kind, string value) in more)
        {
            headers = headers.With(kind, value);
        }

        return headers;
    }

    /// <summary>The next message for this phone; the test fails when none comes.</summary>
    public SipMessage Receive(TimeSpan? within = null)
    {
        bool isThere = TryReceive(out SipMessage? message, within ?? s_soon);
        Assert.True(isThere, $"{User}: nothing came");
        return message!;
    }

    /// <summary>The next message that is no repetition.</summary>
    public bool TryReceive(out SipMessage? message, TimeSpan within)
    {
        long end = Clock.Now + (within.Ticks * 100);
        while (TryReceiveAny(out message, TimeSpan.FromTicks(Math.Max(0, end - Clock.Now) / 100), out bool isNew))
        {
            if (isNew)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The next message, and whether it is the first of its kind.</summary>
    public bool TryReceiveAny(out SipMessage? message, TimeSpan within, out bool isNew)
    {
        bool isThere = Process.TryReceive<Delivered>(
            within, out Delivered? delivered, found => found.Phone == Place);
        SipParsing parsing = isThere ? SipParser.Parse(delivered!.Bytes.Span) : default;
        Assert.True(!isThere || parsing.IsMessage, $"{User}: the exchange sent what is malformed: {parsing.Fault}");
        message = parsing.Message;
        isNew = isThere && _seen.Add(System.Text.Encoding.UTF8.GetString(delivered!.Bytes.Span));
        return isThere;
    }

    /// <summary>When what was received last comes again, so often: the times since the call.</summary>
    public TimeSpan[] Repetitions(int count, TimeSpan within)
    {
        long begin = Clock.Now;
        var times = new List<TimeSpan>();
        while (times.Count < count
            && TryReceiveAny(out _, within - TimeSpan.FromTicks((Clock.Now - begin) / 100), out bool isNew))
        {
            Assert.False(isNew, "Something else came.");
            times.Add(TimeSpan.FromTicks((Clock.Now - begin) / 100));
        }

        return [.. times];
    }

    /// <summary>The next message is this answer; 100 Trying may come before.</summary>
    public SipResponse Expect(StatusCode status, TimeSpan? within = null)
    {
        SipMessage message = Receive(within);
        while (message is SipResponse { Status: StatusCode.Trying } && status != StatusCode.Trying)
        {
            message = Receive(within);
        }

        SipResponse response = Assert.IsType<SipResponse>(message);
        Assert.Equal(status, response.Status);
        return response;
    }

    /// <summary>The next message is a request of this method.</summary>
    public SipRequest Expect(SipMethod method, TimeSpan? within = null)
    {
        SipRequest request = Assert.IsType<SipRequest>(Receive(within));
        Assert.Equal(method, request.Method);
        return request;
    }

    /// <summary>Nothing comes for some time.</summary>
    public void ExpectNothing(TimeSpan time)
    {
        bool isThere = TryReceive(out SipMessage? message, time);
        Assert.False(isThere, $"{User}: {message}");
    }

    /// <summary>
    /// Forgets what has come, whatever it is: a refusal of what is malformed repeats what it is about.
    /// </summary>
    public void Drain()
    {
        while (Process.TryReceive<Delivered>(TimeSpan.Zero, out _, found => found.Phone == Place))
        {
        }
    }

    public void Answer(SipRequest request, StatusCode status, ReadOnlyMemory<byte> body = default,
        params ReadOnlySpan<(HeaderKind Kind, string Value)> more)
    {
        SipHeaders headers = (int)status < 300 && request.Method == SipMethod.Invite
            ? SipHeaders.Empty.And(HeaderKind.Contact, Contact)
            : SipHeaders.Empty;
        headers = body.IsEmpty ? headers : headers.And(HeaderKind.ContentType, "application/sdp");
        foreach ((HeaderKind kind, string value) in more)
        {
            headers = headers.And(kind, value);
        }

        Send(request.Respond(status, status.Reason(), $"to{User}", headers, body));
    }

    public void Register(string password = "secret", int expires = 3600)
    {
        SipRequest first = Registration(1, expires);
        Send(first);
        SipResponse challenge = Expect(StatusCode.Unauthorized);
        SipRequest second = Authenticated(Registration(2, expires, first), challenge, password);
        Send(second);
        Expect(StatusCode.Ok);
    }

    public SipRequest Registration(uint sequence, int expires, SipRequest? like = null, string? contact = null)
    {
        string callId = like?.Fields.CallId ?? $"reg{++_made}@{Place.Address}";
        SipHeaders headers = Headers(SipMethod.Register, $"<sip:{User}@example.org>;tag=r{_made}",
            $"<sip:{User}@example.org>", callId, sequence, (HeaderKind.Expires, $"{expires}"));
        headers = contact is null ? headers : headers.With(HeaderKind.Contact, contact);
        return SipRequest.Create(SipMethod.Register, Uri("sip:127.0.0.1"), headers);
    }

    public SipRequest Authenticated(SipRequest request, SipResponse challenge, string password, uint count = 1)
    {
        string? text = challenge.Headers.Get(HeaderKind.WwwAuthenticate);
        Assert.True(DigestChallenge.TryParse(text, out DigestChallenge? asked));
        DigestCredentials credentials = asked.Answer(User, password, request, "0a4f113b", count);
        return SipRequest.Create(request.Method, request.Uri,
            request.Headers.And(HeaderKind.Authorization, $"{credentials}"));
    }

    public static AddressSpec Uri(string text) =>
        AddressSpec.TryParse(text, out AddressSpec? uri) ? uri : throw new ArgumentException(text);
}
