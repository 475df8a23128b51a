// SIP URIs: their grammar (RFC 3261 §19.1.1, §25.1) and when two are the same (§19.1.4).
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SipUriTests
{
    // §19.1.3: what a URI may look like is written as it was read.
    [Theory]
    [InlineData("sip:alice@atlanta.com")]
    [InlineData("sip:alice:secretword@atlanta.com;transport=tcp")]
    [InlineData("sips:alice@atlanta.com?subject=project%20x&priority=urgent")]
    [InlineData("sip:+1-212-555-1212:1234@gateway.com;user=phone")]
    [InlineData("sip:alice@192.0.2.4")]
    [InlineData("sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com")]
    [InlineData("sip:alice;day=tuesday@atlanta.com")]
    [InlineData("sip:[2001:db8::10]:5070;lr")]
    [InlineData("sip:[::ffff:192.0.2.10]")]
    [InlineData("sip:h.example.;a=b?c=")]
    [InlineData("tel:+358-555-1234567;postd=pp22")]
    [InlineData("soap.beep://192.0.2.103:3002")]
    public void UrisAreWrittenAsRead(string text) => Assert.Equal(text, Parse(text).ToString());

    // The parts, with the escapes that they came with.
    [Fact]
    public void PartsAreTakenApart()
    {
        SipUri uri = Assert.IsType<SipUri>(Parse("SIPS:a%40b;x=1:s3c@Example.COM:5071;Transport=TCP;lr?h=%3Cv%3E"));
        Assert.True(uri.IsSecure);
        Assert.Equal("a%40b;x=1", uri.User);
        Assert.Equal("s3c", uri.Password);
        Assert.Equal("Example.COM", uri.Host);
        Assert.Equal(5071, uri.Port);
        Assert.Equal("TCP", uri.Parameters.Get("transport"));
        Assert.True(uri.IsLooseRouter);
        Assert.Equal("?h=%3Cv%3E", uri.Headers);
    }

    // What is none: each breaks one rule of the grammar.
    [Theory]
    [InlineData("")]
    [InlineData("sip")]
    [InlineData("sip:")]
    [InlineData(":alice@atlanta.com")]
    [InlineData("1sip:alice@atlanta.com")]
    [InlineData("sip:@atlanta.com")]
    [InlineData("sip:a b@atlanta.com")]
    [InlineData("sip:a%4@atlanta.com")]
    [InlineData("sip:a%4g@atlanta.com")]
    [InlineData("sip:a@b@atlanta.com")]
    [InlineData("sip:alice@atlanta.com:")]
    [InlineData("sip:alice@atlanta.com:0")]
    [InlineData("sip:alice@atlanta.com:65536")]
    [InlineData("sip:alice@atlanta..com")]
    [InlineData("sip:alice@.atlanta.com")]
    [InlineData("sip:alice@-atlanta.com")]
    [InlineData("sip:alice@atlanta-.com")]
    [InlineData("sip:alice@atlanta_1.com")]
    [InlineData("sip:alice@atlanta.com;")]
    [InlineData("sip:alice@atlanta.com;=x")]
    [InlineData("sip:alice@atlanta.com;x=")]
    [InlineData("sip:alice@atlanta.com;x=1;X=2")]
    [InlineData("sip:alice@atlanta.com; lr")]
    [InlineData("sip:alice@atlanta.com?")]
    [InlineData("sip:alice@atlanta.com?subject")]
    [InlineData("sip:alice@[2001:db8::1")]
    [InlineData("sip:alice@[2001:db8:::1]")]
    [InlineData("sip:alice@[1:2:3:4:5:6:7]")]
    [InlineData("sip:alice@[1:2:3:4:5:6:7:8:9]")]
    [InlineData("sip:alice@[1::2::3]")]
    [InlineData("sip:alice@[12345::]")]
    [InlineData("sip:alice@[::1.2.3.256]")]
    [InlineData("sip:alice@2001:db8::1")]
    [InlineData("<sip:alice@atlanta.com>")]
    [InlineData("tel:")]
    [InlineData("tel:+1 212")]
    public void OthersAreRefused(string text) => Assert.False(AddressSpec.TryParse(text, out _));

    // §19.1.4, the examples of what is equivalent, and more of each rule.
    [Theory]
    [InlineData("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtlanTa.CoM;Transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com;security=on")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5")]
    [InlineData("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
        "sip:alice@atlanta.com?priority=urgent&subject=project%20x")]
    [InlineData("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
        "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com")]
    [InlineData("sip:a%2fb@x.com", "sip:a%2Fb@x.com")]
    [InlineData("sip:x.com;%6Cr", "sip:x.com;lr")]
    public void EquivalentUrisAreTheSame(string left, string right) => Assert.True(AreEquivalent(left, right));

    // §19.1.4, the examples of what is not equivalent, and more of each rule.
    [Theory]
    [InlineData("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp")]
    [InlineData("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting")]
    [InlineData("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4")]
    [InlineData("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off")]
    [InlineData("sip:bob@biloxi.com", "sips:bob@biloxi.com")]
    [InlineData("sip:bob@biloxi.com", "sip:biloxi.com")]
    [InlineData("sip:bob@biloxi.com", "sip:bob:pw@biloxi.com")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;user=phone")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;ttl=1")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;maddr=192.0.2.1")]
    [InlineData("sip:bob@biloxi.com", "sip:bob@biloxi.com;method=INVITE")]
    [InlineData("sip:a;b@x.com", "sip:a%3Bb@x.com")]
    [InlineData("sip:a%2541@x.com", "sip:aA@x.com")]
    [InlineData("sip:%00@x.com", "sip:%00%00@x.com")]
    [InlineData("sip:x.com?a=1&a=1", "sip:x.com?a=1&b=2")]
    [InlineData("sip:x.com", "tel:1")]
    [InlineData("tel:1", "tel:2")]
    public void DifferentUrisAreNot(string left, string right) => Assert.False(AreEquivalent(left, right));

    // A URI of parts, and parts that make none.
    [Fact]
    public void UrisAreMadeOfParts()
    {
        Assert.Equal("sip:bob@[2001:db8::1]:5080", SipUri.Create("bob", "[2001:db8::1]", 5080).ToString());
        Assert.Equal("sip:x.example", SipUri.Create(null, "x.example").ToString());
        Assert.Throws<ArgumentException>(() => SipUri.Create("bob> ", "x.example"));
    }

    private static AddressSpec Parse(string text)
    {
        Assert.True(AddressSpec.TryParse(text, out AddressSpec? uri), text);
        return uri;
    }

    private static bool AreEquivalent(string left, string right)
    {
        bool forth = Parse(left).IsEquivalent(Parse(right));
        Assert.Equal(forth, Parse(right).IsEquivalent(Parse(left)));
        return forth;
    }
}
