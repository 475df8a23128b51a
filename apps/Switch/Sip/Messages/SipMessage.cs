// A message is a value: nothing of it changes after it was made, so it may be kept, sent to a process or answered
// twice. The rows are the truth; the typed fields are read from them and agree with them always.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A request or a response. Two are equal if they are written alike.</summary>
public abstract class SipMessage : IEquatable<SipMessage>
{
    private protected SipMessage(SipHeaders headers, SipFields fields, ReadOnlyMemory<byte> body)
    {
        Headers = headers;
        Fields = fields;
        Body = body;
    }

    /// <summary>All header fields as they were written; Content-Length is not among them.</summary>
    public SipHeaders Headers { get; }

    /// <summary>The fields that everybody needs, as values.</summary>
    public SipFields Fields { get; }

    /// <summary>The body as it came. Nobody writes to it.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The top Via.</summary>
    public Via TopVia => Fields.Vias[0];

    /// <inheritdoc/>
    public bool Equals(SipMessage? other) =>
        other is not null && StartLine == other.StartLine && Headers.Equals(other.Headers)
        && Body.Span.SequenceEqual(other.Body.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SipMessage);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(StartLine, Headers, Body.Length);

    /// <summary>The first line: what a log shows of a message.</summary>
    public override string ToString() => StartLine;

    /// <summary>The first line without its end.</summary>
    internal abstract string StartLine { get; }

    /// <summary>Reads the fields of rows that the exchange itself has made.</summary>
    /// <exception cref="ArgumentException">A field is missing or malformed: a mistake of the program.</exception>
    private protected static SipFields ReadFields(SipHeaders headers, SipMethod? method)
    {
        var reader = new FieldReader(SipLimits.Parameters + SipLimits.AddedParameters);
        return reader.Read(headers.Rows.AsSpan(), method)
            ?? throw new ArgumentException($"These header fields make no message: {reader.Fault}.");
    }

    /// <summary>Puts another hop in place of the top one, which may share its row with others.</summary>
    private protected static SipHeaders ReplaceTopVia(SipHeaders headers, Via via)
    {
        int at = 0;
        while (headers.Rows[at].Kind != HeaderKind.Via)
        {
            at++;
        }

        var scanner = new Scanner(headers.Rows[at].Text);
        Via.TryTake(ref scanner, out _);
        SipHeader row = SipHeader.Create(HeaderKind.Via, $"{via}{scanner.Rest}");
        return new SipHeaders(headers.Rows.SetItem(at, row));
    }
}
