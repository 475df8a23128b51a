// Reads session descriptions (RFC 8866 §5, §9): lines of one letter, an equals sign and a value, ended by CRLF, and by
// LF from those who know no better. v, o and s begin it in this order; what this file does not name is passed over.
using System.Collections.Immutable;
using System.Text;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>Reads one description.</summary>
internal ref struct SdpReader()
{
    private const string Beginning = "vos";

    private readonly ImmutableArray<SdpMedia>.Builder _media = ImmutableArray.CreateBuilder<SdpMedia>(1);
    private string _origin = "";
    private SdpConnection? _connection;
    private MediaDirection _direction;
    private SdpMedia? _current;
    private int _lines;

    /// <summary>Reads a body; null if it is no description.</summary>
    public SessionDescription? Read(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            int end = body.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            if (!TryAccept(line.EndsWith("\r"u8) ? line[..^1] : line))
            {
                return null;
            }
        }

        return _lines >= Beginning.Length && TryCloseMedia()
            ? new SessionDescription(_origin, _connection, _media.DrainToImmutable())
            : null;
    }

    private bool TryAccept(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[1] != '=' || line.ContainsAny((byte)'\0', (byte)'\r')
            || ++_lines > SipLimits.SdpLines)
        {
            return false;
        }

        char kind = (char)line[0];
        int place = Beginning.IndexOf(kind);
        if (_lines <= Beginning.Length ? place != _lines - 1 : place >= 0)
        {
            return false;
        }

        // Only what is looked at becomes text. Latin-1 keeps every byte; what is looked at is ASCII by the grammar.
        string text = kind is 'v' or 'o' or 'c' or 'm' or 'a' ? Encoding.Latin1.GetString(line[2..]) : "";
        return kind switch
        {
            'v' => text == "0",
            'o' => TryReadOrigin(text),
            'c' => TryReadConnection(text),
            'm' => TryReadMedia(text),
            'a' => ReadAttribute(text),
            _ => char.IsAsciiLetterLower(kind),
        };
    }

    // username sess-id sess-version nettype addrtype unicast-address
    private bool TryReadOrigin(string text)
    {
        _origin = text;
        return text.AsSpan().Count(' ') == 5 && !text.Contains("  ", StringComparison.Ordinal);
    }

    // nettype addrtype connection-address
    private bool TryReadConnection(string text)
    {
        string[] parts = text.Split(' ', 4);
        if (parts is not ["IN", "IP4" or "IP6", { Length: > 0 }])
        {
            return false;
        }

        var connection = new SdpConnection(parts[1], parts[2]);
        if (_current is null)
        {
            _connection = connection;
        }
        else
        {
            _current = _current with { Connection = connection };
        }

        return true;
    }

    // media port ["/" count] proto 1*fmt
    private bool TryReadMedia(string text)
    {
        string[] parts = text.Split(' ', 4);
        if (parts is not [{ Length: > 0 }, _, { Length: > 0 }, { Length: > 0 }] || !TryCloseMedia())
        {
            return false;
        }

        var scanner = new Scanner(parts[1]);
        if (!scanner.TakeNumber(ushort.MaxValue, out uint port)
            || (scanner.Take('/') && !scanner.TakeNumber(ushort.MaxValue, out _)) || !scanner.AtEnd)
        {
            return false;
        }

        _current = new SdpMedia(parts[0], (int)port, parts[2], parts[3], null, _direction);
        return true;
    }

    private bool ReadAttribute(string text)
    {
        MediaDirection? direction = text switch
        {
            "sendrecv" => MediaDirection.SendReceive,
            "sendonly" => MediaDirection.SendOnly,
            "recvonly" => MediaDirection.ReceiveOnly,
            "inactive" => MediaDirection.Inactive,
            _ => null,
        };
        if (direction is { } known && _current is null)
        {
            _direction = known;
        }
        else if (direction is { } own)
        {
            _current = _current! with { Direction = own };
        }

        return true;
    }

    // A medium that is used has an address of its own or the session's (RFC 8866 §5.7).
    private bool TryCloseMedia()
    {
        if (_current is null)
        {
            return true;
        }

        SdpConnection? connection = _current.Connection ?? _connection;
        _media.Add(_current with { Connection = connection });
        _current = null;
        return _media.Count <= SipLimits.SdpMedia && connection is not null;
    }
}
