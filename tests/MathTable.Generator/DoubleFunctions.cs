// The double functions and the arguments at which each is tabulated. Every function sees the special values (both
// zeros, infinities, NaN, subnormals, the borders of the format) and then sixty random arguments out of the range in
// which it is interesting; the trigonometric ones also the doubles nearest to multiples of pi/2, where the argument
// reduction has to carry many bits.
//
// A C library may be an ulp off, and an ulp from that is two. Where the nearest double is known for certain (the cube
// root, by integer arithmetic) the table holds that, and drops the arguments at which the host is worse than one ulp.
namespace Cosmos.Tests.MathTable.Generator;

internal static class DoubleFunctions
{
    private const int RandomRows = 60;

    private static readonly double[] s_special =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 10.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        double.Epsilon, -double.Epsilon, 2.2250738585072014E-308, 2.225073858507201E-308, double.MaxValue,
        double.MinValue, 0.99999999999999989, 1.0000000000000002, 1e-8, -1e-8, 1e-300, Math.PI, Math.E,
    ];

    private static readonly double[] s_corners =
    [
        0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 3.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN,
        double.Epsilon, double.MaxValue, -7.25,
    ];

    private static int s_seed = 2000;

    public static void AddTo(TableFile file)
    {
        double[] angles = [.. QuarterTurns(), 1e5, 1e15, 1e22, -1e22, 1e300];
        double[] powers = [709.78, 709.79, -708.4, -745.13, -745.14, 88.0, -20.0, 1e-17];
        Unary(file, "Sin", Math.Sin, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "Cos", Math.Cos, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "Tan", Math.Tan, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "SinPi", double.SinPi, [0.25, 1.5, 1e15, .. Uniform(-20, 20)]);
        Unary(file, "CosPi", double.CosPi, [0.25, 1.5, 1e15, .. Uniform(-20, 20)]);
        Unary(file, "Asin", Math.Asin, Uniform(-1, 1));
        Unary(file, "Acos", Math.Acos, Uniform(-1, 1));
        Unary(file, "Atan", Math.Atan, [.. Uniform(-8, 8), .. Logarithmic(-20, 20)]);
        Unary(file, "Sinh", Math.Sinh, [710.4, 710.5, .. Uniform(-30, 30)]);
        Unary(file, "Cosh", Math.Cosh, [710.4, 710.5, .. Uniform(-30, 30)]);
        Unary(file, "Tanh", Math.Tanh, [22.5, .. Uniform(-6, 6)]);
        Unary(file, "Asinh", Math.Asinh, [1e22, .. Uniform(-40, 40)]);
        Unary(file, "Acosh", Math.Acosh, [1e22, .. Uniform(1, 80)]);
        Unary(file, "Atanh", Math.Atanh, Uniform(-1, 1));
        Unary(file, "Exp", Math.Exp, [.. powers, .. Uniform(-700, 700)]);
        Unary(file, "Exp2", double.Exp2, [1023.0, 1024.0, -1074.0, -1075.0, .. Uniform(-1000, 1000)]);
        Unary(file, "Log", Math.Log, [.. Uniform(0, 3), .. Logarithmic(-1000, 1000)]);
        Unary(file, "Log2", Math.Log2, [8.0, 1024.0, .. Uniform(0, 3), .. Logarithmic(-1000, 1000)]);
        Unary(file, "Log10", Math.Log10, [100.0, 1000.0, .. Uniform(0, 3), .. Logarithmic(-1000, 1000)]);
        Unary(file, "LogP1", double.LogP1, Uniform(-1, 5));
        Cbrt(file, [.. s_special, 8.0, -27.0, .. Logarithmic(-1000, 1000)]);
        Unary(file, "Sqrt", Math.Sqrt, [4.0, 1e22, .. Logarithmic(-1000, 1000)]);
        Binary(file, "Pow", Math.Pow, Pairs(() => Uniform(0, 40), () => Uniform(-60, 60)));
        Binary(file, "Atan2", Math.Atan2, Pairs(() => Uniform(-9, 9), () => Uniform(-9, 9)));
        Binary(file, "Hypot", double.Hypot, Pairs(() => Uniform(-9, 9), () => Logarithmic(-10, 10)));
        Binary(file, "IEEERemainder", Math.IEEERemainder, Pairs(() => Logarithmic(0, 60), () => Uniform(-9, 9)));
        Binary(file, "Remainder", (x, y) => x % y, Pairs(() => Logarithmic(0, 900), () => Uniform(-9, 9)));
        Rest(file);
    }

    private static void Rest(TableFile file)
    {
        IEnumerable<double> halves = Enumerable.Range(-9, 19).Select(n => n / 2.0);
        double[] rounded = [.. s_special, .. halves, 4503599627370495.5, 0.49999999999999994, .. Uniform(-1e6, 1e6)];
        file.Add("Rounding", "x, Floor, Ceiling, Truncate, and Round by each MidpointRounding in order",
            [.. rounded.Select(x => Row(x, Math.Floor(x), Math.Ceiling(x), Math.Truncate(x),
                Math.Round(x, MidpointRounding.ToEven), Math.Round(x, MidpointRounding.AwayFromZero),
                Math.Round(x, MidpointRounding.ToZero), Math.Round(x, MidpointRounding.ToNegativeInfinity),
                Math.Round(x, MidpointRounding.ToPositiveInfinity)))]);
        double[] neighbours = [.. s_special, .. Logarithmic(-1070, 1020)];
        file.Add("Neighbours", "x, BitIncrement, BitDecrement, ILogB (an integer)",
            [.. neighbours.Select(x => (ulong[])
                [.. Row(x, Math.BitIncrement(x), Math.BitDecrement(x)), unchecked((ulong)(long)Math.ILogB(x))])]);
        file.Add("Selection", "x, y, CopySign, Min, Max, MinMagnitude, MaxMagnitude",
            [.. Pairs(() => Uniform(-9, 9), () => Uniform(-9, 9)).Select(p => Row(p.X, p.Y, Math.CopySign(p.X, p.Y),
                Math.Min(p.X, p.Y), Math.Max(p.X, p.Y), Math.MinMagnitude(p.X, p.Y), Math.MaxMagnitude(p.X, p.Y)))]);
        int[] scales = [0, 1, -1, 52, -60, 1023, -1074, 2100, -2200];
        file.Add("ScaleB", "x, n (an integer), result",
            [.. s_special.SelectMany(x => scales.Select(n => (ulong[])
                [Bits(x), unchecked((ulong)(long)n), Bits(Math.ScaleB(x, n))]))]);
        double[] x = [.. s_corners, .. Uniform(-9, 9)];
        double[] y = [.. s_corners.Reverse(), .. Uniform(-9, 9)];
        file.Add("FusedMultiplyAdd", "x, y, z, result",
            [.. x.Zip(y).SelectMany(p => (double[])[1.0, -(p.First * p.Second), double.PositiveInfinity, 1e-300],
                (p, z) => Row(p.First, p.Second, z, Math.FusedMultiplyAdd(p.First, p.Second, z)))]);
    }

    private static void Cbrt(TableFile file, double[] arguments) =>
        file.Add("Cbrt", "x, result", [.. arguments.Select(x => (X: x, Exact: NearestCubeRoot.Of(x)))
            .Where(row => Math.Abs((long)Bits(row.Exact) - (long)Bits(Math.Cbrt(row.X))) <= 1)
            .Select(row => Row(row.X, row.Exact))]);

    private static void Unary(TableFile file, string name, Func<double, double> function, double[] arguments) =>
        file.Add(name, "x, result", [.. s_special.Concat(arguments).Select(x => Row(x, function(x)))]);

    private static void Binary(
        TableFile file,
        string name,
        Func<double, double, double> function,
        IEnumerable<(double X, double Y)> arguments) =>
        file.Add(name, "x, y, result", [.. arguments.Select(p => Row(p.X, p.Y, function(p.X, p.Y)))]);

    private static IEnumerable<(double X, double Y)> Pairs(Func<double[]> first, Func<double[]> second) =>
        s_corners.SelectMany(_ => s_corners, (x, y) => (x, y)).Concat(first().Zip(second()));

    private static IEnumerable<double> QuarterTurns() =>
        ((int[])[1, 2, 3, 4, 5, 6, 7, 11, 100, 10_001, 1_000_003]).Select(n => n * (Math.PI / 2));

    private static double[] Uniform(double low, double high)
    {
        Random random = new(s_seed++);
        return [.. Enumerable.Range(0, RandomRows).Select(_ => low + (random.NextDouble() * (high - low)))];
    }

    private static double[] Logarithmic(int lowExponent, int highExponent)
    {
        Random random = new(s_seed++);
        return [.. Enumerable.Range(0, RandomRows).Select(_ =>
            Math.ScaleB(1 + random.NextDouble(), random.Next(lowExponent, highExponent)))];
    }

    private static ulong[] Row(params double[] values) => [.. values.Select(Bits)];

    private static ulong Bits(double value) => BitConverter.DoubleToUInt64Bits(value);
}
