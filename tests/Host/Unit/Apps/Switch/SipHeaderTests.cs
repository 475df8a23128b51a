// Header fields, each by its grammar (RFC 3261 §20, §25.1).
using System.Collections.Immutable;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SipHeaderTests
{
    // §20.10, §25.1: name-addr and addr-spec; which parameters are the URI's and which the header's.
    [Theory]
    [InlineData("sip:a@b.c;tag=1", null, "sip:a@b.c", ";tag=1")]
    [InlineData("<sip:a@b.c;tag=1>", null, "sip:a@b.c;tag=1", "")]
    [InlineData("\"A, \\\"B\\\" <x>\" <sip:a@b.c>;x", "\"A, \\\"B\\\" <x>\"", "sip:a@b.c", ";x")]
    [InlineData("A  B\t<sip:a@b.c> ; x = \"y;z\" ;lr", "A  B", "sip:a@b.c", ";x=\"y;z\";lr")]
    [InlineData("caller<sip:a@b.c>", "caller", "sip:a@b.c", "")]
    [InlineData("<tel:+1>;received=2001:db8::1", null, "tel:+1", ";received=2001:db8::1")]
    [InlineData("<sip:a@b.c?Route=%3Csip:d.e%3E>", null, "sip:a@b.c?Route=%3Csip:d.e%3E", "")]
    public void AddressesAreTakenApart(string text, string? name, string uri, string parameters)
    {
        Assert.True(NameAddress.TryParse(text, out NameAddress? address));
        Assert.Equal(name, address.DisplayName);
        Assert.Equal(uri, address.Uri.ToString());
        Assert.Equal(parameters, address.Parameters.Text);
        Assert.True(NameAddress.TryParse(address.ToString(), out NameAddress? again));
        Assert.Equal(address, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("\"A <sip:a@b.c>")]
    [InlineData("\"A\" sip:a@b.c")]
    [InlineData("Bell, Alexander <sip:a@b.c>")]
    [InlineData("<sip:a@b.c")]
    [InlineData("< sip:a@b.c >")]
    [InlineData("<>")]
    [InlineData("sip:a@b.c?x=y")]
    [InlineData("<sip:a@b.c>;;x")]
    [InlineData("<sip:a@b.c>;x=")]
    [InlineData("<sip:a@b.c>;x=1;x=2")]
    [InlineData("<sip:a@b.c> x")]
    [InlineData("<sip:a@b.c>>")]
    public void OtherAddressesAreRefused(string text) => Assert.False(NameAddress.TryParse(text, out _));

    // Quotes and quoted-pairs go when somebody looks, and come when somebody writes.
    [Fact]
    public void DisplayNamesAreUnquoted()
    {
        Assert.True(NameAddress.TryParse("\"a \\\"b\\\" \\\\ \\\0\" <sip:a@b.c>", out NameAddress? address));
        Assert.Equal("a \"b\" \\ \0", address.DisplayText);
        Assert.Equal("\"a \\\"b\\\" \\\\ \\\0\"", QuotedText.Write(address.DisplayText));
    }

    // §20.10: a contact's expiry; nonsense is an hour, and the largest is 2^32-1.
    [Theory]
    [InlineData("", null)]
    [InlineData(";expires=0", 0u)]
    [InlineData(";expires=60", 60u)]
    [InlineData(";expires=\"soon\"", 3600u)]
    [InlineData(";expires=-1", 3600u)]
    [InlineData(";expires=99999999999999999999999999", uint.MaxValue)]
    public void ContactsExpire(string parameters, uint? seconds)
    {
        Assert.True(NameAddress.TryParse($"<sip:a@b.c>{parameters}", out NameAddress? address));
        Assert.Equal(seconds, address.ExpiresSeconds);
    }

    // §20.42: Via in its forms.
    [Theory]
    [InlineData("SIP/2.0/UDP a.b:5070;branch=z9hG4bKx", "UDP", "a.b", 5070, "z9hG4bKx")]
    [InlineData("SIP / 2.0 / TCP [2001:db8::9] : 5071 ; branch = q", "TCP", "[2001:db8::9]", 5071, "q")]
    [InlineData("SIP/2.0/UNKNOWN 192.0.2.1", "UNKNOWN", "192.0.2.1", 0, null)]
    public void ViaIsTakenApart(string text, string transport, string host, int port, string? branch)
    {
        Assert.True(Via.TryParse(text, out Via? via));
        Assert.Equal((transport, host, port, branch), (via.Transport, via.Host, via.Port, via.Branch));
        Assert.True(Via.TryParse(via.ToString(), out Via? again));
        Assert.Equal(via, again);
    }

    [Theory]
    [InlineData("SIP/2.0 a.b")]
    [InlineData("SIP/2.0/UDPa.b")]
    [InlineData("SIP/2.0/UDP")]
    [InlineData("SIP/2.0/UDP a.b;;branch=x")]
    [InlineData("SIP/2.0/UDP a.b:99999")]
    [InlineData("SIP/2.0/UDP a.b,,")]
    public void OtherViasAreRefused(string text) => Assert.False(Via.TryParse(text, out _));

    // §18.2.1, RFC 3581 §4: the source is noted where it differs or where the client asks.
    [Theory]
    [InlineData("SIP/2.0/UDP 192.0.2.1;branch=b", "192.0.2.1", ";branch=b")]
    [InlineData("SIP/2.0/UDP 192.0.2.2;branch=b", "192.0.2.1", ";branch=b;received=192.0.2.1")]
    [InlineData("SIP/2.0/UDP a.b;branch=b", "192.0.2.1", ";branch=b;received=192.0.2.1")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;rport;branch=b", "192.0.2.1", ";rport=4000;branch=b;received=192.0.2.1")]
    [InlineData("SIP/2.0/UDP 192.0.2.1;received=6.6.6.6", "192.0.2.1", "")]
    [InlineData("SIP/2.0/UDP [2001:db8::1];branch=b", "2001:db8::1", ";branch=b")]
    public void TheSourceIsNoted(string text, string address, string parameters)
    {
        Assert.True(Via.TryParse(text, out Via? via));
        Assert.Equal(parameters, via.ReceivedFrom(address, 4000).Parameters.Text);
    }

    // §18.2.2, RFC 3581 §4: where a response goes.
    [Theory]
    [InlineData("SIP/2.0/UDP a.b", "a.b", 5060)]
    [InlineData("SIP/2.0/UDP a.b:5070", "a.b", 5070)]
    [InlineData("SIP/2.0/UDP a.b:5070;received=192.0.2.1", "192.0.2.1", 5070)]
    [InlineData("SIP/2.0/UDP a.b:5070;received=192.0.2.1;rport=4000", "192.0.2.1", 4000)]
    [InlineData("SIP/2.0/UDP a.b:5070;rport", "a.b", 5070)]
    [InlineData("SIP/2.0/UDP a.b:5070;received=192.0.2.1;maddr=192.0.2.9", "192.0.2.9", 5070)]
    public void ResponsesGoBack(string text, string host, int port)
    {
        Assert.True(Via.TryParse(text, out Via? via));
        Assert.Equal((host, port), via.Destination);
    }

    // §8.1.1.7, RFC 4475 §3.2.1: the cookie alone identifies nothing.
    [Theory]
    [InlineData(";branch=z9hG4bK1", true)]
    [InlineData(";branch=z9hG4bK", false)]
    [InlineData(";branch=1", false)]
    [InlineData("", false)]
    public void BranchesAreUniqueWithTheCookie(string parameters, bool isUnique)
    {
        Assert.True(Via.TryParse($"SIP/2.0/UDP a.b{parameters}", out Via? via));
        Assert.Equal(isUnique, via.HasUniqueBranch);
    }

    // §8.1.1.5, §20.16.
    [Theory]
    [InlineData("1 INVITE", 1u)]
    [InlineData("0009 \t INVITE", 9u)]
    [InlineData("2147483647 INVITE", 2147483647u)]
    [InlineData("2147483648 INVITE", null)]
    [InlineData("36893488147419103233 INVITE", null)]
    [InlineData("-1 INVITE", null)]
    [InlineData("1INVITE", null)]
    [InlineData("1", null)]
    [InlineData("1 INVITE x", null)]
    public void CSeqIsBelowTwoToThe31(string text, uint? number)
    {
        Assert.Equal(number is not null, CSeq.TryParse(text, out CSeq cseq));
        Assert.Equal(number ?? 0, cseq.Number);
    }

    // RFC 4028 §4.
    [Theory]
    [InlineData("1800", 1800u, Refresher.Unspecified)]
    [InlineData("90 ; refresher=UAC", 90u, Refresher.Uac)]
    [InlineData("90;x=y;refresher=uas", 90u, Refresher.Uas)]
    public void SessionsExpire(string text, uint seconds, Refresher refresher)
    {
        Assert.True(SessionExpires.TryParse(text, out SessionExpires? expires));
        Assert.Equal(new SessionExpires(seconds, refresher), expires);
    }

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("90;refresher=proxy")]
    [InlineData("90;")]
    public void OtherSessionExpiriesAreRefused(string text) => Assert.False(SessionExpires.TryParse(text, out _));

    // §20.15: types are case-insensitive.
    [Fact]
    public void MediaTypesAreTakenApart()
    {
        Assert.True(MediaType.TryParse("APPLICATION / SDP ;charset=utf-8", out MediaType? type));
        Assert.True(type.IsSdp);
        Assert.Equal("application/sdp;charset=utf-8", type.ToString());
        Assert.False(MediaType.TryParse("application", out _));
    }

    // §7.3.1: a list in several rows is one list.
    [Fact]
    public void TokensAreOneListInAllRows()
    {
        SipHeaders headers = SipHeaders.Empty.And("Supported", "100rel, timer").And("k", "path");
        Assert.True(headers.TryGetTokens(HeaderKind.Supported, out ImmutableArray<string> tokens));
        Assert.Equal(["100rel", "timer", "path"], tokens.ToArray());
        Assert.False(headers.And("k", "a,,b").TryGetTokens(HeaderKind.Supported, out _));
    }

    // §7.3.3, §20: names are case-insensitive, and every long name is found again.
    [Fact]
    public void EveryNameIsFoundAgain()
    {
        foreach (HeaderKind kind in Enum.GetValues<HeaderKind>())
        {
            Assert.Equal(kind, HeaderNames.Find(kind.Name().ToUpperInvariant()));
            Assert.Equal(kind, HeaderNames.Find(kind.Name()));
        }
    }

    [Theory]
    [InlineData("v", HeaderKind.Via)]
    [InlineData("F", HeaderKind.From)]
    [InlineData("t", HeaderKind.To)]
    [InlineData("i", HeaderKind.CallId)]
    [InlineData("m", HeaderKind.Contact)]
    [InlineData("l", HeaderKind.ContentLength)]
    [InlineData("c", HeaderKind.ContentType)]
    [InlineData("e", HeaderKind.ContentEncoding)]
    [InlineData("s", HeaderKind.Subject)]
    [InlineData("k", HeaderKind.Supported)]
    [InlineData("x", HeaderKind.SessionExpires)]
    [InlineData("z", HeaderKind.Other)]
    [InlineData("C%6Fntact", HeaderKind.Other)]
    public void CompactFormsAreNames(string name, HeaderKind kind) => Assert.Equal(kind, HeaderNames.Find(name));

    // A value that would begin a row of its own cannot be made.
    [Fact]
    public void NothingIsSmuggledIntoARow()
    {
        Assert.Throws<ArgumentException>(() => SipHeader.Create(HeaderKind.Subject, "x\r\nVia: y"));
        Assert.Throws<ArgumentException>(() => SipHeader.Create(HeaderKind.Subject, "x\\\ny"));
        Assert.Throws<ArgumentException>(() => SipHeader.Create(HeaderKind.Subject, " x"));
        Assert.Throws<ArgumentException>(() => SipHeader.Create("a b", "x"));
        Assert.Throws<ArgumentException>(() => default(ParameterList).With("tag", "x>\r\n"));
    }

    // Parameters are set in place, or at the end, or taken away.
    [Fact]
    public void ParametersAreEdited()
    {
        ParameterList list = default(ParameterList).With("branch", "z9hG4bK1").With("rport", null).With("x", "\"a;b\"");
        Assert.Equal(";branch=z9hG4bK1;rport;x=\"a;b\"", list.Text);
        Assert.Equal(";branch=z9hG4bK1;rport=5;x=\"a;b\"", list.With("RPORT", "5").Text.ToLowerInvariant()
            .Replace("hg4bk", "hG4bK", StringComparison.Ordinal));
        Assert.Equal(";branch=z9hG4bK1;x=\"a;b\"", list.Without("rport").Text);
        Assert.Equal("", list.Get("rport"));
        Assert.Null(list.Get("b"));
        Assert.Equal(default, list.Without("rport").Without("x").Without("branch"));
    }
}
