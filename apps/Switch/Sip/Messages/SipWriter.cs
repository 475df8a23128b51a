// Messages to bytes (RFC 3261 §7). Rows go out as they are, names in their long form; Content-Length is counted here
// and stands last, so it is never wrong. The length is measured first: the bytes are allocated once, or go straight
// into a buffer that is there already.
using System.Globalization;
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Writes messages.</summary>
public static class SipWriter
{
    private const int LongestNumber = 10;

    /// <summary>A message as a datagram of its own.</summary>
    public static byte[] Write(SipMessage message) =>
        Write(message.StartLine, message.Headers.Rows.AsSpan(), message.Body.Span);

    /// <summary>Writes into a buffer.</summary>
    /// <returns>False if it does not fit; then the buffer holds rubbish.</returns>
    public static bool TryWrite(SipMessage message, Span<byte> buffer, out int written) =>
        TryWrite(message.StartLine, message.Headers.Rows.AsSpan(), message.Body.Span, buffer, out written);

    internal static byte[] Write(string startLine, ReadOnlySpan<SipHeader> rows, ReadOnlySpan<byte> body)
    {
        int length = Encoding.UTF8.GetByteCount(startLine) + LongestNumber + body.Length
            + "\r\nContent-Length: \r\n\r\n".Length;
        foreach (ref readonly SipHeader row in rows)
        {
            length += Encoding.UTF8.GetByteCount(row.Name) + Encoding.UTF8.GetByteCount(row.Text) + ": \r\n".Length;
        }

        byte[] bytes = new byte[length];
        bool fits = TryWrite(startLine, rows, body, bytes, out int written);
        return fits ? bytes[..written] : throw new InvalidOperationException("The length was measured wrongly.");
    }

    private static bool TryWrite(string startLine, ReadOnlySpan<SipHeader> rows, ReadOnlySpan<byte> body,
        Span<byte> buffer, out int written)
    {
        Span<byte> rest = buffer;
        bool fits = Put(ref rest, startLine) && Put(ref rest, "\r\n");
        foreach (ref readonly SipHeader row in rows)
        {
            fits = fits && Put(ref rest, row.Name) && Put(ref rest, ": ") && Put(ref rest, row.Text)
                && Put(ref rest, "\r\n");
        }

        fits = fits && Put(ref rest, "Content-Length: ") && Put(ref rest, body.Length) && Put(ref rest, "\r\n\r\n")
            && body.TryCopyTo(rest);
        written = fits ? buffer.Length - rest.Length + body.Length : 0;
        return fits;
    }

    private static bool Put(ref Span<byte> rest, ReadOnlySpan<char> text)
    {
        bool fits = Encoding.UTF8.TryGetBytes(text, rest, out int written);
        rest = rest[written..];
        return fits;
    }

    private static bool Put(ref Span<byte> rest, int number)
    {
        bool fits = number.TryFormat(rest, out int written, default, CultureInfo.InvariantCulture);
        rest = rest[written..];
        return fits;
    }
}
