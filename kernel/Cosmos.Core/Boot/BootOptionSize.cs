// Sizes on the command line: decimal digits and one of the units that QEMU's -m takes too.
using System;

namespace Cosmos.Core.Boot;

/// <summary>A number of bytes with an optional unit: <c>4096</c>, <c>64K</c>, <c>256M</c>, <c>2G</c>.</summary>
internal static class BootOptionSize
{
    private const int MaximumDigits = 9; // with the largest unit still far below 2^64

    /// <summary>Reads a size. False when it is none, is zero, or has more than nine digits.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ulong bytes)
    {
        bytes = 0;
        int digits = 0;
        while (digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9')
        {
            bytes = (bytes * 10) + (uint)(text[digits] - '0');
            digits++;
            if (digits > MaximumDigits)
            {
                return false;
            }
        }

        int shift = ShiftOf(text[digits..]);
        if (bytes == 0 || shift < 0)
        {
            return false;
        }

        bytes <<= shift;
        return true;
    }

    private static int ShiftOf(ReadOnlySpan<byte> unit)
    {
        if (unit.Length > 1)
        {
            return -1;
        }

        return unit.IsEmpty ? 0 : unit[0] switch
        {
            (byte)'K' or (byte)'k' => 10,
            (byte)'M' or (byte)'m' => 20,
            (byte)'G' or (byte)'g' => 30,
            _ => -1,
        };
    }
}
