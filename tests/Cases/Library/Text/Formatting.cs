// Numbers become text by standard and custom format strings. All expectations are the documented ones for the
// invariant culture ("Standard numeric format strings" and "Custom numeric format strings" in the .NET
// documentation), and each call names that culture, so that the host's own settings cannot matter.
using System.Globalization;
using System.Text;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Numeric and composite formatting.</summary>
public sealed class Formatting
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>Integers format as decimal, padded, hexadecimal, binary, grouped and scientific text.</summary>
    [Fact]
    public void IntegersFollowTheStandardFormats()
    {
        Assert.Equal("-1234567", (-1234567).ToString(s_invariant));
        Assert.Equal("-00042", (-42).ToString("D5", s_invariant));
        Assert.Equal("FFFFFFD6", (-42).ToString("X", s_invariant));
        Assert.Equal("00beef", 0xBEEF.ToString("x6", s_invariant));
        Assert.Equal("00101010", 42.ToString("B8", s_invariant));
        Assert.Equal("1,234,567.00", 1234567.ToString("N", s_invariant));
        Assert.Equal("1.235E+006", 1234567.ToString("E3", s_invariant));
        Assert.Equal("-9223372036854775808", long.MinValue.ToString(s_invariant));
        Assert.Equal("18446744073709551615", ulong.MaxValue.ToString(s_invariant));
        Assert.Equal("340282366920938463463374607431768211455", UInt128.MaxValue.ToString(s_invariant));
    }

    /// <summary>Floating point numbers follow F, E, N, P, C and G, rounding the exact binary value.</summary>
    [Fact]
    public void FloatingPointFollowsTheStandardFormats()
    {
        Assert.Equal("3.14", Math.PI.ToString("F2", s_invariant));
        Assert.Equal("3.141592653589793", Math.PI.ToString("G", s_invariant));
        Assert.Equal("3.1416E+000", Math.PI.ToString("E4", s_invariant));
        Assert.Equal("-12,345.68", (-12345.678).ToString("N2", s_invariant));
        Assert.Equal("12.35 %", 0.123456.ToString("P2", s_invariant));
        Assert.Equal("\u00A41,234.50", 1234.5.ToString("C", s_invariant));
        Assert.Equal("0.1000000000000000055511151231257827", 0.1.ToString("F34", s_invariant));
        Assert.Equal("1E-05", 0.00001.ToString(s_invariant));
        Assert.Equal("1E+20", 1e20.ToString(s_invariant));
        Assert.Equal("-0", (-0.0).ToString(s_invariant));
    }

    /// <summary>The shortest text that reads back is chosen by default, for double, float and Half.</summary>
    [Fact]
    public void TheDefaultIsTheShortestTextThatReadsBack()
    {
        Assert.Equal("0.1", 0.1.ToString(s_invariant));
        Assert.Equal("0.30000000000000004", (0.1 + 0.2).ToString(s_invariant));
        Assert.Equal("1.7976931348623157E+308", double.MaxValue.ToString(s_invariant));
        Assert.Equal("5E-324", double.Epsilon.ToString(s_invariant));
        Assert.Equal("0.1", 0.1f.ToString(s_invariant));
        Assert.Equal("3.4028235E+38", float.MaxValue.ToString(s_invariant));
        Assert.Equal("65500", Half.MaxValue.ToString(s_invariant));
    }

    /// <summary>NaN and the infinities have their invariant names.</summary>
    [Fact]
    public void NonFiniteNumbersHaveNames()
    {
        Assert.Equal("NaN", double.NaN.ToString("F2", s_invariant));
        Assert.Equal("Infinity", double.PositiveInfinity.ToString(s_invariant));
        Assert.Equal("-Infinity", float.NegativeInfinity.ToString(s_invariant));
    }

    /// <summary>Custom formats place digits, groups, signs, sections, scaling and literals.</summary>
    [Fact]
    public void CustomFormatsPlaceDigits()
    {
        Assert.Equal("01234.50", 1234.5.ToString("00000.00", s_invariant));
        Assert.Equal("1234.5", 1234.5.ToString("#####.##", s_invariant));
        Assert.Equal("1,234,567", 1234567.ToString("#,##0", s_invariant));
        Assert.Equal("12.3%", 0.123.ToString("0.0%", s_invariant));
        Assert.Equal("(42)", (-42).ToString("0;(0);zero", s_invariant));
        Assert.Equal("zero", 0.ToString("0;(0);zero", s_invariant));
        Assert.Equal("1.2E+3", 1234.ToString("0.0E+0", s_invariant));
        Assert.Equal("1.235 million", 1234567.ToString("0,,.000 'million'", s_invariant));
        Assert.Equal("+49 30", 4930.ToString("+00 00", s_invariant));
        Assert.Equal("#7", 7.ToString(@"\#0", s_invariant));
    }

    /// <summary>
    /// Composite format items are aligned, formatted and escaped; a missing argument is a FormatException.
    /// </summary>
    [Fact]
    public void CompositeFormatsAlignAndEscape()
    {
        Assert.Equal("|   42|42   |", string.Format(s_invariant, "|{0,5}|{0,-5}|", 42));
        Assert.Equal("{7}", string.Format(s_invariant, "{{{0}}}", 7));
        Assert.Equal("b a", string.Format(s_invariant, "{1} {0}", "a", "b"));
        Assert.Equal("[]", string.Format(s_invariant, "[{0}]", (object?)null));
        Assert.Equal("1:2:3:4", string.Format(s_invariant, "{0}:{1}:{2}:{3}", 1, 2, 3, 4));
        Assert.Throws<FormatException>(() => string.Format(s_invariant, "{0} {1}", "one"));
        Assert.Throws<FormatException>(() => string.Format(s_invariant, "{0", "one"));
        Assert.Throws<FormatException>(() => 1.ToString("Y", s_invariant));
    }

    /// <summary>Interpolated strings give the same text as the composite format they stand for.</summary>
    [Fact]
    public void InterpolationEqualsCompositeFormat()
    {
        int number = 255;
        double ratio = 2.0 / 3.0;
        string name = "cpu";
        Assert.Equal("cpu:0xFF 0.667   ok", string.Create(s_invariant, $"{name}:0x{number:X2} {ratio:F3}{"ok",5}"));
        Assert.Equal("{255}", $"{{{number}}}");
        Assert.Equal("yes", $"{(number > 1 ? "yes" : "no")}");
    }

    /// <summary>
    /// A CompositeFormat is parsed once and formats many times; a broken one is refused when it is parsed.
    /// </summary>
    [Fact]
    public void ACompositeFormatIsParsedOnce()
    {
        CompositeFormat format = CompositeFormat.Parse("{0:D3}-{1,4}");
        Assert.Equal(2, format.MinimumArgumentCount);
        Assert.Equal("007-   x", string.Format(s_invariant, format, 7, "x"));
        Assert.Equal("123-true", string.Format(s_invariant, format, 123, "true"));
        Assert.Throws<FormatException>(() => CompositeFormat.Parse("{0:"));
    }

    /// <summary>TryFormat writes into the caller's span, and says when the span is too short.</summary>
    [Fact]
    public void TryFormatWritesIntoASpan()
    {
        Span<char> buffer = stackalloc char[8];
        Assert.True(1234.TryFormat(buffer, out int written, "N0", s_invariant));
        Assert.Equal("1,234", buffer[..written].ToString());
        Assert.False(123456789.TryFormat(buffer, out written, default, s_invariant));
        Assert.Equal(0, written);
        Assert.True(buffer.TryWrite(s_invariant, $"{1.5}/{true}", out written));
        Assert.Equal("1.5/True", buffer[..written].ToString());
    }
}
