// Digest authentication as SIP uses it (RFC 3261 §22, RFC 2617 §3), with the RFC's own example and by both ends.
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

public class DigestTests
{
    private const long Now = 1_000_000;
    private const string Realm = "atlanta.example";
    private const string Complete = "Digest username=\"a\",realm=\"r\",nonce=\"n\",uri=\"sip:a\",response=\"x\"";

    private static readonly string s_secret = DigestResponse.Secret("alice", Realm, "wonderland");

    private readonly DigestGuard _guard = new(Realm, Key(1));

    // RFC 1321 §A.5, the first and the last; then every length around the ends of blocks, against the base library.
    [Fact]
    public void Md5IsMd5()
    {
        Assert.Equal("d41d8cd98f00b204e9800998ecf8427e", Md5Of([]));
        Assert.Equal("57edf4a22be3c955ac49da2e2107b67a", Md5Of(Encoding.ASCII.GetBytes(
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890")));
        var random = new Random(1);
        for (int length = 0; length < 300; length++)
        {
            byte[] bytes = new byte[length];
            random.NextBytes(bytes);
            Assert.Equal(Convert.ToHexStringLower(MD5.HashData(bytes)), Md5Of(bytes));
        }
    }

    // RFC 2104, against the base library.
    [Fact]
    public void HmacIsHmac()
    {
        byte[] key = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
        byte[] digest = new byte[16];
        HmacMd5.Hash(key, "what do ya want for nothing?"u8, digest);
        Assert.Equal(HMACMD5.HashData(key, "what do ya want for nothing?"u8.ToArray()), digest);
    }

    // RFC 2617 §3.5.
    [Fact]
    public void TheExampleOfTheRfcIsRight()
    {
        Assert.True(DigestCredentials.TryParse("""
            Digest username="Mufasa", realm="testrealm@host.com", nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093",
             uri="/dir/index.html", qop=auth, nc=00000001, cnonce="0a4f113b",
             response="6629fae49393a05397450978507c4ef1", opaque="5ccc069c403ebaf9f0171e9517f40e41"
            """.Replace('\n', ' '), out DigestCredentials? credentials));
        Assert.True(SipMethod.TryParse("GET", out SipMethod get));
        string secret = DigestResponse.Secret("Mufasa", "testrealm@host.com", "Circle Of Life");
        Assert.Equal("939e7578ed9e3c518a452acee763bce9", secret);
        Assert.Equal(credentials.Response, DigestResponse.Compute(secret, credentials, get));
        Assert.True(DigestCredentials.TryParse(credentials.ToString(), out DigestCredentials? again));
        Assert.Equal(credentials, again);
    }

    // §22.2, §22.4: challenged, answered, accepted; by text on the wire between the two.
    [Fact]
    public void WhoKnowsTheSecretIsAccepted()
    {
        SipRequest request = Answered(_guard.Challenge(Now), "wonderland");
        Assert.Equal(DigestVerdict.Accepted, Judge(request, Now));
        Assert.Equal(DigestVerdict.Accepted, Judge(request, Now + 300));
    }

    // RFC 2069: without qop, as old clients do.
    [Fact]
    public void OldClientsAreAccepted()
    {
        DigestChallenge old = _guard.Challenge(Now) with { Qop = null };
        Assert.Equal(DigestVerdict.Accepted, Judge(Answered(old, "wonderland"), Now));
    }

    [Fact]
    public void OthersAreNot()
    {
        Assert.Equal(DigestVerdict.Missing, Judge(SipText.Request(SipText.Invite()), Now));
        Assert.Equal(DigestVerdict.Wrong, Judge(Answered(_guard.Challenge(Now), "wrong"), Now));
        SipRequest right = Answered(_guard.Challenge(Now), "wonderland");
        Assert.Equal(DigestVerdict.Wrong, _guard.Judge(right, _guard.Find(right), null, Now));

        // Another realm, another server's nonce, another scheme.
        var foreign = new DigestGuard("biloxi.example", Key(1));
        Assert.Equal(DigestVerdict.Missing, Judge(Answered(foreign.Challenge(Now), "wonderland"), Now));
        var stranger = new DigestGuard(Realm, Key(2));
        Assert.Equal(DigestVerdict.Wrong, Judge(Answered(stranger.Challenge(Now), "wonderland"), Now));
        SipRequest basic = SipText.Request(SipText.Invite("Authorization: NoOneKnowsThisScheme opaque=\"x\""));
        Assert.Equal(DigestVerdict.Missing, Judge(basic, Now));
    }

    // RFC 2617 §3.3: stale tells a client that only the nonce was old, and tells it to nobody else.
    [Fact]
    public void OldNoncesAreStale()
    {
        SipRequest right = Answered(_guard.Challenge(Now), "wonderland");
        Assert.Equal(DigestVerdict.Stale, Judge(right, Now + 301));
        Assert.Equal(DigestVerdict.Stale, Judge(right, Now - 1));
        Assert.Equal(DigestVerdict.Wrong, Judge(Answered(_guard.Challenge(Now), "wrong"), Now + 301));
        Assert.Contains("stale=true", _guard.Challenge(Now, isStale: true).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("stale", _guard.Challenge(Now).ToString(), StringComparison.Ordinal);
    }

    // The credentials sign one method and one URI, and nothing that was not offered.
    [Fact]
    public void CredentialsAreForOneRequest()
    {
        SipRequest right = Answered(_guard.Challenge(Now), "wonderland");
        DigestCredentials credentials = _guard.Find(right)!;
        SipRequest other = SipText.Request(SipText.Datagram($"INVITE sip:eve@biloxi.example SIP/2.0\n{SipText.Rows}"));
        Assert.Equal(DigestVerdict.Malformed, _guard.Judge(other, credentials, s_secret, Now));
        SipRequest bye = SipRequest.Create(SipMethod.Bye, right.Uri, right.Headers.With(HeaderKind.CSeq, "1 BYE"));
        Assert.Equal(DigestVerdict.Wrong, _guard.Judge(bye, credentials, s_secret, Now));
        Assert.Equal(DigestVerdict.Malformed,
            _guard.Judge(right, credentials with { Algorithm = "SHA-256" }, s_secret, Now));
        Assert.Equal(DigestVerdict.Malformed,
            _guard.Judge(right, credentials with { Qop = "auth-int" }, s_secret, Now));
        Assert.Equal(DigestVerdict.Wrong,
            _guard.Judge(right, credentials with { NonceCount = "00000002" }, s_secret, Now));
    }

    // A nonce changed anywhere is nobody's.
    [Fact]
    public void NoncesAreSigned()
    {
        NonceKey key = Key(1);
        string nonce = key.Make(Now);
        Assert.Equal(NonceState.Fresh, key.Judge(nonce, Now));
        for (int at = 0; at < nonce.Length; at++)
        {
            char changed = nonce[at] == '0' ? '1' : '0';
            Assert.Equal(NonceState.Foreign, key.Judge($"{nonce[..at]}{changed}{nonce[(at + 1)..]}", Now));
            Assert.Equal(NonceState.Foreign, key.Judge(nonce.AsSpan(0, at), Now));
        }
    }

    // The grammar of credentials (§25.1), and what must be among them.
    [Theory]
    [InlineData("Digest")]
    [InlineData("Digest ")]
    [InlineData("Digest username=\"a\"")]
    [InlineData("Digest username=\"a\",,realm=\"r\",nonce=\"n\",uri=\"sip:a\",response=\"x\"")]
    [InlineData("Digest username=\"a\" realm=\"r\",nonce=\"n\",uri=\"sip:a\",response=\"x\"")]
    [InlineData(Complete + ",")]
    [InlineData("Digest username=\"a,realm=\"r\",nonce=\"n\",uri=\"sip:a\",response=\"x\"")]
    [InlineData(Complete + ",qop=auth")]
    [InlineData(Complete + ",qop=auth,cnonce=\"c\",nc=1")]
    [InlineData(Complete + ",qop=auth,cnonce=\"c\",nc=zzzzzzzz")]
    [InlineData("Basic username=\"a\",realm=\"r\",nonce=\"n\",uri=\"sip:a\",response=\"x\"")]
    public void OtherCredentialsAreRefused(string text)
    {
        Assert.True(DigestCredentials.TryParse(Complete, out _));
        Assert.False(DigestCredentials.TryParse(text, out _));
    }

    // A challenge is read as it was written, whatever the case of its names.
    [Fact]
    public void ChallengesAreReadAsWritten()
    {
        DigestChallenge challenge = _guard.Challenge(Now, isStale: true) with { Opaque = "o" };
        string text = challenge.ToString().Replace("realm", "REALM", StringComparison.Ordinal);
        Assert.True(DigestChallenge.TryParse(text, out DigestChallenge? again));
        Assert.Equal(challenge, again);
        Assert.False(DigestChallenge.TryParse("Digest realm=\"x\"", out _));
    }

    private static NonceKey Key(byte seed) =>
        new(ImmutableArray.Create(Enumerable.Repeat(seed, 16).ToArray()), TimeSpan.FromMinutes(5));

    private DigestVerdict Judge(SipRequest request, long now) =>
        _guard.Judge(request, _guard.Find(request), s_secret, now);

    private static SipRequest Answered(DigestChallenge challenge, string password)
    {
        SipRequest request = SipText.Request(SipText.Invite());
        Assert.True(DigestChallenge.TryParse(challenge.ToString(), out DigestChallenge? read));
        DigestCredentials credentials = read.Answer("alice", password, request, "0a4f113b", 1);
        return SipText.Request(SipText.Invite($"Authorization: {credentials}"));
    }

    private static string Md5Of(byte[] bytes)
    {
        byte[] digest = new byte[16];
        Md5.Hash(bytes, digest);
        return Convert.ToHexStringLower(digest);
    }
}
