// How a result is compared with its table. Two correct math libraries may round the last bit differently, so a
// finite result may be one unit in the last place away; but NaN stays NaN, and a result that is a zero, an infinity
// or a small whole number for a special argument (exp 0, cos 0, pow x 0) is exact, sign included: IEEE 754 §9.2.1 and
// the .NET documentation name those results one by one. Of acos 0 or atan ∞ they say π/2, which no binary number is.
// Functions that IEEE 754 defines exactly (square root, rounding, fused multiply-add, …) allow no error at all. A
// failure names the function, the arguments and both results as bit patterns: enough to replay it in a debugger.
using System.Globalization;

namespace Cosmos.Tests.Cases.MathTable;

internal static class TableRows
{
    /// <summary>
    /// Compares one double result; <paramref name="ulps"/> is the allowed distance in representable values.
    /// </summary>
    public static void Check(string function, ReadOnlySpan<ulong> arguments, ulong expected, double actual, int ulps)
    {
        double wanted = BitConverter.UInt64BitsToDouble(expected);
        if (double.IsNaN(wanted) && double.IsNaN(actual))
        {
            return;
        }

        bool exact = ulps == 0 || !double.IsFinite(wanted) || wanted == 0;
        foreach (ulong argument in arguments)
        {
            double value = BitConverter.UInt64BitsToDouble(argument);
            exact |= (value == 0 || !double.IsFinite(value)) && double.IsInteger(wanted);
        }

        ulong bits = BitConverter.DoubleToUInt64Bits(actual);
        if (bits != expected && (exact || Distance((long)bits, (long)expected) > (ulong)ulps))
        {
            Assert.Fail($"{function}({Hex(arguments, 16)}): expected {expected:X16}, got {bits:X16}");
        }
    }

    /// <summary>
    /// Compares one float result; <paramref name="ulps"/> is the allowed distance in representable values.
    /// </summary>
    public static void Check(string function, ReadOnlySpan<uint> arguments, uint expected, float actual, int ulps)
    {
        float wanted = BitConverter.UInt32BitsToSingle(expected);
        if (float.IsNaN(wanted) && float.IsNaN(actual))
        {
            return;
        }

        bool exact = ulps == 0 || !float.IsFinite(wanted) || wanted == 0;
        foreach (uint argument in arguments)
        {
            float value = BitConverter.UInt32BitsToSingle(argument);
            exact |= (value == 0 || !float.IsFinite(value)) && float.IsInteger(wanted);
        }

        uint bits = BitConverter.SingleToUInt32Bits(actual);
        if (bits != expected && (exact || Distance((int)bits, (int)expected) > (ulong)ulps))
        {
            Assert.Fail($"{function}({Hex(arguments, 8)}): expected {expected:X8}, got {bits:X8}");
        }
    }

    // Both results have the same sign, or the distance is huge anyway: results near zero are never compared across it,
    // because a result of exactly zero is exact.
    private static ulong Distance(long left, long right) =>
        left > right ? (ulong)(left - right) : (ulong)(right - left);

    private static string Hex<T>(ReadOnlySpan<T> words, int digits)
        where T : IFormattable
    {
        string text = "";
        foreach (T word in words)
        {
            text += (text.Length == 0 ? "" : ", ") + word.ToString("X" + digits, CultureInfo.InvariantCulture);
        }

        return text;
    }
}
