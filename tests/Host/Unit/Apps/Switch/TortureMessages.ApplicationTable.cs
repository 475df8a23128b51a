// RFC 4475 §3.3 and §3.4: well formed as a rule, and for an application to refuse; here they must be readable to it.
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

internal static partial class TortureMessages
{
    private static IEnumerable<TortureMessage> Application()
    {
        yield return Ill("3.3.1", "insuf", SipFault.MissingHeader, """
            INVITE sip:user@example.com SIP/2.0
            CSeq: 193942 INVITE
            Via: SIP/2.0/UDP 192.0.2.95;branch=z9hG4bKkdj.insuf
            Content-Type: application/sdp
            """, Sdp);
        yield return Well("3.3.2", "unkscm", $"OPTIONS nobodyKnowsThisScheme:totallyopaquecontent SIP/2.0\n{Rows("OPTIONS")}");
        yield return Well("3.3.3", "novelsc", $"OPTIONS soap.beep://192.0.2.103:3002 SIP/2.0\n{Rows("OPTIONS")}");
        yield return Well("3.3.4", "unksm2",
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Contact: <name:John_Smith>", "isbn:2983792873")}");
        yield return Well("3.3.5", "bext01", $"""
            OPTIONS sip:user@example.com SIP/2.0
            {Rows("OPTIONS", "Require: nothingSupportsThis, nothingSupportsThisEither")}
            Proxy-Require: noProxiesSupportThis, norDoAnyProxiesSupportThis
            """);
        yield return Well("3.3.6", "invut",
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Content-Type: application/unknownformat")}", "<audio/>");
        yield return Well("3.3.7", "regaut01",
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Authorization: NoOneKnowsThisScheme opaque-data=here")}");
        yield return Ill("3.3.8", "multi01", SipFault.RepeatedHeader, $"""
            INVITE sip:user@company.example.com SIP/2.0
            {Rows("INVITE", "Call-ID: other@192.0.2.1\nMax-Forwards: 5\nCSeq: 59 INVITE\nCSeq: 63 INVITE")}
            To: <sip:other@example.com>
            From: <sip:other@example.net>;tag=3413415
            """);
        yield return Ill("3.3.9", "mcl01", SipFault.RepeatedHeader,
            $"OPTIONS sip:user@example.com SIP/2.0\n{Rows("OPTIONS", "Content-Length: 13\nContent-Length: 5")}",
            "There's no way to know how many octets are here.");
        yield return Well("3.3.10", "bcast", $"""
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.198;branch=z9hG4bK1324923
            {Rows("INVITE").Replace("host5.example.net;branch", "255.255.255.255;branch", StringComparison.Ordinal)}
            """);
        yield return Well("3.3.11", "zeromf",
            $"OPTIONS sip:user@example.com SIP/2.0\n{Rows("OPTIONS").Replace("Forwards: 70", "Forwards: 0", StringComparison.Ordinal)}");
        yield return Well("3.3.12", "cparam01",
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Contact: sip:+19725552222@gw1.example.net;unknownparam")}");
        yield return Well("3.3.13", "cparam02",
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Contact: <sip:+19725552222@gw1.example.net;unknownparam>")}");
        yield return Well("3.3.14", "regescrt",
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Contact: <sip:u@example.com?Route=%3Csip:s.example%3E>")}");
        yield return Well("3.3.15", "sdp01",
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Accept: text/nobodyKnowsThis")}", Sdp);
        yield return Well("3.4.1", "inv2543", """
            INVITE sip:UserB@example.com SIP/2.0
            Via: SIP/2.0/UDP iftgw.example.com
            From: <sip:+13035551111@ift.client.example.net;user=phone>
            Record-Route: <sip:UserB@example.com;maddr=ss1.example.com>
            To: sip:+16505552222@ss1.example.net;user=phone
            Call-ID: inv2543.1717@ift.client.example.com
            CSeq: 56 INVITE
            Content-Type: application/sdp
            """, Sdp);
    }
}
