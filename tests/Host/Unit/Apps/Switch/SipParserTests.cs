// Datagrams to messages (RFC 3261 §7, §18.3) and what is wrong with those that are none.
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SipParserTests
{
    // §7.1, §8.1.1: a request and the fields that everybody needs.
    [Fact]
    public void RequestsAreRead()
    {
        SipRequest request = SipText.Request(SipText.Invite("Contact: <sip:alice@client.atlanta.example>", "v=0\n"));
        Assert.Equal(SipMethod.Invite, request.Method);
        Assert.Equal("sip:bob@biloxi.example", request.Uri.ToString());
        Assert.Equal("z9hG4bK74bf9", request.TopVia.Branch);
        Assert.Equal("9fxced76sl", request.Fields.From.Tag);
        Assert.Null(request.Fields.To.Tag);
        Assert.Equal("3848276298220188511@atlanta.example", request.Fields.CallId);
        Assert.Equal(new CSeq(1, SipMethod.Invite), request.Fields.CSeq);
        Assert.Equal((byte)70, request.Fields.MaxForwards);
        Assert.Single(request.Fields.Contacts);
        Assert.Equal("v=0\r\n"u8.ToArray(), request.Body.ToArray());
    }

    // §7.2.
    [Fact]
    public void ResponsesAreRead()
    {
        SipResponse response = SipText.Response(SipText.Datagram($"sip/2.0 486 Busy  Here\n{SipText.Rows}"));
        Assert.Equal(StatusCode.BusyHere, response.Status);
        Assert.Equal("Busy  Here", response.Reason);
        Assert.Equal(SipMethod.Invite, response.Fields.CSeq.Method);
    }

    // §7.3.1: folding, white space before the colon, lists in one row and in several, compact forms, any case.
    [Fact]
    public void RowsMayBeWrittenInManyWays()
    {
        SipRequest request = SipText.Request(SipText.Invite("""
            v : SIP/2.0/UDP p2.example;branch=z9hG4bK2 ,
              SIP/2.0/UDP p3.example;branch=z9hG4bK3
            ROUTE: <sip:r1.example;lr>, "R, 2" <sip:r2.example;lr>
            route:<sip:r3.example;lr>
            m: <sip:a@x.example>;q=0.5,sip:b@x.example
            Subject:
            X-Odd:  a
            ~b  
            """.Replace('~', '\t')));
        Assert.Equal(["client.atlanta.example", "p2.example", "p3.example"],
            request.Fields.Vias.Select(via => via.Host));
        Assert.Equal(["<sip:r1.example;lr>", "\"R, 2\" <sip:r2.example;lr>", "<sip:r3.example;lr>"],
            request.Fields.Routes.Select(route => route.ToString()));
        Assert.Equal(2, request.Fields.Contacts.Length);
        Assert.Equal("", request.Headers.Get(HeaderKind.Subject));
        Assert.Equal("a  \tb", request.Headers.Get("x-odd"));
    }

    // §7.5: line ends before the first line are nothing, and alone they are a keep-alive.
    [Fact]
    public void LineEndsBeforeTheMessageAreNothing()
    {
        Assert.True(SipParser.Parse([.. "\r\n\r\n"u8, .. SipText.Invite()]).IsMessage);
        Assert.Equal(SipFault.KeepAlive, SipText.Fault([.. "\r\n\r\n"u8]));
        Assert.Equal(SipFault.KeepAlive, SipText.Fault([]));
    }

    // §18.3: with UDP the body ends with the datagram, or where Content-Length says.
    [Theory]
    [InlineData("", "body and all", "body and all")]
    [InlineData("Content-Length: 4", "body and all", "body")]
    [InlineData("l:0", "noise", "")]
    public void TheBodyEndsWhereItSays(string row, string sent, string body) =>
        Assert.Equal(body, Encoding.UTF8.GetString(SipText.Request(SipText.Invite(row, sent)).Body.Span));

    [Theory]
    [InlineData("Content-Length: 5", SipFault.BodyTooShort)]
    [InlineData("Content-Length: -1", SipFault.BadContentLength)]
    [InlineData("Content-Length: x", SipFault.BadContentLength)]
    [InlineData("Content-Length: 99999999999999999999", SipFault.BadContentLength)]
    [InlineData("Content-Length: 4\nl: 4", SipFault.RepeatedHeader)]
    [InlineData("Subject: a\ns: b", SipFault.RepeatedHeader)]
    [InlineData("To: <sip:x@y.z>", SipFault.RepeatedHeader)]
    [InlineData("No colon", SipFault.BadHeaderLine)]
    [InlineData(": no name", SipFault.BadHeaderLine)]
    [InlineData("Bad name: x", SipFault.BadHeaderLine)]
    [InlineData("Subject: bell \a", SipFault.BadHeaderLine)]
    [InlineData("Contact: *, <sip:a@b.c>", SipFault.BadHeaderValue)]
    [InlineData("Contact: *\nContact: <sip:a@b.c>", SipFault.BadHeaderValue)]
    [InlineData("Contact: <sip:a@b.c>\nContact: *", SipFault.BadHeaderValue)]
    [InlineData("Contact: <sip:a@b.c>,", SipFault.BadHeaderValue)]
    [InlineData("Contact: <sip:a@b.c>,,<sip:a@b.c>", SipFault.BadHeaderValue)]
    [InlineData("Route: <sip:a@b.c", SipFault.BadHeaderValue)]
    [InlineData("Record-Route: x", SipFault.BadHeaderValue)]
    public void BadRowsAreFaults(string row, SipFault fault) => Refused(SipText.Invite(row, "body"), fault);

    // §8.1.1: what every request has, in its legal form.
    [Theory]
    [InlineData("Via: SIP/2.0/UDP client.atlanta.example:5060;branch=z9hG4bK74bf9\n", "", SipFault.MissingHeader)]
    [InlineData("From: Alice <sip:alice@atlanta.example>;tag=9fxced76sl\n", "", SipFault.MissingHeader)]
    [InlineData("To: Bob <sip:bob@biloxi.example>\n", "", SipFault.MissingHeader)]
    [InlineData("Call-ID: 3848276298220188511@atlanta.example\n", "", SipFault.MissingHeader)]
    [InlineData("\nCSeq: 1 INVITE", "", SipFault.MissingHeader)]
    [InlineData("1 INVITE", "1 BYE", SipFault.MethodMismatch)]
    [InlineData("1 INVITE", "1 invite", SipFault.MethodMismatch)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: 256", SipFault.BadHeaderValue)]
    [InlineData("Max-Forwards: 70", "Max-Forwards: ", SipFault.BadHeaderValue)]
    [InlineData("Call-ID: 38", "Call-ID: 3 8", SipFault.BadHeaderValue)]
    [InlineData("From: Alice", "From: Al,ice", SipFault.BadHeaderValue)]
    public void WhatEveryRequestHasIsChecked(string was, string now, SipFault fault)
    {
        byte[] datagram = SipText.InviteBut(was, now);
        Assert.Equal(fault, SipText.Fault(datagram));
        Assert.Equal(!was.StartsWith("Via", StringComparison.Ordinal), SipParser.Parse(datagram).Fragment is not null);
    }

    // Max-Forwards is missing in what RFC 2543 clients send (§16.3).
    [Fact]
    public void MaxForwardsMayBeMissing() =>
        Assert.Null(SipText.Request(SipText.InviteBut("Max-Forwards: 70\n", "")).Fields.MaxForwards);

    // §7.1: one space, no brackets, no headers, and version 2.0.
    [Theory]
    [InlineData("INVITE  sip:bob@biloxi.example SIP/2.0", SipFault.BadRequestUri)]
    [InlineData("INVITE sip:bob@biloxi.example  SIP/2.0", SipFault.BadRequestUri)]
    [InlineData("INVITE sip:bob@biloxi.example SIP/2.0 ", SipFault.BadStartLine)]
    [InlineData("INVITE <sip:bob@biloxi.example> SIP/2.0", SipFault.BadRequestUri)]
    [InlineData("INVITE sip:bob@biloxi.example?a=b SIP/2.0", SipFault.BadRequestUri)]
    [InlineData("INVITE bob SIP/2.0", SipFault.BadRequestUri)]
    [InlineData("INVITE sip:bob@biloxi.example SIP/3.0", SipFault.UnsupportedVersion)]
    [InlineData("INVITE sip:bob@biloxi.example HTTP/1.1", SipFault.BadStartLine)]
    [InlineData("INVITE sip:bob@biloxi.example", SipFault.BadStartLine)]
    public void RequestLinesHaveOneForm(string line, SipFault fault) =>
        Refused(SipText.Datagram($"{line}\n{SipText.Rows}"), fault);

    // What cannot be told to be a request is not answered; nor is a response (§18.1.2) or an ACK (§17).
    [Theory]
    [InlineData("", SipFault.BadStartLine)]
    [InlineData("INVITE", SipFault.BadStartLine)]
    [InlineData("{} sip:bob@biloxi.example SIP/2.0", SipFault.BadStartLine)]
    [InlineData("SIP/2.0 99 Low", SipFault.BadStatusCode)]
    [InlineData("SIP/2.0 700 High", SipFault.BadStatusCode)]
    [InlineData("SIP/2.0 4294967301 Wrapped", SipFault.BadStatusCode)]
    [InlineData("SIP/2.0 0200 Padded", SipFault.BadStatusCode)]
    [InlineData("SIP/2.0 200OK", SipFault.BadStartLine)]
    [InlineData("SIP/2.0", SipFault.BadStartLine)]
    [InlineData("SIP/7.0 200 OK", SipFault.UnsupportedVersion)]
    [InlineData("ACK sip:bob@biloxi.example SIP/2.0", SipFault.MethodMismatch)]
    public void OtherStartLinesAreDroppedInSilence(string line, SipFault fault)
    {
        SipParsing parsing = SipParser.Parse(SipText.Datagram($"X{line}\n{SipText.Rows}"[1..]));
        Assert.True(line.Length == 0 || fault == parsing.Fault, $"{parsing.Fault}");
        Assert.False(parsing.IsMessage);
        Assert.Null(parsing.Fragment);
    }

    // The head is UTF-8, ends in an empty line, and its lines end in CRLF.
    [Fact]
    public void TheHeadIsLinesOfUtf8()
    {
        byte[] latin = SipText.Invite("Subject: ?");
        latin[^5] = 0xE9;
        Refused(latin, SipFault.BadEncoding);
        Refused(SipText.Invite()[..^2], SipFault.Truncated);
        byte[] unix = Encoding.UTF8.GetBytes($"INVITE sip:b@c SIP/2.0\n{SipText.Rows}\n\n".Replace("\r", ""));
        Assert.Equal(SipFault.Truncated, SipText.Fault(unix));
        byte[] bare = SipText.Invite("Subject: a?b");
        bare[^6] = (byte)'\n';
        Refused(bare, SipFault.BadHeaderLine);
        bare[^6] = (byte)'\r';
        Refused(bare, SipFault.BadHeaderLine);
        Assert.Equal("grün 大", SipText.Request(SipText.Invite("Subject: grün 大")).Headers.Get("Subject"));
    }

    // Every limit is one: what is within it passes, what is beyond it is refused.
    [Fact]
    public void LimitsHold()
    {
        string row = "X-Y: z\n";
        string rows = string.Concat(Enumerable.Repeat(row, SipLimits.HeaderRows - 6)).TrimEnd();
        Assert.True(SipParser.Parse(SipText.Invite(rows)).IsMessage);
        Refused(SipText.Invite($"{rows}\nX-Y: z"), SipFault.TooManyHeaders);

        string routes = string.Join(",", Enumerable.Repeat("<sip:a.b>", SipLimits.ListValues));
        Assert.True(SipParser.Parse(SipText.Invite($"Route: {routes}")).IsMessage);
        Refused(SipText.Invite($"Route: {routes}\nRoute: <sip:a.b>"), SipFault.BadHeaderValue);

        string parameters = string.Concat(Enumerable.Range(0, SipLimits.Parameters).Select(i => $";p{i}"));
        Assert.True(SipParser.Parse(SipText.Invite($"Contact: <sip:a.b>{parameters}")).IsMessage);
        Refused(SipText.Invite($"Contact: <sip:a.b>{parameters};x"), SipFault.BadHeaderValue);

        Refused(SipText.Invite($"X: {new string('y', SipLimits.HeadBytes)}"), SipFault.TooLarge);
        Refused(SipText.Invite("", new string('y', SipLimits.DatagramBytes)), SipFault.TooLarge);
        Assert.True(SipParser.Parse(SipText.Invite("", new string('y', SipLimits.DatagramBytes - 500))).IsMessage);
    }

    // What can be refused is refused with what identifies it, the source noted and a tag given (§8.2.6.2, §18.2.1).
    [Fact]
    public void ARefusalCopiesWhatIdentifiesTheRequest()
    {
        byte[] datagram = SipText.Invite("Via: SIP/2.0/UDP p.example, SIP/2.0/UDP q.example\nNo colon");
        SipFragment fragment = SipParser.Parse(datagram).Fragment!;
        SipResponse refusal = SipText.Response(fragment.Refuse("192.0.2.77", 4000, "t1"));
        Assert.Equal(StatusCode.BadRequest, refusal.Status);
        Assert.Equal("192.0.2.77", refusal.TopVia.Parameters.Get("received"));
        Assert.Equal(3, refusal.Fields.Vias.Length);
        Assert.Equal("t1", refusal.Fields.To.Tag);
        Assert.Equal("9fxced76sl", refusal.Fields.From.Tag);
        Assert.Equal(new CSeq(1, SipMethod.Invite), refusal.Fields.CSeq);
        Assert.Equal(("192.0.2.77", 5060), refusal.TopVia.Destination);
        Assert.Equal(6, refusal.Headers.Rows.Length);
    }

    private static void Refused(byte[] datagram, SipFault fault)
    {
        SipParsing parsing = SipParser.Parse(datagram);
        Assert.Equal(fault, parsing.Fault);
        Assert.Null(parsing.Message);
        Assert.NotNull(parsing.Fragment);
        string refusal = Encoding.UTF8.GetString(parsing.Fragment.Refuse("192.0.2.1", 5060, "t"));
        int status = fault == SipFault.UnsupportedVersion ? 505 : fault == SipFault.TooLarge ? 513 : 400;
        Assert.StartsWith($"SIP/2.0 {status} ", refusal, StringComparison.Ordinal);
    }
}
