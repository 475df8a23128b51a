// The transcendental functions of float against their own table (SingleTable.cs). They are separate entries of the C
// math library (sinf beside sin), so a kernel can have one right and the other wrong; otherwise as
// DoubleElementary.cs.
namespace Cosmos.Tests.Cases.MathTable;

/// <summary>Elementary functions of MathF and float, compared with SingleTable.</summary>
public sealed class SingleElementary
{
    /// <summary>The sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinAgreesWithTheTable() => Unary("Sin", SingleTable.Sin, static x => MathF.Sin(x));

    /// <summary>The cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CosAgreesWithTheTable() => Unary("Cos", SingleTable.Cos, static x => MathF.Cos(x));

    /// <summary>The tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void TanAgreesWithTheTable() => Unary("Tan", SingleTable.Tan, static x => MathF.Tan(x));

    /// <summary>The sine of a multiple of pi agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinPiAgreesWithTheTable() => Unary("SinPi", SingleTable.SinPi, static x => float.SinPi(x));

    /// <summary>The cosine of a multiple of pi agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CosPiAgreesWithTheTable() => Unary("CosPi", SingleTable.CosPi, static x => float.CosPi(x));

    /// <summary>The arc sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AsinAgreesWithTheTable() => Unary("Asin", SingleTable.Asin, static x => MathF.Asin(x));

    /// <summary>The arc cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AcosAgreesWithTheTable() => Unary("Acos", SingleTable.Acos, static x => MathF.Acos(x));

    /// <summary>The arc tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AtanAgreesWithTheTable() => Unary("Atan", SingleTable.Atan, static x => MathF.Atan(x));

    /// <summary>The hyperbolic sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void SinhAgreesWithTheTable() => Unary("Sinh", SingleTable.Sinh, static x => MathF.Sinh(x));

    /// <summary>The hyperbolic cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CoshAgreesWithTheTable() => Unary("Cosh", SingleTable.Cosh, static x => MathF.Cosh(x));

    /// <summary>The hyperbolic tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void TanhAgreesWithTheTable() => Unary("Tanh", SingleTable.Tanh, static x => MathF.Tanh(x));

    /// <summary>The inverse hyperbolic sine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AsinhAgreesWithTheTable() => Unary("Asinh", SingleTable.Asinh, static x => MathF.Asinh(x));

    /// <summary>The inverse hyperbolic cosine agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AcoshAgreesWithTheTable() => Unary("Acosh", SingleTable.Acosh, static x => MathF.Acosh(x));

    /// <summary>The inverse hyperbolic tangent agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void AtanhAgreesWithTheTable() => Unary("Atanh", SingleTable.Atanh, static x => MathF.Atanh(x));

    /// <summary>The exponential function agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void ExpAgreesWithTheTable() => Unary("Exp", SingleTable.Exp, static x => MathF.Exp(x));

    /// <summary>The power of two agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Exp2AgreesWithTheTable() => Unary("Exp2", SingleTable.Exp2, static x => float.Exp2(x));

    /// <summary>The natural logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void LogAgreesWithTheTable() => Unary("Log", SingleTable.Log, static x => MathF.Log(x));

    /// <summary>The binary logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Log2AgreesWithTheTable() => Unary("Log2", SingleTable.Log2, static x => MathF.Log2(x));

    /// <summary>The decimal logarithm agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Log10AgreesWithTheTable() => Unary("Log10", SingleTable.Log10, static x => MathF.Log10(x));

    /// <summary>The logarithm of one more agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void LogP1AgreesWithTheTable() => Unary("LogP1", SingleTable.LogP1, static x => float.LogP1(x));

    /// <summary>The cube root agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void CbrtAgreesWithTheTable() => Unary("Cbrt", SingleTable.Cbrt, static x => MathF.Cbrt(x));

    /// <summary>The square root, which IEEE 754 rounds correctly, agrees with the table bit for bit.</summary>
    [Fact]
    public void SqrtAgreesWithTheTable() => Unary("Sqrt", SingleTable.Sqrt, static x => MathF.Sqrt(x), ulps: 0);

    /// <summary>The power agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void PowAgreesWithTheTable() => Binary("Pow", SingleTable.Pow, static (x, y) => MathF.Pow(x, y));

    /// <summary>The angle of a point agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void Atan2AgreesWithTheTable() => Binary("Atan2", SingleTable.Atan2, static (x, y) => MathF.Atan2(x, y));

    /// <summary>The hypotenuse agrees with the table to one unit in the last place.</summary>
    [Fact]
    public void HypotAgreesWithTheTable() => Binary("Hypot", SingleTable.Hypot, static (x, y) => float.Hypot(x, y));

    /// <summary>The IEEE 754 remainder, an exact operation, agrees with the table bit for bit.</summary>
    [Fact]
    public void IEEERemainderAgreesWithTheTable() =>
        Binary("IEEERemainder", SingleTable.IEEERemainder, static (x, y) => MathF.IEEERemainder(x, y), ulps: 0);

    /// <summary>The % operator, an exact operation, agrees with the table bit for bit.</summary>
    [Fact]
    public void RemainderAgreesWithTheTable() =>
        Binary("Remainder", SingleTable.Remainder, static (x, y) => x % y, ulps: 0);

    /// <summary>SinCos gives the very pair that the separate tables hold.</summary>
    [Fact]
    public void SinCosAgreesWithBothTables()
    {
        Unary("SinCos.Sin", SingleTable.Sin, static x => MathF.SinCos(x).Sin);
        Unary("SinCos.Cos", SingleTable.Cos, static x => MathF.SinCos(x).Cos);
    }

    private static void Unary(string name, ReadOnlySpan<uint> table, Func<float, float> function, int ulps = 1)
    {
        for (int row = 0; row < table.Length; row += 2)
        {
            float actual = function(BitConverter.UInt32BitsToSingle(table[row]));
            TableRows.Check(name, table.Slice(row, 1), table[row + 1], actual, ulps);
        }
    }

    private static void Binary(string name, ReadOnlySpan<uint> table, Func<float, float, float> function, int ulps = 1)
    {
        for (int row = 0; row < table.Length; row += 3)
        {
            float x = BitConverter.UInt32BitsToSingle(table[row]);
            float y = BitConverter.UInt32BitsToSingle(table[row + 1]);
            TableRows.Check(name, table.Slice(row, 2), table[row + 2], function(x, y), ulps);
        }
    }
}
