// What is left of a malformed request: enough to refuse it. The refusal copies the identifying rows as they came, even
// a malformed one, because the client finds its transaction by them (RFC 3261 §8.2.6.2; RFC 4475 §3.1.2). The top Via
// was read, for it says where the refusal goes.
using System.Collections.Immutable;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A request that cannot be served but can be refused.</summary>
public sealed class SipFragment
{
    private readonly ImmutableArray<SipHeader> _rows;

    internal SipFragment(SipFault fault, Via topVia, ImmutableArray<SipHeader> rows)
    {
        Status = fault switch
        {
            SipFault.UnsupportedVersion => StatusCode.VersionNotSupported,
            SipFault.TooLarge => StatusCode.MessageTooLarge,
            _ => StatusCode.BadRequest,
        };
        TopVia = topVia;
        _rows = rows;
    }

    /// <summary>What to refuse it with: 400, 505 for a foreign version, 513 for its size.</summary>
    public StatusCode Status { get; }

    /// <summary>Where it came from by its own account.</summary>
    public Via TopVia { get; }

    /// <summary>Writes the refusal. It is sent to <c>TopVia.ReceivedFrom(address, port).Destination</c>.</summary>
    /// <param name="address">The datagram's source address.</param>
    /// <param name="port">The datagram's source port.</param>
    /// <param name="toTag">A tag, used if To can be read and has none.</param>
    public byte[] Refuse(string address, int port, string toTag)
    {
        Via top = TopVia.ReceivedFrom(address, port);
        ImmutableArray<SipHeader>.Builder rows = ImmutableArray.CreateBuilder<SipHeader>();
        bool isTop = true;
        foreach (SipHeader row in _rows)
        {
            if (row.Kind == HeaderKind.Via)
            {
                rows.Add(isTop ? WithTop(row, top) : row);
                isTop = false;
            }
            else if (row.Kind is HeaderKind.From or HeaderKind.To or HeaderKind.CallId or HeaderKind.CSeq)
            {
                rows.Add(row.Kind == HeaderKind.To ? Tagged(row, toTag) : row);
            }
        }

        return SipWriter.Write($"SIP/2.0 {(int)Status} {Status.Reason()}", rows.ToImmutable().AsSpan(), default);
    }

    private static SipHeader WithTop(SipHeader row, Via top)
    {
        var scanner = new Scanner(row.Text);
        Via.TryTake(ref scanner, out _);
        return SipHeader.Create(HeaderKind.Via, $"{top}{scanner.Rest}");
    }

    private static SipHeader Tagged(SipHeader row, string tag) =>
        NameAddress.TryParse(row.Text, out NameAddress? to) && to.Tag is null
            ? SipHeader.Create(HeaderKind.To, $"{to.WithTag(tag)}")
            : row;
}
