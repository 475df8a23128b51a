// Messages that the exchange makes: responses (RFC 3261 §8.2.6), ACK and CANCEL (§17.1.1.3, §9.1), and what is written.
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SipAnswerTests
{
    private const string More = """
        Via: SIP/2.0/UDP p.example;branch=z9hG4bKp
        Record-Route: <sip:p.example;lr>
        Route: <sip:r.example;lr>
        Timestamp: 54
        Contact: <sip:alice@client.atlanta.example>
        """;

    // §8.2.6.2: From, To, Call-ID, CSeq and all Vias in their order, equal to the request's.
    [Fact]
    public void ResponsesCopyWhatIdentifiesTheRequest()
    {
        SipRequest request = SipText.Request(SipText.Invite(More));
        SipResponse response = request.Respond(StatusCode.BusyHere, "tag1");
        Assert.Equal("SIP/2.0 486 Busy Here", response.ToString());
        Assert.Equal(request.Fields.Vias.ToArray(), response.Fields.Vias.ToArray());
        Assert.Equal(request.Fields.From, response.Fields.From);
        Assert.Equal(request.Fields.CallId, response.Fields.CallId);
        Assert.Equal(request.Fields.CSeq, response.Fields.CSeq);
        Assert.Equal(request.Fields.To.WithTag("tag1"), response.Fields.To);
        Assert.Equal(6, response.Headers.Rows.Length);
    }

    // §8.2.6.2: a tag that is there stays; 100 gets none. §8.2.6.1: 100 has the timestamp. §12.1.1: Record-Route.
    [Fact]
    public void ResponsesDifferByTheirCode()
    {
        SipRequest request = SipText.Request(SipText.Invite(More));
        SipResponse trying = request.Respond(StatusCode.Trying, "tag1");
        Assert.Null(trying.Fields.To.Tag);
        Assert.Equal("54", trying.Headers.Get(HeaderKind.Timestamp));
        Assert.Empty(trying.Fields.RecordRoutes);

        SipResponse ok = request.Respond(StatusCode.Ok, "tag1");
        Assert.Single(ok.Fields.RecordRoutes);
        Assert.False(ok.Headers.Contains(HeaderKind.Timestamp));

        byte[] within = SipText.InviteBut("<sip:bob@biloxi.example>", "<sip:bob@biloxi.example>;tag=old");
        Assert.Equal("old", SipText.Request(within).Respond(StatusCode.Ok, "new").Fields.To.Tag);
    }

    // §18.2.1: the source is noted on the top hop, which may share its row, and the answer takes it along.
    [Fact]
    public void TheSourceGoesIntoTheAnswer()
    {
        byte[] datagram = SipText.InviteBut("branch=z9hG4bK74bf9", "branch=z9hG4bK74bf9;rport , SIP/2.0/UDP p.example");
        SipRequest request = SipText.Request(datagram).ReceivedFrom("192.0.2.7", 40000);
        SipResponse response = SipText.Response(SipWriter.Write(request.Respond(StatusCode.Ok, "t")));
        Assert.Equal(("192.0.2.7", 40000), response.TopVia.Destination);
        Assert.Equal("p.example", response.Fields.Vias[1].Host);
        Assert.Equal(request, SipText.Request(SipWriter.Write(request)));
    }

    // A stranger may fill From, To and Via to the limit; what the exchange notes on them has room all the same.
    [Fact]
    public void FullValuesCanBeAnswered()
    {
        string full = string.Concat(Enumerable.Range(0, SipLimits.Parameters - 1).Select(i => $";p{i}"));
        byte[] datagram = SipText.Datagram($"""
            INVITE sip:bob@biloxi.example SIP/2.0
            Via: SIP/2.0/UDP client.example;rport{full}
            From: <sip:a@b.example>;tag=1{full}
            To: <sip:c@d.example>;x{full}
            Call-ID: 1
            CSeq: 1 INVITE
            """);
        SipRequest request = SipText.Request(datagram).ReceivedFrom("192.0.2.7", 40000);
        SipResponse response = request.Respond(StatusCode.BusyHere, "t");
        Assert.Equal("t", response.Fields.To.Tag);
        Assert.Equal(("192.0.2.7", 40000), response.TopVia.Destination);
        Assert.Equal("t", request.Acknowledge(response).Fields.To.Tag);

        byte[] broken = [.. datagram[..^2], .. "No colon\r\n\r\n"u8];
        Assert.NotEmpty(SipParser.Parse(broken).Fragment!.Refuse("192.0.2.7", 40000, "t"));
    }

    // §17.1.1.3: the ACK of a refusal.
    [Fact]
    public void AckFollowsTheInvite()
    {
        SipRequest invite = SipText.Request(SipText.Invite(More));
        SipRequest ack = invite.Acknowledge(invite.Respond(StatusCode.BusyHere, "tag1"));
        Assert.Equal("ACK sip:bob@biloxi.example SIP/2.0", ack.ToString());
        Assert.Equal([invite.TopVia], ack.Fields.Vias.ToArray());
        Assert.Equal("tag1", ack.Fields.To.Tag);
        Assert.Equal(invite.Fields.From, ack.Fields.From);
        Assert.Equal(invite.Fields.CallId, ack.Fields.CallId);
        Assert.Equal(new CSeq(1, SipMethod.Ack), ack.Fields.CSeq);
        Assert.Equal(invite.Fields.Routes.ToArray(), ack.Fields.Routes.ToArray());
    }

    // §9.1: the CANCEL of a request.
    [Fact]
    public void CancelFollowsTheInvite()
    {
        SipRequest invite = SipText.Request(SipText.Invite(More));
        SipRequest cancel = invite.Cancel();
        Assert.Equal([invite.TopVia], cancel.Fields.Vias.ToArray());
        Assert.Equal(invite.Fields.To, cancel.Fields.To);
        Assert.Equal(new CSeq(1, SipMethod.Cancel), cancel.Fields.CSeq);
        Assert.Equal(invite.Fields.Routes.ToArray(), cancel.Fields.Routes.ToArray());
        Assert.False(cancel.Headers.Contains(HeaderKind.Contact));
    }

    // §17.2.3, §9.2: ACK belongs to the INVITE, CANCEL has its own transaction and names the INVITE's.
    [Theory]
    [InlineData("branch=z9hG4bK74bf9")]
    [InlineData("branch=1")]
    [InlineData("branch=z9hG4bK")]
    public void TransactionsAreMatched(string branch)
    {
        SipRequest invite = SipText.Request(SipText.InviteBut("branch=z9hG4bK74bf9", branch));
        SipRequest ack = invite.Acknowledge(invite.Respond(StatusCode.BusyHere, "tag1"));
        SipRequest cancel = invite.Cancel();
        Assert.Equal(TransactionKey.OfServer(invite), TransactionKey.OfServer(ack));
        Assert.NotEqual(TransactionKey.OfServer(invite), TransactionKey.OfServer(cancel));
        Assert.Equal(TransactionKey.OfServer(invite), TransactionKey.OfServer(cancel, SipMethod.Invite));
        Assert.Equal(TransactionKey.OfClient(invite), TransactionKey.OfClient(invite.Respond(StatusCode.Ok, "t")));

        SipRequest other = SipText.Request(SipText.InviteBut("client.atlanta.example:5060;branch=z9hG4bK74bf9",
            $"other.example;{branch}"));
        Assert.NotEqual(TransactionKey.OfServer(invite), TransactionKey.OfServer(other));
    }

    // §20.14: Content-Length is what the body is, whatever was said before.
    [Fact]
    public void TheWriterCountsTheBody()
    {
        SipRequest request = SipText.Request(SipText.Invite("l: 3\nContent-Type: text/plain", "abcdef"));
        Assert.EndsWith("Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc",
            Encoding.UTF8.GetString(SipWriter.Write(request)), StringComparison.Ordinal);
        SipRequest again = SipText.Request(SipText.Invite("Content-Length: 8", "größer"));
        Assert.Contains("\r\nContent-Length: 8\r\n\r\ngrößer", Encoding.UTF8.GetString(SipWriter.Write(again)),
            StringComparison.Ordinal);
    }

    // A buffer that is too small holds no message; one that fits exactly does.
    [Fact]
    public void TheWriterKeepsToItsBuffer()
    {
        SipRequest request = SipText.Request(SipText.Invite(More, "body"));
        byte[] whole = SipWriter.Write(request);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.False(SipWriter.TryWrite(request, new byte[length], out int written));
            Assert.Equal(0, written);
        }

        byte[] buffer = new byte[whole.Length];
        Assert.True(SipWriter.TryWrite(request, buffer, out int all));
        Assert.Equal(whole.Length, all);
        Assert.Equal(whole, buffer);
    }

    // A request without what every request has is a mistake of the program.
    [Fact]
    public void IncompleteRequestsCannotBeMade()
    {
        SipUri uri = SipUri.Create("bob", "biloxi.example");
        Assert.Throws<ArgumentException>(() => SipRequest.Create(SipMethod.Bye, uri, SipHeaders.Empty));
        SipHeaders headers = SipText.Request(SipText.Invite()).Headers;
        Assert.Throws<ArgumentException>(() => SipRequest.Create(SipMethod.Bye, uri, headers));
        SipRequest bye = SipRequest.Create(SipMethod.Bye, uri, headers.With(HeaderKind.CSeq, "2 BYE"));
        Assert.Equal(bye, SipText.Request(SipWriter.Write(bye)));
    }

    // §8.1.1.7, §19.3: identifiers are tokens and all of their bits count.
    [Fact]
    public void IdentifiersKeepTheirBits()
    {
        Assert.Equal("z9hG4bK00000000000000000000000000000001", Identifiers.Branch(UInt128.One));
        Assert.Equal("ffffffffffffffff", Identifiers.Tag(ulong.MaxValue));
        Assert.Equal("ffffffffffffffffffffffffffffffff@h", Identifiers.CallId(UInt128.MaxValue, "h"));
    }

    // §8.1.3.2: a code that nobody knows is said by its class.
    [Fact]
    public void EveryCodeHasAReason()
    {
        Assert.Equal("Bad Request", ((StatusCode)499).Reason());
        Assert.Equal("Server Internal Error", ((StatusCode)599).Reason());
        Assert.All(Enum.GetValues<StatusCode>(), code => Assert.NotEmpty(code.Reason()));
        Assert.True(StatusCode.SessionProgress.IsProvisional());
        Assert.True(((StatusCode)299).IsSuccess());
        Assert.False(StatusCode.MovedTemporarily.IsSuccess());
    }
}
