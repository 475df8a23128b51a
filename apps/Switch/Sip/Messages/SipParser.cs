// Bytes to messages (RFC 3261 §7, §18.3, §25), for UDP: one datagram, one message. The head becomes one string,
// unfolded in place, and the rows are pieces of it; the body is copied as it is. Nothing in a datagram makes this
// throw, loop or hold more than SipLimits says. After a fault it goes on as far as an answer needs.
using System.Collections.Immutable;
using System.Text;
using System.Text.Unicode;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Parses datagrams.</summary>
public static class SipParser
{
    /// <summary>Parses a datagram.</summary>
    public static SipParsing Parse(ReadOnlySpan<byte> datagram)
    {
        SipFault fault = datagram.Length > SipLimits.DatagramBytes ? SipFault.TooLarge : SipFault.None;
        datagram = datagram.TrimStart("\r\n"u8);
        if (datagram.IsEmpty)
        {
            return new SipParsing(SipFault.KeepAlive, null);
        }

        int headLength = datagram.IndexOf("\r\n\r\n"u8);
        ReadOnlySpan<byte> head = headLength < 0 ? datagram : datagram[..headLength];
        ReadOnlySpan<byte> body = headLength < 0 ? default : datagram[(headLength + 4)..];
        fault = fault == SipFault.None && headLength < 0 ? SipFault.Truncated : fault;
        if (head.Length > SipLimits.HeadBytes)
        {
            fault = SipFault.TooLarge;
            head = head[..SipLimits.HeadBytes];
        }
        else if (fault == SipFault.None && !Utf8.IsValid(head))
        {
            fault = SipFault.BadEncoding;
        }

        return ParseHead(Unfold(head), body, fault);
    }

    private static SipParsing ParseHead(string text, ReadOnlySpan<byte> body, SipFault fault)
    {
        int end = text.IndexOf("\r\n", StringComparison.Ordinal);
        StartLine start = StartLine.Parse(end < 0 ? text : text.AsSpan(0, end));
        var rows = new RowReader(end < 0 ? default : text.AsMemory(end + 2));
        ImmutableArray<SipHeader> headers = rows.Read();
        var reader = new FieldReader(SipLimits.Parameters);
        SipFields? fields = reader.Read(headers.AsSpan(), start.IsResponse ? null : start.Method);

        fault = First(fault, start.Fault);
        fault = First(fault, rows.Fault);
        fault = First(fault, reader.Fault);
        fault = First(fault, rows.ContentLength > body.Length ? SipFault.BodyTooShort : SipFault.None);
        if (fault != SipFault.None || fields is null)
        {
            bool isAnswered = start.IsRequest && start.Method != SipMethod.Ack;
            Via? top = isAnswered ? reader.TopVia : null;
            return new SipParsing(fault, top is null ? null : new SipFragment(fault, top, headers));
        }

        // What follows the body in a datagram is noise (§18.3).
        byte[] content = body[..(rows.ContentLength ?? body.Length)].ToArray();
        var all = new SipHeaders(headers);
        return new SipParsing(start.Uri is null
            ? new SipResponse(start.Status, start.Reason ?? "", all, fields, content)
            : new SipRequest(start.Method, start.Uri, all, fields, content));
    }

    private static SipFault First(SipFault before, SipFault now) => before == SipFault.None ? now : before;

    // A line end before white space is white space (§7.3.1). It keeps its length, so that this works in place. Bytes
    // that are not UTF-8 become U+FFFD; the caller has noted the fault.
    private static string Unfold(ReadOnlySpan<byte> head) =>
        string.Create(Encoding.UTF8.GetCharCount(head), head, static (text, bytes) =>
        {
            Encoding.UTF8.GetChars(bytes, text);
            for (int at = text.IndexOf('\r'); at >= 0 && at + 2 < text.Length;)
            {
                if (text[at + 1] == '\n' && text[at + 2] is ' ' or '\t')
                {
                    text[at] = text[at + 1] = ' ';
                }

                int next = text[(at + 1)..].IndexOf('\r');
                at = next < 0 ? -1 : at + 1 + next;
            }
        });
}
