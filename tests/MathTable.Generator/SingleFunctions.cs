// The float functions and their arguments: the double table's twin (see DoubleFunctions.cs), with the borders of the
// smaller format. Here the nearest float is known: it is the double result, rounded. The table holds that, and drops
// the arguments at which the host's float function is worse than one ulp.
namespace Cosmos.Tests.MathTable.Generator;

internal static class SingleFunctions
{
    private const int RandomRows = 60;

    private static readonly float[] s_special =
    [
        0.0f, -0.0f, 1.0f, -1.0f, 0.5f, -0.5f, 2.0f, -2.0f, 10.0f, float.PositiveInfinity, float.NegativeInfinity,
        float.NaN, float.Epsilon, -float.Epsilon, 1.17549435E-38f, 1.17549421E-38f, float.MaxValue,
        float.MinValue, 0.99999994f, 1.00000012f, 1e-4f, -1e-4f, 1e-30f, MathF.PI, MathF.E,
    ];

    private static readonly float[] s_corners =
    [
        0.0f, -0.0f, 1.0f, -1.0f, 0.5f, -2.0f, 3.0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN,
        float.Epsilon, float.MaxValue, -7.25f,
    ];

    private static int s_seed = 3000;

    public static void AddTo(TableFile file)
    {
        float[] angles = [.. QuarterTurns(), 1e5f, 1e6f, 1e22f, -1e22f, 3e38f, MathF.ScaleB(16367173f, 72)];
        float[] powers = [88.72f, 88.73f, -87.33f, -103.97f, -103.98f, 44f, -20f, 1e-9f];
        Unary(file, "Sin", MathF.Sin, Math.Sin, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "Cos", MathF.Cos, Math.Cos, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "Tan", MathF.Tan, Math.Tan, [.. angles, .. Uniform(-50, 50)]);
        Unary(file, "SinPi", float.SinPi, double.SinPi, [0.25f, 1.5f, 1e6f, .. Uniform(-20, 20)]);
        Unary(file, "CosPi", float.CosPi, double.CosPi, [0.25f, 1.5f, 1e6f, .. Uniform(-20, 20)]);
        Unary(file, "Asin", MathF.Asin, Math.Asin, Uniform(-1, 1));
        Unary(file, "Acos", MathF.Acos, Math.Acos, Uniform(-1, 1));
        Unary(file, "Atan", MathF.Atan, Math.Atan, [.. Uniform(-8, 8), .. Logarithmic(-20, 20)]);
        Unary(file, "Sinh", MathF.Sinh, Math.Sinh, [89.4f, 89.5f, .. Uniform(-30, 30)]);
        Unary(file, "Cosh", MathF.Cosh, Math.Cosh, [89.4f, 89.5f, .. Uniform(-30, 30)]);
        Unary(file, "Tanh", MathF.Tanh, Math.Tanh, [22.5f, .. Uniform(-6, 6)]);
        Unary(file, "Asinh", MathF.Asinh, Math.Asinh, [1e22f, .. Uniform(-40, 40)]);
        Unary(file, "Acosh", MathF.Acosh, Math.Acosh, [1e22f, .. Uniform(1, 80)]);
        Unary(file, "Atanh", MathF.Atanh, Math.Atanh, Uniform(-1, 1));
        Unary(file, "Exp", MathF.Exp, Math.Exp, [.. powers, .. Uniform(-85, 85)]);
        Unary(file, "Exp2", float.Exp2, double.Exp2, [127f, 128f, -149f, -150f, .. Uniform(-120, 120)]);
        Unary(file, "Log", MathF.Log, Math.Log, [.. Uniform(0, 3), .. Logarithmic(-120, 120)]);
        Unary(file, "Log2", MathF.Log2, Math.Log2, [8.0f, 1024.0f, .. Uniform(0, 3), .. Logarithmic(-120, 120)]);
        Unary(file, "Log10", MathF.Log10, Math.Log10, [100.0f, 1000.0f, .. Uniform(0, 3), .. Logarithmic(-120, 120)]);
        Unary(file, "LogP1", float.LogP1, x => Math.Log((float)x + 1f), Uniform(-1, 5));
        Unary(file, "Cbrt", MathF.Cbrt, Math.Cbrt, [8.0f, -27.0f, .. Logarithmic(-120, 120)]);
        Unary(file, "Sqrt", MathF.Sqrt, Math.Sqrt, [4.0f, 1e22f, .. Logarithmic(-120, 120)]);
        Binary(file, "Pow", MathF.Pow, Math.Pow, Pairs(() => Uniform(0, 40), () => Uniform(-60, 25)));
        Binary(file, "Atan2", MathF.Atan2, Math.Atan2, Pairs(() => Uniform(-9, 9), () => Uniform(-9, 9)));
        Binary(file, "Hypot", float.Hypot, double.Hypot, Pairs(() => Uniform(-9, 9), () => Logarithmic(-10, 10)));
        Binary(file, "IEEERemainder", MathF.IEEERemainder, Math.IEEERemainder,
            Pairs(() => Logarithmic(0, 25), () => Uniform(-9, 9)));
        Binary(file, "Remainder", (x, y) => x % y, (x, y) => x % y,
            Pairs(() => Logarithmic(0, 120), () => Uniform(-9, 9)));
        Rest(file);
    }

    private static void Rest(TableFile file)
    {
        IEnumerable<float> halves = Enumerable.Range(-9, 19).Select(n => n / 2f);
        float[] rounded = [.. s_special, .. halves, 8388607.5f, 0.49999997f, .. Uniform(-99999, 99999)];
        file.Add("Rounding", "x, Floor, Ceiling, Truncate, and Round by each MidpointRounding in order",
            [.. rounded.Select(x => Row(x, MathF.Floor(x), MathF.Ceiling(x), MathF.Truncate(x),
                MathF.Round(x, MidpointRounding.ToEven), MathF.Round(x, MidpointRounding.AwayFromZero),
                MathF.Round(x, MidpointRounding.ToZero), MathF.Round(x, MidpointRounding.ToNegativeInfinity),
                MathF.Round(x, MidpointRounding.ToPositiveInfinity)))]);
        float[] neighbours = [.. s_special, .. Logarithmic(-145, 125)];
        file.Add("Neighbours", "x, BitIncrement, BitDecrement, ILogB (an integer)",
            [.. neighbours.Select(x => (ulong[])
                [.. Row(x, MathF.BitIncrement(x), MathF.BitDecrement(x)), unchecked((uint)MathF.ILogB(x))])]);
        file.Add("Selection", "x, y, CopySign, Min, Max, MinMagnitude, MaxMagnitude",
            [.. Pairs(() => Uniform(-9, 9), () => Uniform(-9, 9)).Select(p => Row(p.X, p.Y, MathF.CopySign(p.X, p.Y),
                MathF.Min(p.X, p.Y), MathF.Max(p.X, p.Y),
                MathF.MinMagnitude(p.X, p.Y), MathF.MaxMagnitude(p.X, p.Y)))]);
        int[] scales = [0, 1, -1, 23, -30, 127, -149, 270, -300];
        file.Add("ScaleB", "x, n (an integer), result",
            [.. s_special.SelectMany(x => scales.Select(n => (ulong[])
                [Bits(x), unchecked((uint)n), Bits(MathF.ScaleB(x, n))]))]);
        float[] x = [.. s_corners, .. Uniform(-9, 9)];
        float[] y = [.. s_corners.Reverse(), .. Uniform(-9, 9)];
        file.Add("FusedMultiplyAdd", "x, y, z, result",
            [.. x.Zip(y).SelectMany(p => (float[])[1.0f, -(p.First * p.Second), float.PositiveInfinity, 1e-30f],
                (p, z) => Row(p.First, p.Second, z, MathF.FusedMultiplyAdd(p.First, p.Second, z)))]);
    }

    private static void Unary(
        TableFile file,
        string name,
        Func<float, float> function,
        Func<double, double> wide,
        float[] arguments) =>
        file.Add(name, "x, result", [.. s_special.Concat(arguments)
            .Where(x => IsClose(function(x), (float)wide(x)))
            .Select(x => Row(x, (float)wide(x)))]);

    private static void Binary(
        TableFile file,
        string name,
        Func<float, float, float> function,
        Func<double, double, double> wide,
        IEnumerable<(float X, float Y)> arguments) =>
        file.Add(name, "x, y, result", [.. arguments
            .Where(p => IsClose(function(p.X, p.Y), (float)wide(p.X, p.Y)))
            .Select(p => Row(p.X, p.Y, (float)wide(p.X, p.Y)))]);

    private static bool IsClose(float left, float right) =>
        float.IsNaN(right) ? float.IsNaN(left) : Math.Abs((long)Bits(left) - (long)Bits(right)) <= 1;

    private static IEnumerable<(float X, float Y)> Pairs(Func<float[]> first, Func<float[]> second) =>
        s_corners.SelectMany(_ => s_corners, (x, y) => (x, y)).Concat(first().Zip(second()));

    private static IEnumerable<float> QuarterTurns() =>
        ((int[])[1, 2, 3, 4, 5, 6, 7, 11, 100, 10_001, 1_000_003]).Select(n => n * (MathF.PI / 2));

    private static float[] Uniform(float low, float high)
    {
        Random random = new(s_seed++);
        return [.. Enumerable.Range(0, RandomRows).Select(_ => low + (random.NextSingle() * (high - low)))];
    }

    private static float[] Logarithmic(int lowExponent, int highExponent)
    {
        Random random = new(s_seed++);
        return [.. Enumerable.Range(0, RandomRows).Select(_ =>
            MathF.ScaleB(1 + random.NextSingle(), random.Next(lowExponent, highExponent)))];
    }

    private static ulong[] Row(params float[] values) => [.. values.Select(Bits)];

    private static ulong Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
