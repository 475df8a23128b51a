using System;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core;

/// <summary>
/// The printer that works when nothing else does: before the managed runtime is up, and after it has broken.
/// </summary>
/// <remarks>
/// Every room of the kernel speaks through it until <c>System.Console</c> works, and the epitaph always does. It
/// therefore owns no state, allocates nothing, throws nothing, calls no interface and formats on the stack only. Text
/// is UTF-8 literals (<c>"..."u8</c>), because a <c>string</c> is an object and objects do not exist yet. It may be
/// called with interrupts on or off, from a fault handler included; it is polled and slow, so it does not belong in a
/// hot path.
/// <para>
/// It lives in <c>Cosmos.Core</c> although its folder is Console: a namespace <c>Cosmos.Core.Console</c> would hide
/// <c>System.Console</c> from the whole kernel.
/// </para>
/// </remarks>
public static class KernelConsole
{
    private const int MaxDecimalDigits = 20; // ulong.MaxValue
    private const int MaxHexDigits = 16;
    private const int Utf16Chunk = 64;

    /// <summary>Writes UTF-8 text as it is.</summary>
    /// <param name="utf8">The bytes; an incomplete sequence may be continued by the next call.</param>
    public static unsafe void Write(ReadOnlySpan<byte> utf8)
    {
        // Safety: the span is pinned for the call, and the platform only reads utf8.Length bytes from it.
        fixed (byte* bytes = utf8)
        {
            Platform.WriteConsole(bytes, (nuint)utf8.Length);
        }

        LastRun.Keep(utf8);
    }

    /// <summary>Writes UTF-8 text and a line end.</summary>
    /// <param name="utf8">The text of the line.</param>
    public static void WriteLine(ReadOnlySpan<byte> utf8)
    {
        Write(utf8);
        WriteLine();
    }

    /// <summary>Ends the line.</summary>
    public static void WriteLine() => Write("\n"u8);

    /// <summary>Writes an unsigned number in decimal, without leading zeros.</summary>
    /// <param name="value">The number.</param>
    public static void WriteDecimal(ulong value)
    {
        Span<byte> digits = stackalloc byte[MaxDecimalDigits];
        int start = MaxDecimalDigits;
        do
        {
            digits[--start] = (byte)('0' + (value % 10));
            value /= 10;
        }
        while (value != 0);
        Write(digits[start..]);
    }

    /// <summary>Writes a signed number in decimal, without leading zeros.</summary>
    /// <param name="value">The number.</param>
    public static void WriteDecimal(long value)
    {
        if (value < 0)
        {
            Write("-"u8);
        }

        WriteDecimal(value < 0 ? 0 - unchecked((ulong)value) : (ulong)value);
    }

    /// <summary>Writes a number in hexadecimal with its <c>0x</c>, as an address or a register is read.</summary>
    /// <param name="value">The number.</param>
    /// <param name="minimumDigits">Leading zeros fill up to this many digits, 1 to 16.</param>
    public static void WriteHex(ulong value, int minimumDigits = 1)
    {
        Span<byte> digits = stackalloc byte[MaxHexDigits];
        int start = MaxHexDigits;
        int fill = MaxHexDigits - Math.Clamp(minimumDigits, 1, MaxHexDigits);
        do
        {
            digits[--start] = "0123456789abcdef"u8[(int)(value & 0xF)];
            value >>= 4;
        }
        while (value != 0 || start > fill);
        Write("0x"u8);
        Write(digits[start..]);
    }

    /// <summary>
    /// Writes UTF-16 text, for an exception's message in the epitaph. A lone surrogate becomes U+FFFD.
    /// </summary>
    /// <param name="text">The text.</param>
    public static void WriteUtf16(ReadOnlySpan<char> text)
    {
        // A char takes at most three bytes of UTF-8; a pair of surrogates takes four, two for each char.
        Span<byte> utf8 = stackalloc byte[Utf16Chunk * 3];
        int filled = 0;
        for (int i = 0; i < text.Length; i++)
        {
            uint scalar = text[i];
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                scalar = 0x10000 + (((scalar - 0xD800) << 10) | (uint)(text[++i] - 0xDC00));
            }
            else if (char.IsSurrogate(text[i]))
            {
                scalar = 0xFFFD;
            }

            filled += Encode(scalar, utf8[filled..]);
            if (filled > utf8.Length - 4)
            {
                Write(utf8[..filled]);
                filled = 0;
            }
        }

        Write(utf8[..filled]);
    }

    /// <summary>Writes one scalar value as UTF-8 (RFC 3629 §3) and returns how many bytes it took.</summary>
    private static int Encode(uint scalar, Span<byte> utf8)
    {
        switch (scalar)
        {
            case < 0x80:
                utf8[0] = (byte)scalar;
                return 1;
            case < 0x800:
                utf8[0] = (byte)(0xC0 | (scalar >> 6));
                utf8[1] = (byte)(0x80 | (scalar & 0x3F));
                return 2;
            case < 0x10000:
                utf8[0] = (byte)(0xE0 | (scalar >> 12));
                utf8[1] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
                utf8[2] = (byte)(0x80 | (scalar & 0x3F));
                return 3;
            default:
                utf8[0] = (byte)(0xF0 | (scalar >> 18));
                utf8[1] = (byte)(0x80 | ((scalar >> 12) & 0x3F));
                utf8[2] = (byte)(0x80 | ((scalar >> 6) & 0x3F));
                utf8[3] = (byte)(0x80 | (scalar & 0x3F));
                return 4;
        }
    }
}
