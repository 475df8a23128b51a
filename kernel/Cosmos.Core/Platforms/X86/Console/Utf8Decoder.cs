// Bytes to characters for the screen. Text arrives in pieces cut anywhere, so the decoder keeps the beginning of a
// sequence between calls. It accepts what RFC 3629 calls UTF-8 and nothing else: overlong forms, surrogates and numbers
// above U+10FFFF are errors, because a decoder that lets them through is how check and use come to see different text.
// The screen has no glyph outside the Basic Multilingual Plane, so those become '?' like every error does.
namespace Cosmos.Core.Platforms.X86.Console;

/// <summary>An incremental UTF-8 decoder (RFC 3629 §4). Zeroed memory is its initial state.</summary>
internal struct Utf8Decoder
{
    /// <summary>What an undecodable byte sequence, or a character beyond U+FFFF, becomes.</summary>
    public const char Replacement = '?';

    private uint _scalar;
    private uint _smallest;
    private int _missing;

    /// <summary>Takes one byte.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="first">The first character that it completes.</param>
    /// <param name="second">A second one: a byte may end a broken sequence and be a character itself.</param>
    /// <returns>How many characters it completes, 0 to 2.</returns>
    public int Decode(byte value, out char first, out char second)
    {
        first = Replacement;
        second = Replacement;
        if (_missing > 0)
        {
            if ((value & 0xC0) == 0x80)
            {
                _scalar = (_scalar << 6) | (value & 0x3Fu);
                if (--_missing > 0)
                {
                    return 0;
                }

                bool legal = _scalar >= _smallest && _scalar <= 0xFFFF && _scalar is < 0xD800 or > 0xDFFF;
                first = legal ? (char)_scalar : Replacement;
                return 1;
            }

            // The sequence breaks off here, and this byte begins something else.
            _missing = 0;
            return 1 + Begin(value, out second);
        }

        return Begin(value, out first);
    }

    private int Begin(byte value, out char character)
    {
        character = (char)value;
        if (value < 0x80)
        {
            return 1;
        }

        character = Replacement;
        (_missing, _smallest, uint bits) = value switch
        {
            >= 0xC2 and <= 0xDF => (1, 0x80u, value & 0x1Fu),
            >= 0xE0 and <= 0xEF => (2, 0x800u, value & 0x0Fu),
            >= 0xF0 and <= 0xF4 => (3, 0x10000u, value & 0x07u),
            _ => (0, 0u, 0u),
        };
        _scalar = bits;
        return _missing == 0 ? 1 : 0;
    }
}
