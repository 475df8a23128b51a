// RFC 4475 §3.1.2: what is not well formed, and §3.2.
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

internal static partial class TortureMessages
{
    private const string Huge = "36893488147419103232";

    private static IEnumerable<TortureMessage> Invalid() => [.. InvalidValues(), .. InvalidLines()];

    private static IEnumerable<TortureMessage> InvalidValues()
    {
        yield return Dropped("3.1.2.1", "badinv01", SipFault.BadHeaderValue, $"""
            INVITE sip:user@example.com SIP/2.0
            {Rows("INVITE").Replace(";branch=z9hG4bKkdjuw", ";;,;,,", StringComparison.Ordinal)}
            Contact: "Joe" <sip:joe@example.org>;;;;
            """);
        yield return Ill("3.1.2.1", "badinv01-contact", SipFault.BadHeaderValue,
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Contact: \"Joe\" <sip:joe@example.org>;;;;")}");
        yield return Ill("3.1.2.2", "clerr", SipFault.BodyTooShort,
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Content-Length: 9999")}", Sdp);
        yield return Ill("3.1.2.3", "ncl", SipFault.BadContentLength,
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Content-Length: -999")}", Sdp);
        yield return Ill("3.1.2.4", "scalar02", SipFault.BadHeaderValue, $"""
            REGISTER sip:example.com SIP/2.0
            {Rows("REGISTER").Replace("CSeq: 8", $"CSeq: {Huge}", StringComparison.Ordinal)
                .Replace("Forwards: 70", "Forwards: 300", StringComparison.Ordinal)}
            Expires: 10000000000000000000000000000000000000000000000
            Contact: <sip:user@host129.example.com>;expires=280297596632815
            """);
        yield return Dropped("3.1.2.5", "scalarlg", SipFault.BadHeaderValue, $"""
            SIP/2.0 503 Service Unavailable
            {Rows("INVITE").Replace("CSeq: 8", $"CSeq: {Huge}", StringComparison.Ordinal)}
            Retry-After: 949302838503028349304023988
            Warning: 1812 overture "In Progress"
            """);
        yield return Ill("3.1.2.6", "quotbal", SipFault.BadHeaderValue,
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "", "\"Mr. J. User <sip:j.user@example.com>")}");
        yield return Ill("3.1.2.13", "regbadct", SipFault.BadHeaderValue,
            $"REGISTER sip:example.com SIP/2.0\n{Rows("REGISTER", "Contact: sip:u@example.com?Route=%3Csip:s.example%3E")}");
        yield return Ill("3.1.2.14", "badaspec", SipFault.BadHeaderValue,
            $"OPTIONS sip:user@example.org SIP/2.0\n{Rows("OPTIONS", "", "\"Watson, Thomas\" < sip:t.watson@example.org >")}");
        yield return Ill("3.1.2.15", "baddn", SipFault.BadHeaderValue,
            $"OPTIONS sip:user@example.org SIP/2.0\n{Rows("OPTIONS", "", "Watson, Thomas <sip:t.watson@example.org>")}");
        yield return Ill("3.1.2.17", "mismatch01", SipFault.MethodMismatch,
            $"OPTIONS sip:user@example.com SIP/2.0\n{Rows("INVITE")}");
        yield return Ill("3.1.2.18", "mismatch02", SipFault.MethodMismatch,
            $"NEWMETHOD sip:user@example.com SIP/2.0\n{Rows("INVITE")}");
    }

    private static IEnumerable<TortureMessage> InvalidLines()
    {
        yield return Ill("3.1.2.7", "ltgtruri", SipFault.BadRequestUri,
            $"INVITE <sip:user@example.com> SIP/2.0\n{Rows("INVITE")}", Sdp);
        yield return Ill("3.1.2.8", "lwsruri", SipFault.BadRequestUri,
            $"INVITE sip:user@example.com; lr SIP/2.0\n{Rows("INVITE")}", Sdp);
        yield return Ill("3.1.2.9", "lwsstart", SipFault.BadRequestUri,
            $"INVITE  sip:user@example.com  SIP/2.0\n{Rows("INVITE")}", Sdp);
        yield return Ill("3.1.2.10", "trws", SipFault.BadStartLine,
            $"OPTIONS sip:remote-target@example.com SIP/2.0  \n{Rows("OPTIONS")}");
        yield return Ill("3.1.2.11", "escruri", SipFault.BadRequestUri,
            $"INVITE sip:user@example.com?Route=%3Csip:example.com%3E SIP/2.0\n{Rows("INVITE")}", Sdp);

        // RFC 4475: an element that does not need the date may ignore it. The exchange never needs it.
        yield return Well("3.1.2.12", "baddate",
            $"INVITE sip:user@example.com SIP/2.0\n{Rows("INVITE", "Date: Fri, 01 Jan 2010 16:00:00 EST")}", Sdp);
        yield return Ill("3.1.2.16", "badvers", SipFault.UnsupportedVersion,
            $"OPTIONS sip:t.watson@example.org SIP/7.0\n{Rows("OPTIONS").Replace("SIP/2.0", "SIP/7.0", StringComparison.Ordinal)}");
        yield return Dropped("3.1.2.19", "bigcode", SipFault.BadStatusCode,
            $"SIP/2.0 4294967301 better not break the receiver\n{Rows("INVITE")}");
        yield return Well("3.2.1", "badbranch",
            $"OPTIONS sip:user@example.com SIP/2.0\n{Rows("OPTIONS").Replace("z9hG4bKkdjuw", "z9hG4bK", StringComparison.Ordinal)}");
    }
}
