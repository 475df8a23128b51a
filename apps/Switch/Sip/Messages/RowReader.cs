// The head's lines to rows (RFC 3261 §7.3.1): a name, a colon that may have white space before it, a value. It uses up
// Content-Length, which is about the datagram and not about the request.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Splits the unfolded text behind the first line into rows.</summary>
internal ref struct RowReader(ReadOnlyMemory<char> text)
{
    private const string LineEnd = "\r\n";

    private ReadOnlyMemory<char> _rest = text;

    /// <summary>The first fault.</summary>
    public SipFault Fault { get; private set; }

    /// <summary>What Content-Length says; null if there is none.</summary>
    public int? ContentLength { get; private set; }

    /// <summary>Reads all rows that are rows.</summary>
    public ImmutableArray<SipHeader> Read()
    {
        int lines = _rest.Span.Count(LineEnd) + 1;
        ImmutableArray<SipHeader>.Builder rows =
            ImmutableArray.CreateBuilder<SipHeader>(Math.Min(lines, SipLimits.HeaderRows));
        while (!_rest.IsEmpty)
        {
            int end = _rest.Span.IndexOf(LineEnd);
            ReadOnlyMemory<char> line = end < 0 ? _rest : _rest[..end];
            _rest = end < 0 ? default : _rest[(end + LineEnd.Length)..];
            if (rows.Count == SipLimits.HeaderRows)
            {
                Note(SipFault.TooManyHeaders);
                break;
            }

            if (!TryRead(line, out SipHeader row))
            {
                Note(SipFault.BadHeaderLine);
            }
            else if (row.Kind == HeaderKind.ContentLength)
            {
                Note(TakeLength(row.Text));
            }
            else
            {
                rows.Add(row);
            }
        }

        return rows.DrainToImmutable();
    }

    private void Note(SipFault fault) => Fault = Fault == SipFault.None ? fault : Fault;

    private static bool TryRead(ReadOnlyMemory<char> line, out SipHeader row)
    {
        row = default;
        var scanner = new Scanner(line.Span);
        if (!scanner.TakeRun(SipCharacters.Token, out ReadOnlySpan<char> name) || !scanner.TakeSeparator(':')
            || !SipHeader.HasLegalControls(scanner.Rest))
        {
            return false;
        }

        HeaderKind kind = HeaderNames.Find(name);
        ReadOnlyMemory<char> value = line[scanner.Position..].TrimEnd(" \t");
        row = new SipHeader(kind, kind == HeaderKind.Other ? name.ToString() : null, value);
        return true;
    }

    private SipFault TakeLength(ReadOnlySpan<char> text)
    {
        if (ContentLength is not null)
        {
            return SipFault.RepeatedHeader;
        }

        var scanner = new Scanner(text);
        if (!scanner.TakeNumber(int.MaxValue, out uint length) || !scanner.AtEnd)
        {
            return SipFault.BadContentLength;
        }

        ContentLength = (int)length;
        return SipFault.None;
    }
}
