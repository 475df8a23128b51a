// RFC 4475's torture messages: for each of its 49, a message with the same trap, in our own words. What is behind a
// trap stands at the message; what must become of it is said in Expectation and, for the rest, in TortureTests.
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

/// <summary>One message.</summary>
/// <param name="Section">Where RFC 4475 has it.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Bytes">The datagram.</param>
/// <param name="Fault">What the parser says: None if it is well formed.</param>
/// <param name="IsAnswered">Whether a malformed one can be refused.</param>
internal sealed record TortureMessage(string Section, string Name, byte[] Bytes, SipFault Fault, bool IsAnswered);

/// <summary>All of them.</summary>
internal static partial class TortureMessages
{
    private const string Sdp = """
        v=0
        o=tester 29739 7272939 IN IP4 192.0.2.1
        s=-
        c=IN IP4 192.0.2.1
        t=0 0
        m=audio 49217 RTP/AVP 0 12
        m=video 3227 RTP/AVP 31
        a=rtpmap:31 LPC

        """;

    /// <summary>In the order of the RFC.</summary>
    public static TortureMessage[] All { get; } = [.. Requests(), .. Oddities(), .. Invalid(), .. Application()];

    /// <summary>By its name.</summary>
    public static TortureMessage Get(string name) => All.Single(message => message.Name == name);

    private static TortureMessage Well(string section, string name, string head, string body = "") =>
        new(section, name, SipText.Datagram(head, body), SipFault.None, false);

    private static TortureMessage Ill(string section, string name, SipFault fault, string head, string body = "") =>
        new(section, name, SipText.Datagram(head, body), fault, true);

    private static TortureMessage Dropped(string section, string name, SipFault fault, string head) =>
        new(section, name, SipText.Datagram(head), fault, false);

    private static string Rows(string method, string more = "", string to = "sip:user@example.com") => $"""
        To: {to}
        From: "Tester" <sip:tester@example.net>;tag=98asjd8
        Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw
        Call-ID: torture.{method.Length}@host5.example.net
        CSeq: 8 {method}
        Max-Forwards: 70{(more.Length == 0 ? "" : "\n")}{more}
        """;

    private static IEnumerable<TortureMessage> Requests()
    {
        yield return Well("3.1.1.1", "wsinv", Folded, Sdp);
        yield return Well("3.1.1.2", "intmeth", WideCharacters);
        yield return Well("3.1.1.3", "esc01", $"""
            INVITE sip:sips%3Auser%40example.com@example.net SIP/2.0
            To: sip:%75se%72@example.com
            From: <sip:I%20have%20spaces@example.net>;tag=938
            Max-Forwards: 87
            i: esc01@host5
            CSeq: 234234 INVITE
            Via: SIP/2.0/UDP host5.example.net;branch=z9hG4bKkdjuw
            C: application/sdp
            Contact:
              <sip:cal%6Cer@host5.example.net;%6C%72;n%61me=v%61lue%25%34%31>
            Content-Length: {Length(Sdp)}
            """, Sdp);
        yield return Well("3.1.1.4", "escnull", $"""
            REGISTER sip:example.com SIP/2.0
            {Rows("REGISTER", "", "sip:null-%00-null@example.com")}
            Contact: <sip:%00@host5.example.com>
            Contact: <sip:%00%00@host5.example.com>
            L:0
            """);
        yield return Well("3.1.1.5", "esc02", $"""
            RE%47IST%45R sip:registrar.example.com SIP/2.0
            {Rows("RE%47IST%45R", "", "\"%Z%45\" <sip:resource@example.com>")}
            Contact: <sip:alias1@host1.example.com>
            C%6Fntact: <sip:alias2@host2.example.com>
            Contact: <sip:alias3@host3.example.com>
            l: 0
            """);
        yield return Well("3.1.1.6", "lwsdisp", $"""
            OPTIONS sip:user@example.com SIP/2.0
            {Rows("OPTIONS").Replace("\"Tester\" <", "caller<", StringComparison.Ordinal)}
            l: 0
            """);
        yield return Well("3.1.1.7", "longreq", LongValues);
        yield return Well("3.1.1.8", "dblreq", $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "l: 0")}",
            $"INVITE sip:joe@example.com SIP/2.0\n{Rows("INVITE")}\n\n");
    }

    private static IEnumerable<TortureMessage> Oddities()
    {
        yield return Well("3.1.1.9", "semiuri", $"""
            OPTIONS sip:user;par=u%40example.net@example.com SIP/2.0
            {Rows("OPTIONS")}
            Accept: application/sdp, application/pkcs7-mime, multipart/mixed, multipart/signed,
              message/sip, message/sipfrag
            l: 0
            """);
        yield return Well("3.1.1.10", "transports", $"""
            OPTIONS sip:user@example.com SIP/2.0
            {Rows("OPTIONS")}
            Via: SIP/2.0/SCTP host.example.com;branch=z9hG4bKsctp
            Via: SIP/2.0/TLS t2.example.com;branch=z9hG4bKtls
            Via: SIP/2.0/UNKNOWN t5.example.com;branch=z9hG4bKunknown
            Via: SIP/2.0/TCP t1.example.com;branch=z9hG4bKtcp
            l: 0
            """);
        yield return new("3.1.1.11", "mpart01",
            [
                .. SipText.Datagram($"""
                    MESSAGE sip:kumiko@example.org SIP/2.0
                    {Rows("MESSAGE", "Content-Type: multipart/mixed;boundary=7a9cbec02ceef655")}
                    MIME-Version: 1.0
                    """),
                .. Encoding.Latin1.GetBytes("--7a9cbec02ceef655\r\nContent-Type: application/octet-stream\r\n\r\n"),
                .. Enumerable.Range(0, 256).Select(value => (byte)value),
                .. "\r\n--7a9cbec02ceef655--\r\n"u8,
            ], SipFault.None, false);
        yield return Well("3.1.1.12", "unreason",
            $"SIP/2.0 200 = 2**3 * 5**2 но сто девяносто девять - простое\n{Rows("INVITE", "l: 0")}");
        yield return Well("3.1.1.13", "noreason", $"SIP/2.0 100 \n{Rows("INVITE", "Content-Length: 0")}");
    }

    private static int Length(string body) => SipText.Datagram("", body).Length - 4;
}
