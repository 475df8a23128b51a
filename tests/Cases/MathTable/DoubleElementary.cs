// The transcendental functions of double against the table that the stock .NET runtime made (DoubleTable.cs). A case
// walks one table from end to end: special values, the hard places of the function, random arguments. The functions
// come out of a C math library on every platform, and which one is the kernel's choice; that no user can tell is what
// is proven here.
namespace Cosmos.Tests.Cases.MathTable;

/// <summary>Elementary functions of Math and double, compared with DoubleTable.</summary>
public sealed class DoubleElementary
{
    /// <summary>The sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinAgreesWithTheTable() => Unary("Sin", DoubleTable.Sin, static x => Math.Sin(x));

    /// <summary>The cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CosAgreesWithTheTable() => Unary("Cos", DoubleTable.Cos, static x => Math.Cos(x));

    /// <summary>The tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void TanAgreesWithTheTable() => Unary("Tan", DoubleTable.Tan, static x => Math.Tan(x));

    /// <summary>The sine of a multiple of pi agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinPiAgreesWithTheTable() => Unary("SinPi", DoubleTable.SinPi, static x => double.SinPi(x));

    /// <summary>The cosine of a multiple of pi agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CosPiAgreesWithTheTable() => Unary("CosPi", DoubleTable.CosPi, static x => double.CosPi(x));

    /// <summary>The arc sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AsinAgreesWithTheTable() => Unary("Asin", DoubleTable.Asin, static x => Math.Asin(x));

    /// <summary>The arc cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AcosAgreesWithTheTable() => Unary("Acos", DoubleTable.Acos, static x => Math.Acos(x));

    /// <summary>The arc tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AtanAgreesWithTheTable() => Unary("Atan", DoubleTable.Atan, static x => Math.Atan(x));

    /// <summary>The hyperbolic sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinhAgreesWithTheTable() => Unary("Sinh", DoubleTable.Sinh, static x => Math.Sinh(x));

    /// <summary>The hyperbolic cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CoshAgreesWithTheTable() => Unary("Cosh", DoubleTable.Cosh, static x => Math.Cosh(x));

    /// <summary>The hyperbolic tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void TanhAgreesWithTheTable() => Unary("Tanh", DoubleTable.Tanh, static x => Math.Tanh(x));

    /// <summary>The inverse hyperbolic sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AsinhAgreesWithTheTable() => Unary("Asinh", DoubleTable.Asinh, static x => Math.Asinh(x));

    /// <summary>The inverse hyperbolic cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AcoshAgreesWithTheTable() => Unary("Acosh", DoubleTable.Acosh, static x => Math.Acosh(x));

    /// <summary>The inverse hyperbolic tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AtanhAgreesWithTheTable() => Unary("Atanh", DoubleTable.Atanh, static x => Math.Atanh(x));

    /// <summary>The exponential function agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void ExpAgreesWithTheTable() => Unary("Exp", DoubleTable.Exp, static x => Math.Exp(x));

    /// <summary>The power of two agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Exp2AgreesWithTheTable() => Unary("Exp2", DoubleTable.Exp2, static x => double.Exp2(x));

    /// <summary>The natural logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void LogAgreesWithTheTable() => Unary("Log", DoubleTable.Log, static x => Math.Log(x));

    /// <summary>The binary logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Log2AgreesWithTheTable() => Unary("Log2", DoubleTable.Log2, static x => Math.Log2(x));

    /// <summary>The decimal logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Log10AgreesWithTheTable() => Unary("Log10", DoubleTable.Log10, static x => Math.Log10(x));

    /// <summary>The logarithm of one more agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void LogP1AgreesWithTheTable() => Unary("LogP1", DoubleTable.LogP1, static x => double.LogP1(x));

    /// <summary>The cube root agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CbrtAgreesWithTheTable() => Unary("Cbrt", DoubleTable.Cbrt, static x => Math.Cbrt(x));

    /// <summary>The square root, which IEEE 754 rounds correctly, agrees with the table bit for bit.</summary>
    [Fact]
    public void SqrtAgreesWithTheTable() => Unary("Sqrt", DoubleTable.Sqrt, static x => Math.Sqrt(x), ulps: 0);

    /// <summary>The power agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void PowAgreesWithTheTable() => Binary("Pow", DoubleTable.Pow, static (x, y) => Math.Pow(x, y));

    /// <summary>The angle of a point agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Atan2AgreesWithTheTable() => Binary("Atan2", DoubleTable.Atan2, static (x, y) => Math.Atan2(x, y));

    /// <summary>The hypotenuse agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void HypotAgreesWithTheTable() => Binary("Hypot", DoubleTable.Hypot, static (x, y) => double.Hypot(x, y));

    /// <summary>The IEEE 754 remainder, an exact operation, agrees with the table bit for bit.</summary>
    [Fact]
    public void IEEERemainderAgreesWithTheTable() =>
        Binary("IEEERemainder", DoubleTable.IEEERemainder, static (x, y) => Math.IEEERemainder(x, y), ulps: 0);

    /// <summary>The % operator, an exact operation, agrees with the table bit for bit.</summary>
    [Fact]
    public void RemainderAgreesWithTheTable() =>
        Binary("Remainder", DoubleTable.Remainder, static (x, y) => x % y, ulps: 0);

    /// <summary>SinCos gives the very pair that the separate tables hold.</summary>
    [Fact]
    public void SinCosAgreesWithBothTables()
    {
        Unary("SinCos.Sin", DoubleTable.Sin, static x => Math.SinCos(x).Sin);
        Unary("SinCos.Cos", DoubleTable.Cos, static x => Math.SinCos(x).Cos);
    }

    /// <summary>
    /// The double next to a multiple of pi/2 that is closest to it of all (K. C. Ng, "Argument Reduction for Huge
    /// Arguments", 1992): the reduction must carry 1,150 bits of 2/pi. The C library under the stock runtime
    /// is 14 ulps off here and .NET names no bound, so sixteen ulps around the true values are allowed.
    /// </summary>
    [Fact]
    public void TheHardestArgumentReductionKeepsItsDigits()
    {
        double hardest = Math.ScaleB(6381956970095103, 797);
        Assert.Equal(1.0, Math.Sin(hardest), ulps: 1);
        Assert.Equal(-4.68716592425462761112E-19, Math.Cos(hardest), ulps: 16);
        Assert.Equal(-2.13348538575370368E+18, Math.Tan(hardest), ulps: 16);
    }

    private static void Unary(string name, ReadOnlySpan<ulong> table, Func<double, double> function, int ulps = 1)
    {
        for (int row = 0; row < table.Length; row += 2)
        {
            double actual = function(BitConverter.UInt64BitsToDouble(table[row]));
            TableRows.Check(name, table.Slice(row, 1), table[row + 1], actual, ulps);
        }
    }

    private static void Binary(
        string name,
        ReadOnlySpan<ulong> table,
        Func<double, double, double> function,
        int ulps = 1)
    {
        for (int row = 0; row < table.Length; row += 3)
        {
            double x = BitConverter.UInt64BitsToDouble(table[row]);
            double y = BitConverter.UInt64BitsToDouble(table[row + 1]);
            TableRows.Check(name, table.Slice(row, 2), table[row + 2], function(x, y), ulps);
        }
    }
}
