// From bytes to keys. Terminals send printable characters as UTF-8 and everything else as control characters or
// escape sequences (ECMA-48 §5.4; xterm's for keys). Bytes come one by one and may be anything: what is no key is
// None, and the decoder is at its beginning again.
using System.Text;

namespace Cosmos.Apps.Shell;

/// <summary>A key.</summary>
internal enum Key
{
    /// <summary>Not complete yet, or none that is known.</summary>
    None,

    /// <summary>A character: <see cref="Keys.Character"/>.</summary>
    Character,

    /// <summary>Enter.</summary>
    Enter,

    /// <summary>Backspace, by either of its codes.</summary>
    Backspace,

    /// <summary>Delete, or Ctrl-D.</summary>
    Delete,

    /// <summary>Arrow left, or Ctrl-B.</summary>
    Left,

    /// <summary>Arrow right, or Ctrl-F.</summary>
    Right,

    /// <summary>Arrow up, or Ctrl-P.</summary>
    Up,

    /// <summary>Arrow down, or Ctrl-N.</summary>
    Down,

    /// <summary>Home, or Ctrl-A.</summary>
    Home,

    /// <summary>End, or Ctrl-E.</summary>
    End,

    /// <summary>Tab.</summary>
    Tab,

    /// <summary>Ctrl-C.</summary>
    Interrupt,

    /// <summary>Ctrl-K: the rest of the line goes.</summary>
    KillRest,

    /// <summary>Ctrl-U: the whole line goes.</summary>
    KillLine,

    /// <summary>Ctrl-W: the word before goes.</summary>
    KillWord,

    /// <summary>Ctrl-L: a clear screen.</summary>
    Clear,
}

/// <summary>The decoder.</summary>
internal sealed class Keys
{
    private const byte Escape = 0x1B;
    private const int MostParameter = 99;

    private readonly byte[] _utf8 = new byte[4];
    private int _length;
    private State _state;
    private int _parameter;

    private enum State
    {
        Text,
        Escaped,
        Sequence,
    }

    /// <summary>The character of the latest <see cref="Key.Character"/>.</summary>
    public Rune Character { get; private set; }

    /// <summary>Takes a byte.</summary>
    public Key Feed(byte value)
    {
        switch (_state)
        {
            case State.Escaped:
                _state = value is (byte)'[' or (byte)'O' ? State.Sequence : State.Text;
                _parameter = 0;
                return Key.None;
            case State.Sequence:
                return InSequence(value);
            default:
                return InText(value);
        }
    }

    private Key InText(byte value)
    {
        if (value < 0x20 || value == 0x7F)
        {
            _length = 0;
            return Control(value);
        }

        _utf8[_length++] = value;
        System.Buffers.OperationStatus status = Rune.DecodeFromUtf8(_utf8.AsSpan(0, _length), out Rune rune, out _);
        if (status == System.Buffers.OperationStatus.NeedMoreData)
        {
            return Key.None;
        }

        _length = 0;
        if (status != System.Buffers.OperationStatus.Done)
        {
            return Key.None;
        }

        Character = rune;
        return Key.Character;
    }

    private Key Control(byte value)
    {
        if (value == Escape)
        {
            _state = State.Escaped;
            return Key.None;
        }

        return value switch
        {
            (byte)'\n' or (byte)'\r' => Key.Enter,
            (byte)'\t' => Key.Tab,
            0x08 or 0x7F => Key.Backspace,
            'A' - '@' => Key.Home,
            'B' - '@' => Key.Left,
            'C' - '@' => Key.Interrupt,
            'D' - '@' => Key.Delete,
            'E' - '@' => Key.End,
            'F' - '@' => Key.Right,
            'K' - '@' => Key.KillRest,
            'L' - '@' => Key.Clear,
            'N' - '@' => Key.Down,
            'P' - '@' => Key.Up,
            'U' - '@' => Key.KillLine,
            'W' - '@' => Key.KillWord,
            _ => Key.None,
        };
    }

    private Key InSequence(byte value)
    {
        if (value is >= (byte)'0' and <= (byte)'9')
        {
            _parameter = Math.Min(MostParameter, (_parameter * 10) + (value - '0'));
            return Key.None;
        }

        if (value == ';')
        {
            _parameter = 0;
            return Key.None;
        }

        _state = State.Text;
        return value switch
        {
            (byte)'A' => Key.Up,
            (byte)'B' => Key.Down,
            (byte)'C' => Key.Right,
            (byte)'D' => Key.Left,
            (byte)'H' => Key.Home,
            (byte)'F' => Key.End,
            (byte)'~' => _parameter switch
            {
                1 or 7 => Key.Home,
                3 => Key.Delete,
                4 or 8 => Key.End,
                _ => Key.None,
            },
            _ => Key.None,
        };
    }
}
