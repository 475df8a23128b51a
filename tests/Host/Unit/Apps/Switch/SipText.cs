// Messages as text in tests: lines end in LF on the page and in CRLF on the wire.
using System.Text;
using Cosmos.Apps.Switch.Sip;

namespace Cosmos.Tests.Host.Unit.Apps.Switch;

/// <summary>Makes datagrams of readable text.</summary>
internal static class SipText
{
    /// <summary>Rows that make an INVITE complete.</summary>
    public const string Rows = """
        Via: SIP/2.0/UDP client.atlanta.example:5060;branch=z9hG4bK74bf9
        Max-Forwards: 70
        From: Alice <sip:alice@atlanta.example>;tag=9fxced76sl
        To: Bob <sip:bob@biloxi.example>
        Call-ID: 3848276298220188511@atlanta.example
        CSeq: 1 INVITE
        """;

    /// <summary>A head, an empty line, and a body.</summary>
    public static byte[] Datagram(string head, string body = "") =>
        Encoding.UTF8.GetBytes($"{head}\n\n{body}".Replace("\r", "").Replace("\n", "\r\n"));

    /// <summary>An INVITE with the usual rows and more.</summary>
    public static byte[] Invite(string more = "", string body = "") =>
        Datagram($"INVITE sip:bob@biloxi.example SIP/2.0\n{Rows}{(more.Length == 0 ? "" : "\n")}{more}", body);

    /// <summary>An INVITE in which one text stands for another.</summary>
    public static byte[] InviteBut(string was, string now)
    {
        string head = $"INVITE sip:bob@biloxi.example SIP/2.0\n{Rows}";
        Assert.Contains(was, head, StringComparison.Ordinal);
        return Datagram(head.Replace(was, now, StringComparison.Ordinal));
    }

    /// <summary>The request in a datagram that must hold one.</summary>
    public static SipRequest Request(byte[] datagram) => Message<SipRequest>(datagram);

    /// <summary>The response in a datagram that must hold one.</summary>
    public static SipResponse Response(byte[] datagram) => Message<SipResponse>(datagram);

    /// <summary>What is wrong with a datagram.</summary>
    public static SipFault Fault(byte[] datagram) => SipParser.Parse(datagram).Fault;

    private static TMessage Message<TMessage>(byte[] datagram)
    {
        SipParsing parsing = SipParser.Parse(datagram);
        Assert.Equal(SipFault.None, parsing.Fault);
        return Assert.IsType<TMessage>(parsing.Message);
    }
}
