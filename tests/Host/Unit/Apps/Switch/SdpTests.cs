// Session descriptions (RFC 8866 §5, §9; RFC 3264 §5.1).
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class SdpTests
{
    private const string Offer = """
        v=0
        o=alice 2890844526 2890844527 IN IP4 host.atlanta.example
        s= 
        c=IN IP4 192.0.2.101
        t=0 0
        a=sendonly
        m=audio 49172 RTP/AVP 0 97
        a=rtpmap:0 PCMU/8000
        m=video 51372/2 RTP/AVP 31
        c=IN IP6 2001:db8::1
        a=inactive
        """;

    // Where media flow, which, and in which direction.
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void DescriptionsAreRead(string end)
    {
        SessionDescription? sdp = Parse($"{Offer}\n".Replace("\n", end));
        Assert.NotNull(sdp);
        Assert.Equal("alice 2890844526 2890844527 IN IP4 host.atlanta.example", sdp.Origin);
        Assert.Equal(new SdpConnection("IP4", "192.0.2.101"), sdp.Connection);
        Assert.Equal(
            [
                new SdpMedia("audio", 49172, "RTP/AVP", "0 97", sdp.Connection, MediaDirection.SendOnly),
                new SdpMedia("video", 51372, "RTP/AVP", "31", new SdpConnection("IP6", "2001:db8::1"),
                    MediaDirection.Inactive),
            ],
            sdp.Media.ToArray());
    }

    // What is not a description, by one change each.
    [Theory]
    [InlineData("v=0\n", "")]
    [InlineData("v=0", "v=1")]
    [InlineData("s= \n", "")]
    [InlineData("s= \n", "s= \nv=0\n")]
    [InlineData("IN IP4 host.atlanta.example", "IN IP4")]
    [InlineData("alice 28", "alice  28")]
    [InlineData("c=IN IP4 192.0.2.101\n", "")]
    [InlineData("c=IN IP4 192.0.2.101", "c=IN IP4")]
    [InlineData("c=IN IP4 192.0.2.101", "c=ATM NSAP 47")]
    [InlineData("c=IN IP4 192.0.2.101", "c=IN IP4 192.0.2.101 x")]
    [InlineData("audio 49172", "audio 65536")]
    [InlineData("audio 49172", "audio x")]
    [InlineData("audio 49172", "audio 49172/")]
    [InlineData("audio 49172 RTP/AVP 0 97", "audio 49172 RTP/AVP")]
    [InlineData("t=0 0", "t")]
    [InlineData("t=0 0", "T=0 0")]
    [InlineData("t=0 0", "")]
    [InlineData("t=0 0", "t=0 \0")]
    [InlineData("t=0 0", "t=0 \r0")]
    public void OtherTextsAreRefused(string was, string now)
    {
        Assert.Contains(was, Offer, StringComparison.Ordinal);
        Assert.Null(Parse(Offer.Replace(was, now, StringComparison.Ordinal)));
    }

    // Bounds, and nothing at all.
    [Fact]
    public void DescriptionsAreBounded()
    {
        Assert.Null(Parse(""));
        string medium = "\nm=audio 1 RTP/AVP 0";
        Assert.NotNull(Parse(Offer + string.Concat(Enumerable.Repeat(medium, SipLimits.SdpMedia - 2))));
        Assert.Null(Parse(Offer + string.Concat(Enumerable.Repeat(medium, SipLimits.SdpMedia - 1))));
        Assert.Null(Parse(Offer + string.Concat(Enumerable.Repeat("\na=x", SipLimits.SdpLines))));
    }

    // Random changes are read or refused; they never throw.
    [Fact]
    public void DamagedDescriptionsDoNoHarm()
    {
        byte[] offer = Encoding.UTF8.GetBytes(Offer);
        for (int seed = 0; seed < 20_000; seed++)
        {
            var random = new Random(seed);
            byte[] damaged = [.. offer];
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            }

            int length = random.Next(offer.Length + 1);
            Exception? thrown = Record.Exception(() => SessionDescription.Parse(damaged.AsSpan(0, length)));
            Assert.True(thrown is null, $"seed {seed}: {thrown}");
        }
    }

    private static SessionDescription? Parse(string text) => SessionDescription.Parse(Encoding.UTF8.GetBytes(text));
}
