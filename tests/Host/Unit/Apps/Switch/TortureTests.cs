// RFC 4475, message by message: what is well formed is read and means what the RFC says; what is not has the right
// fault and is refused with the right code, or dropped where nothing can or may be said.
using System.Collections.Immutable;
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class TortureTests
{
    public static TheoryData<string> Names => [.. TortureMessages.All.Select(message => message.Name)];

    // The verdict on each; what is well formed is the same when it is written and read again.
    [Theory]
    [MemberData(nameof(Names))]
    public void EachHasItsVerdict(string name)
    {
        TortureMessage message = TortureMessages.Get(name);
        SipParsing parsing = SipParser.Parse(message.Bytes);
        Assert.Equal(message.Fault, parsing.Fault);
        Assert.Equal(message.IsAnswered, parsing.Fragment is not null);
        if (parsing.Message is { } read)
        {
            Assert.Equal(read, SipParser.Parse(SipWriter.Write(read)).Message);
        }
        else if (parsing.Fragment is { } fragment)
        {
            string refusal = Encoding.UTF8.GetString(fragment.Refuse("192.0.2.1", 5060, "t"));
            bool isForeign = message.Fault == SipFault.UnsupportedVersion;
            string status = isForeign ? "505 Version Not Supported" : "400 Bad Request";
            Assert.StartsWith($"SIP/2.0 {status}\r\n", refusal, StringComparison.Ordinal);
            Assert.Contains("\r\nVia: ", refusal, StringComparison.Ordinal);
            Assert.Contains("\r\nCSeq: ", refusal, StringComparison.Ordinal);
        }
    }

    // Every section is there: 13 valid, 19 invalid, one of transactions, 15 of applications, one of RFC 2543.
    [Fact]
    public void AllOfThemAreHere() =>
        Assert.Equal(49, TortureMessages.All.Select(message => message.Section).Distinct().Count());

    [Fact]
    public void FoldingIsWhiteSpace()
    {
        SipRequest request = Request("wsinv");
        Assert.Equal("J Tester \\\"", request.Fields.From.DisplayText);
        Assert.Equal("98asjd8", request.Fields.From.Tag);
        Assert.Equal("1918181833n", request.Fields.To.Tag);
        Assert.Equal((byte)68, request.Fields.MaxForwards);
        Assert.Equal(9u, request.Fields.CSeq.Number);
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"],
            request.Fields.Vias.Select(via => via.Host));
        Assert.Equal(["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"], request.Fields.Vias.Select(via => via.Branch));
        Assert.Equal(";;,,;;,;", request.Headers.Get("UnknownHeaderWithUnusualValue"));
        Assert.Equal(";newparam=newvalue;secondparam;q=0.33", request.Fields.Contacts[0].Parameters.Text);
        Assert.Equal(2, SessionDescription.Parse(request.Body.Span)!.Media.Length);
    }

    [Fact]
    public void AllCharactersOfTheGrammarAreTaken()
    {
        SipRequest request = Request("intmeth");
        Assert.Equal("!odd-Method0123456789_*+`.%indeed'~", request.Method.Name);
        SipUri uri = Assert.IsType<SipUri>(request.Uri);
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", uri.Password);
        Assert.Equal("BEL:\a NUL:\0 DEL:\x7F", request.Fields.To.DisplayText);
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.Fields.From.DisplayText);
        Assert.Equal("\"работающий\"", request.Fields.From.Parameters.Get("fromParam''~+*_!.-%"));
        Assert.Equal("_token~1'+`*%!-.", request.Fields.From.Tag);
        Assert.Equal("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{", request.Fields.CallId);
        Assert.Equal("\uFEFF大停電", request.Headers.Get("extensionHeader-!.%*+_`'~"));
    }

    // % escapes in URIs and nowhere else, never twice, and a NUL ends nothing.
    [Fact]
    public void EscapesMeanTheirCharacter()
    {
        SipRequest request = Request("esc01");
        Assert.True(request.Fields.To.Uri.IsEquivalent(SipUri.Create("user", "example.com")));
        AddressSpec contact = request.Fields.Contacts[0].Uri;
        Assert.True(AddressSpec.TryParse("sip:caller@host5.example.net;lr;name=value%2541", out AddressSpec? same));
        Assert.True(AddressSpec.TryParse("sip:caller@host5.example.net;lr;name=valueA", out AddressSpec? other));
        Assert.True(contact.IsEquivalent(same));
        Assert.False(contact.IsEquivalent(other));

        SipRequest nulls = Request("escnull");
        Assert.False(nulls.Fields.Contacts[0].Uri.IsEquivalent(nulls.Fields.Contacts[1].Uri));
        Assert.Equal("null-%00-null", Assert.IsType<SipUri>(nulls.Fields.To.Uri).User);

        SipRequest unescaped = Request("esc02");
        Assert.NotEqual(SipMethod.Register, unescaped.Method);
        Assert.Equal("%Z%45", unescaped.Fields.To.DisplayText);
        Assert.Equal(2, unescaped.Fields.Contacts.Length);
    }

    [Fact]
    public void TheOtherValidOnesMeanWhatTheySay()
    {
        Assert.Equal("caller", Request("lwsdisp").Fields.From.DisplayText);
        Assert.Equal(34, Request("longreq").Fields.Vias.Length);
        Assert.Equal(0, Request("dblreq").Body.Length);
        Assert.Equal("user;par=u%40example.net", Assert.IsType<SipUri>(Request("semiuri").Uri).User);
        Assert.Equal(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"],
            Request("transports").Fields.Vias.Select(via => via.Transport));
        Assert.True(Request("mpart01").Body.Span.IndexOf([(byte)0, (byte)1, (byte)2, (byte)3]) > 0);
        Assert.EndsWith("простое", Response("unreason").Reason, StringComparison.Ordinal);
        Assert.Equal("", Response("noreason").Reason);
        Assert.Equal(StatusCode.Trying, Response("noreason").Status);
    }

    // §3.2, §3.3, §3.4: what an application decides by.
    [Fact]
    public void ApplicationsSeeWhatTheyRefuse()
    {
        Assert.False(Request("badbranch").TopVia.HasUniqueBranch);
        Assert.Equal("nobodyknowsthisscheme", Assert.IsType<AbsoluteUri>(Request("unkscm").Uri).Scheme);
        Assert.Equal("soap.beep", Request("novelsc").Uri.Scheme);
        Assert.Equal("isbn", Request("unksm2").Fields.To.Uri.Scheme);
        Assert.True(Request("bext01").Headers.TryGetTokens(HeaderKind.Require, out ImmutableArray<string> required));
        Assert.Equal(["nothingSupportsThis", "nothingSupportsThisEither"], required.ToArray());
        Assert.True(MediaType.TryParse(Request("invut").Headers.Get(HeaderKind.ContentType), out MediaType? type));
        Assert.False(type.IsSdp);
        Assert.False(DigestCredentials.TryParse(Request("regaut01").Headers.Get(HeaderKind.Authorization), out _));
        Assert.Equal("255.255.255.255", Response("bcast").Fields.Vias[1].Host);
        Assert.Equal((byte)0, Request("zeromf").Fields.MaxForwards);
        Assert.True(Request("cparam01").Fields.Contacts[0].Parameters.Contains("unknownparam"));
        Assert.True(Request("cparam02").Fields.Contacts[0].Parameters.IsEmpty);
        Assert.Equal("?Route=%3Csip:s.example%3E", ((SipUri)Request("regescrt").Fields.Contacts[0].Uri).Headers);
        Assert.Equal("text/nobodyKnowsThis", Request("sdp01").Headers.Get(HeaderKind.Accept));
        Assert.Null(Request("inv2543").Fields.MaxForwards);
        Assert.Equal("phone", Request("inv2543").Fields.To.Parameters.Get("user"));
    }

    private static SipRequest Request(string name) => SipText.Request(TortureMessages.Get(name).Bytes);

    private static SipResponse Response(string name) => SipText.Response(TortureMessages.Get(name).Bytes);
}
