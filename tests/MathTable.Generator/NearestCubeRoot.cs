// The double nearest to a cube root, by integer arithmetic. x = m * 2^e with e divisible by three; m is scaled up
// until its integer cube root has 64 bits and more, so that whether the root lies below or above the middle between
// two doubles is seen in its digits: a cube root of a double never lies exactly in that middle.
using System.Numerics;

namespace Cosmos.Tests.MathTable.Generator;

internal static class NearestCubeRoot
{
    private const int ScaleBits = 210;

    public static double Of(double x)
    {
        if (!double.IsFinite(x) || x == 0)
        {
            return x;
        }

        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(x));
        int biased = (int)(bits >> 52);
        BigInteger mantissa = (bits & 0xF_FFFF_FFFF_FFFF) | (biased == 0 ? 0 : 1L << 52);
        int exponent = (biased == 0 ? 1 : biased) - 1075;
        int remainder = ((exponent % 3) + 3) % 3;
        BigInteger root = FloorCubeRoot(mantissa << (ScaleBits + remainder));
        int surplus = (int)root.GetBitLength() - 54;
        long digits = (long)(root >> surplus);
        int rootExponent = surplus + 1 + ((exponent - remainder - ScaleBits) / 3);
        return Math.CopySign(Math.ScaleB((digits >> 1) + (digits & 1), rootExponent), x);
    }

    // Newton's iteration from above stops at the floor.
    private static BigInteger FloorCubeRoot(BigInteger value)
    {
        BigInteger root = BigInteger.One << (int)((value.GetBitLength() / 3) + 1);
        while (true)
        {
            BigInteger next = ((2 * root) + (value / (root * root))) / 3;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
