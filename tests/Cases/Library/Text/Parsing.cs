// Text becomes numbers again. Parse throws FormatException for what is no number and OverflowException for a number
// that does not fit; TryParse says false for both and yields the default value. Each call names the invariant
// culture.
using System.Globalization;

namespace Cosmos.Tests.Cases.Library.Text;

/// <summary>Parsing of numbers, booleans and enumerations.</summary>
public sealed class Parsing
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    [Flags]
    private enum Access
    {
        None = 0,
        Read = 1,
        Write = 2,
        Execute = 4,
    }

    /// <summary>Integers are read with sign and surrounding white space, to the ends of their range.</summary>
    [Fact]
    public void IntegersAreReadToTheEndsOfTheirRange()
    {
        Assert.Equal(-2147483648, int.Parse(" -2147483648 ", s_invariant));
        Assert.Equal(2147483647, int.Parse("+2147483647", s_invariant));
        Assert.Equal(long.MinValue, long.Parse("-9223372036854775808", s_invariant));
        Assert.Equal(ulong.MaxValue, ulong.Parse("18446744073709551615", s_invariant));
        Assert.Equal((byte)255, byte.Parse("000255", s_invariant));
        Assert.Equal(Int128.MaxValue, Int128.Parse("170141183460469231731687303715884105727", s_invariant));
    }

    /// <summary>One beyond the range is an OverflowException, and no number at all a FormatException.</summary>
    [Fact]
    public void BeyondTheRangeIsOverflowAndNonsenseIsFormat()
    {
        Assert.Throws<OverflowException>(() => int.Parse("2147483648", s_invariant));
        Assert.Throws<OverflowException>(() => byte.Parse("-1", s_invariant));
        Assert.Throws<OverflowException>(() => long.Parse("99999999999999999999", s_invariant));
        Assert.Throws<FormatException>(() => int.Parse("", s_invariant));
        Assert.Throws<FormatException>(() => int.Parse("12a", s_invariant));
        Assert.Throws<FormatException>(() => int.Parse("1,000", s_invariant));
        Assert.Throws<FormatException>(() => double.Parse("1.2.3", s_invariant));
        Assert.Throws<ArgumentNullException>(() => int.Parse((string)null!, s_invariant));
    }

    /// <summary>NumberStyles opens hexadecimal, binary, groups, parentheses and currency.</summary>
    [Fact]
    public void NumberStylesOpenOtherNotations()
    {
        Assert.Equal(0xBEEF, int.Parse("bEEf", NumberStyles.HexNumber, s_invariant));
        Assert.Equal(-1, int.Parse("FFFFFFFF", NumberStyles.HexNumber, s_invariant));
        Assert.Equal(42, int.Parse("101010", NumberStyles.BinaryNumber, s_invariant));
        Assert.Equal(1234567, int.Parse("1,234,567", NumberStyles.Number, s_invariant));
        Assert.Equal(-5, int.Parse("(5)", NumberStyles.AllowParentheses, s_invariant));
        Assert.Equal(1000, int.Parse("1e3", NumberStyles.AllowExponent, s_invariant));
        Assert.Equal(12.5m, decimal.Parse("\u00A412.50", NumberStyles.Currency, s_invariant));
        Assert.Throws<FormatException>(() => int.Parse(" 1", NumberStyles.None, s_invariant));
    }

    /// <summary>Doubles are rounded to the nearest, ties to even, however many digits the text has.</summary>
    [Fact]
    public void DoublesAreReadToTheNearest()
    {
        Assert.Equal(0.1, double.Parse("0.1000000000000000055511151231257827021181583404541015625", s_invariant));
        Assert.Equal(9007199254740992.0, double.Parse("9007199254740993", s_invariant));
        Assert.Equal(9007199254740996.0, double.Parse("9007199254740995", s_invariant));
        Assert.Equal(9007199254740994.0, double.Parse("9007199254740993.0000000000000000000000000001", s_invariant));
        Assert.Equal(double.Epsilon, double.Parse("4.9e-324", s_invariant));
        Assert.Equal(0.0, double.Parse("2.4703282292062327e-324", s_invariant));
        Assert.Equal(2.2250738585072011E-308, double.Parse("2.2250738585072011e-308", s_invariant));
        Assert.Equal(double.PositiveInfinity, double.Parse("1e400", s_invariant));
        Assert.True(double.IsNaN(double.Parse("NaN", s_invariant)));
        Assert.True(double.IsNegative(double.Parse("-0", s_invariant)));
    }

    /// <summary>Decimals keep their scale, so that trailing zeros survive.</summary>
    [Fact]
    public void DecimalsKeepTheirScale()
    {
        Assert.Equal("1.00", decimal.Parse("1.00", s_invariant).ToString(s_invariant));
        Assert.Equal(79228162514264337593543950335m, decimal.Parse("79228162514264337593543950335", s_invariant));
        Assert.Throws<OverflowException>(() => decimal.Parse("79228162514264337593543950336", s_invariant));
        Assert.Equal(0.0000000000000000000000000001m, decimal.Parse("1e-28", NumberStyles.Float, s_invariant));
    }

    /// <summary>TryParse answers false without throwing and yields the default value.</summary>
    [Fact]
    public void TryParseFailsWithoutThrowing()
    {
        Assert.False(int.TryParse("2147483648", s_invariant, out int number));
        Assert.Equal(0, number);
        Assert.False(double.TryParse("abc", s_invariant, out double real));
        Assert.Equal(0.0, real);
        Assert.False(bool.TryParse("yes", out _));
        Assert.False(Guid.TryParse("123", s_invariant, out Guid guid));
        Assert.Equal(Guid.Empty, guid);
        Assert.False(int.TryParse((string?)null, s_invariant, out _));
        Assert.True(int.TryParse("7"u8, s_invariant, out number));
        Assert.Equal(7, number);
    }

    /// <summary>Booleans are read in any case, with white space around.</summary>
    [Fact]
    public void BooleansAreReadInAnyCase()
    {
        Assert.True(bool.Parse(" TRUE "));
        Assert.False(bool.Parse("false"));
        Assert.Equal("True", true.ToString());
        Assert.Throws<FormatException>(() => bool.Parse("1"));
    }

    /// <summary>Enumerations are read by name, by list of flags and by number, and written back the same way.</summary>
    [Fact]
    public void EnumerationsAreReadByNameFlagAndNumber()
    {
        Assert.Equal(Access.Write, Enum.Parse<Access>("Write"));
        Assert.Equal(Access.Read | Access.Execute, Enum.Parse<Access>("Read, Execute"));
        Assert.Equal(Access.Execute, Enum.Parse<Access>("execute", ignoreCase: true));
        Assert.Equal(Access.Read | Access.Write, Enum.Parse<Access>("3"));
        Assert.False(Enum.TryParse("Fly", out Access _));
        Assert.Equal("Read, Write", (Access.Read | Access.Write).ToString());
        Assert.Equal("8", ((Access)8).ToString());
        Assert.Throws<ArgumentException>(() => Enum.Parse<Access>("Fly"));
    }
}
