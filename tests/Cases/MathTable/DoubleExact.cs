// The functions of double whose result IEEE 754 or the .NET documentation defines to the last bit: rounding,
// neighbours, scaling, fused multiply-add, selection by sign or magnitude. No tolerance here. Some are single
// instructions where the processor has them (ROUNDSD, VFMADD) and calls where it has not; both ways must give these
// bits.
namespace Cosmos.Tests.Cases.MathTable;

/// <summary>Exactly defined functions of Math, compared bit for bit with DoubleTable.</summary>
public sealed class DoubleExact
{
    /// <summary>Floor is the largest integer not above the argument.</summary>
    [Fact]
    public void FloorIsExact() => Rounding("Floor", 1, static x => Math.Floor(x));

    /// <summary>Ceiling is the smallest integer not below the argument.</summary>
    [Fact]
    public void CeilingIsExact() => Rounding("Ceiling", 2, static x => Math.Ceiling(x));

    /// <summary>Truncate is the integer part.</summary>
    [Fact]
    public void TruncateIsExact() => Rounding("Truncate", 3, static x => Math.Truncate(x));

    /// <summary>Round follows MidpointRounding.ToEven at every half.</summary>
    [Fact]
    public void RoundToEvenIsExact() =>
        Rounding("Round ToEven", 4, static x => Math.Round(x, MidpointRounding.ToEven));

    /// <summary>Round follows MidpointRounding.AwayFromZero at every half.</summary>
    [Fact]
    public void RoundAwayFromZeroIsExact() =>
        Rounding("Round AwayFromZero", 5, static x => Math.Round(x, MidpointRounding.AwayFromZero));

    /// <summary>Round follows MidpointRounding.ToZero at every half.</summary>
    [Fact]
    public void RoundToZeroIsExact() =>
        Rounding("Round ToZero", 6, static x => Math.Round(x, MidpointRounding.ToZero));

    /// <summary>Round follows MidpointRounding.ToNegativeInfinity at every half.</summary>
    [Fact]
    public void RoundToNegativeInfinityIsExact() =>
        Rounding("Round ToNegativeInfinity", 7, static x => Math.Round(x, MidpointRounding.ToNegativeInfinity));

    /// <summary>Round follows MidpointRounding.ToPositiveInfinity at every half.</summary>
    [Fact]
    public void RoundToPositiveInfinityIsExact() =>
        Rounding("Round ToPositiveInfinity", 8, static x => Math.Round(x, MidpointRounding.ToPositiveInfinity));

    /// <summary>BitIncrement is the next representable value above.</summary>
    [Fact]
    public void BitIncrementIsExact() =>
        Column("BitIncrement", DoubleTable.Neighbours, 4, 1, static x => Math.BitIncrement(x));

    /// <summary>BitDecrement is the next representable value below.</summary>
    [Fact]
    public void BitDecrementIsExact() =>
        Column("BitDecrement", DoubleTable.Neighbours, 4, 2, static x => Math.BitDecrement(x));

    /// <summary>
    /// ILogB is the binary exponent, also of a subnormal, and has its named results for zero, infinity, NaN.
    /// </summary>
    [Fact]
    public void ILogBIsExact()
    {
        ReadOnlySpan<ulong> table = DoubleTable.Neighbours;
        for (int row = 0; row < table.Length; row += 4)
        {
            int exponent = Math.ILogB(BitConverter.UInt64BitsToDouble(table[row]));
            Assert.Equal(unchecked((int)table[row + 3]), exponent);
        }
    }

    /// <summary>
    /// ScaleB multiplies by a power of two with a single rounding, into the subnormals and into infinity.
    /// </summary>
    [Fact]
    public void ScaleBIsExact()
    {
        ReadOnlySpan<ulong> table = DoubleTable.ScaleB;
        for (int row = 0; row < table.Length; row += 3)
        {
            double actual = Math.ScaleB(BitConverter.UInt64BitsToDouble(table[row]), unchecked((int)table[row + 1]));
            TableRows.Check("ScaleB", table.Slice(row, 2), table[row + 2], actual, ulps: 0);
        }
    }

    /// <summary>FusedMultiplyAdd rounds once: the low half of a product survives a cancelling addition.</summary>
    [Fact]
    public void FusedMultiplyAddIsExact()
    {
        ReadOnlySpan<ulong> table = DoubleTable.FusedMultiplyAdd;
        for (int row = 0; row < table.Length; row += 4)
        {
            double actual = Math.FusedMultiplyAdd(
                BitConverter.UInt64BitsToDouble(table[row]),
                BitConverter.UInt64BitsToDouble(table[row + 1]),
                BitConverter.UInt64BitsToDouble(table[row + 2]));
            TableRows.Check("FusedMultiplyAdd", table.Slice(row, 3), table[row + 3], actual, ulps: 0);
        }
    }

    /// <summary>CopySign has the magnitude of the first and the sign of the second argument.</summary>
    [Fact]
    public void CopySignIsExact() => Selection("CopySign", 2, static (x, y) => Math.CopySign(x, y));

    /// <summary>Min is the lesser argument, -0 below +0, and NaN if either is.</summary>
    [Fact]
    public void MinIsExact() => Selection("Min", 3, static (x, y) => Math.Min(x, y));

    /// <summary>Max is the greater argument, -0 below +0, and NaN if either is.</summary>
    [Fact]
    public void MaxIsExact() => Selection("Max", 4, static (x, y) => Math.Max(x, y));

    /// <summary>MinMagnitude chooses by absolute value.</summary>
    [Fact]
    public void MinMagnitudeIsExact() => Selection("MinMagnitude", 5, static (x, y) => Math.MinMagnitude(x, y));

    /// <summary>MaxMagnitude chooses by absolute value.</summary>
    [Fact]
    public void MaxMagnitudeIsExact() => Selection("MaxMagnitude", 6, static (x, y) => Math.MaxMagnitude(x, y));

    private static void Rounding(string name, int column, Func<double, double> function) =>
        Column(name, DoubleTable.Rounding, 9, column, function);

    private static void Column(
        string name,
        ReadOnlySpan<ulong> table,
        int columns,
        int column,
        Func<double, double> function)
    {
        for (int row = 0; row < table.Length; row += columns)
        {
            double actual = function(BitConverter.UInt64BitsToDouble(table[row]));
            TableRows.Check(name, table.Slice(row, 1), table[row + column], actual, ulps: 0);
        }
    }

    private static void Selection(string name, int column, Func<double, double, double> function)
    {
        ReadOnlySpan<ulong> table = DoubleTable.Selection;
        for (int row = 0; row < table.Length; row += 7)
        {
            double x = BitConverter.UInt64BitsToDouble(table[row]);
            double y = BitConverter.UInt64BitsToDouble(table[row + 1]);
            TableRows.Check(name, table.Slice(row, 2), table[row + column], function(x, y), ulps: 0);
        }
    }
}
