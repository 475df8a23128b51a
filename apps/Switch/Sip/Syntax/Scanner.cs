// Walks over one line of text and takes what the grammar names. Lines come unfolded, so white space is SP and HTAB.
// It never throws: what is not there is not taken, and the caller says what that means.
using System.Buffers;

namespace Cosmos.Apps.Switch.Sip;

/// <summary>A position in a text.</summary>
internal ref struct Scanner(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public int Position
    {
        readonly get => _at;
        set => _at = value;
    }

    public readonly bool AtEnd => _at == _text.Length;

    /// <summary>The next character; at the end NUL, which nobody asks for.</summary>
    public readonly char Next => AtEnd ? '\0' : _text[_at];

    public readonly ReadOnlySpan<char> Rest => _text[_at..];

    /// <summary>What was passed since a position.</summary>
    public readonly ReadOnlySpan<char> Since(int position) => _text[position.._at];

    public void Skip(int count) => _at += count;

    /// <summary>SWS. Answers whether there was any.</summary>
    public bool SkipWhite()
    {
        int from = _at;
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }

        return _at != from;
    }

    public bool Take(char character)
    {
        if (AtEnd || _text[_at] != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>A separator with white space around it (COMMA, SEMI, SLASH, EQUAL, COLON).</summary>
    public bool TakeSeparator(char character)
    {
        SkipWhite();
        if (!Take(character))
        {
            return false;
        }

        SkipWhite();
        return true;
    }

    /// <summary>One or more characters of a class.</summary>
    public bool TakeRun(SearchValues<char> characters, out ReadOnlySpan<char> run)
    {
        int length = Rest.IndexOfAnyExcept(characters);
        run = length < 0 ? Rest : Rest[..length];
        _at += run.Length;
        return run.Length != 0;
    }

    /// <summary>A quoted-string (§25.1), with its quotes.</summary>
    public bool TakeQuoted(out ReadOnlySpan<char> quoted)
    {
        quoted = default;
        if (Next != '"')
        {
            return false;
        }

        for (int at = _at + 1; at < _text.Length; at++)
        {
            if (_text[at] == '\\')
            {
                at++;
            }
            else if (_text[at] == '"')
            {
                quoted = _text[_at..(at + 1)];
                _at = at + 1;
                return true;
            }
        }

        return false;
    }

    /// <summary>1*DIGIT of at most a value; leading zeros count for nothing.</summary>
    public bool TakeNumber(uint most, out uint number)
    {
        number = 0;
        if (!TakeRun(SipCharacters.Digit, out ReadOnlySpan<char> digits))
        {
            return false;
        }

        ulong value = 0;
        foreach (char digit in digits)
        {
            value = (value * 10) + (uint)(digit - '0');
            if (value > most)
            {
                return false;
            }
        }

        number = (uint)value;
        return true;
    }
}
