// The functions of float that have one right answer, against SingleTable.cs. They have instructions and code of their
// own (ROUNDSS, fmaf), so they are proven apart from those of double; otherwise as DoubleExact.cs.
namespace Cosmos.Tests.Cases.MathTable;

/// <summary>Exactly defined functions of MathF, compared bit for bit with SingleTable.</summary>
public sealed class SingleExact
{
    /// <summary>Floor is the largest integer not above the argument.</summary>
    [Fact]
    public void FloorIsExact() => Rounding("Floor", 1, static x => MathF.Floor(x));

    /// <summary>Ceiling is the smallest integer not below the argument.</summary>
    [Fact]
    public void CeilingIsExact() => Rounding("Ceiling", 2, static x => MathF.Ceiling(x));

    /// <summary>Truncate is the integer part.</summary>
    [Fact]
    public void TruncateIsExact() => Rounding("Truncate", 3, static x => MathF.Truncate(x));

    /// <summary>Round follows MidpointRounding.ToEven at every half.</summary>
    [Fact]
    public void RoundToEvenIsExact() =>
        Rounding("Round ToEven", 4, static x => MathF.Round(x, MidpointRounding.ToEven));

    /// <summary>Round follows MidpointRounding.AwayFromZero at every half.</summary>
    [Fact]
    public void RoundAwayFromZeroIsExact() =>
        Rounding("Round AwayFromZero", 5, static x => MathF.Round(x, MidpointRounding.AwayFromZero));

    /// <summary>Round follows MidpointRounding.ToZero at every half.</summary>
    [Fact]
    public void RoundToZeroIsExact() =>
        Rounding("Round ToZero", 6, static x => MathF.Round(x, MidpointRounding.ToZero));

    /// <summary>Round follows MidpointRounding.ToNegativeInfinity at every half.</summary>
    [Fact]
    public void RoundToNegativeInfinityIsExact() =>
        Rounding("Round ToNegativeInfinity", 7, static x => MathF.Round(x, MidpointRounding.ToNegativeInfinity));

    /// <summary>Round follows MidpointRounding.ToPositiveInfinity at every half.</summary>
    [Fact]
    public void RoundToPositiveInfinityIsExact() =>
        Rounding("Round ToPositiveInfinity", 8, static x => MathF.Round(x, MidpointRounding.ToPositiveInfinity));

    /// <summary>BitIncrement is the next representable value above.</summary>
    [Fact]
    public void BitIncrementIsExact() =>
        Column("BitIncrement", SingleTable.Neighbours, 4, 1, static x => MathF.BitIncrement(x));

    /// <summary>BitDecrement is the next representable value below.</summary>
    [Fact]
    public void BitDecrementIsExact() =>
        Column("BitDecrement", SingleTable.Neighbours, 4, 2, static x => MathF.BitDecrement(x));

    /// <summary>
    /// ILogB is the binary exponent, also of a subnormal, and has its named results for zero, infinity, NaN.
    /// </summary>
    [Fact]
    public void ILogBIsExact()
    {
        ReadOnlySpan<uint> table = SingleTable.Neighbours;
        for (int row = 0; row < table.Length; row += 4)
        {
            int exponent = MathF.ILogB(BitConverter.UInt32BitsToSingle(table[row]));
            Assert.Equal(unchecked((int)table[row + 3]), exponent);
        }
    }

    /// <summary>
    /// ScaleB multiplies by a power of two with a single rounding, into the subnormals and into infinity.
    /// </summary>
    [Fact]
    public void ScaleBIsExact()
    {
        ReadOnlySpan<uint> table = SingleTable.ScaleB;
        for (int row = 0; row < table.Length; row += 3)
        {
            float actual = MathF.ScaleB(BitConverter.UInt32BitsToSingle(table[row]), unchecked((int)table[row + 1]));
            TableRows.Check("ScaleB", table.Slice(row, 2), table[row + 2], actual, ulps: 0);
        }
    }

    /// <summary>FusedMultiplyAdd rounds once: the low half of a product survives a cancelling addition.</summary>
    [Fact]
    public void FusedMultiplyAddIsExact()
    {
        ReadOnlySpan<uint> table = SingleTable.FusedMultiplyAdd;
        for (int row = 0; row < table.Length; row += 4)
        {
            float actual = MathF.FusedMultiplyAdd(
                BitConverter.UInt32BitsToSingle(table[row]),
                BitConverter.UInt32BitsToSingle(table[row + 1]),
                BitConverter.UInt32BitsToSingle(table[row + 2]));
            TableRows.Check("FusedMultiplyAdd", table.Slice(row, 3), table[row + 3], actual, ulps: 0);
        }
    }

    /// <summary>CopySign has the magnitude of the first and the sign of the second argument.</summary>
    [Fact]
    public void CopySignIsExact() => Selection("CopySign", 2, static (x, y) => MathF.CopySign(x, y));

    /// <summary>Min is the lesser argument, -0 below +0, and NaN if either is.</summary>
    [Fact]
    public void MinIsExact() => Selection("Min", 3, static (x, y) => MathF.Min(x, y));

    /// <summary>Max is the greater argument, -0 below +0, and NaN if either is.</summary>
    [Fact]
    public void MaxIsExact() => Selection("Max", 4, static (x, y) => MathF.Max(x, y));

    /// <summary>MinMagnitude chooses by absolute value.</summary>
    [Fact]
    public void MinMagnitudeIsExact() => Selection("MinMagnitude", 5, static (x, y) => MathF.MinMagnitude(x, y));

    /// <summary>MaxMagnitude chooses by absolute value.</summary>
    [Fact]
    public void MaxMagnitudeIsExact() => Selection("MaxMagnitude", 6, static (x, y) => MathF.MaxMagnitude(x, y));

    private static void Rounding(string name, int column, Func<float, float> function) =>
        Column(name, SingleTable.Rounding, 9, column, function);

    private static void Column(
        string name,
        ReadOnlySpan<uint> table,
        int columns,
        int column,
        Func<float, float> function)
    {
        for (int row = 0; row < table.Length; row += columns)
        {
            float actual = function(BitConverter.UInt32BitsToSingle(table[row]));
            TableRows.Check(name, table.Slice(row, 1), table[row + column], actual, ulps: 0);
        }
    }

    private static void Selection(string name, int column, Func<float, float, float> function)
    {
        ReadOnlySpan<uint> table = SingleTable.Selection;
        for (int row = 0; row < table.Length; row += 7)
        {
            float x = BitConverter.UInt32BitsToSingle(table[row]);
            float y = BitConverter.UInt32BitsToSingle(table[row + 1]);
            TableRows.Check(name, table.Slice(row, 2), table[row + column], function(x, y), ulps: 0);
        }
    }
}
