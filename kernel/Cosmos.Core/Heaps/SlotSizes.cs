// The sizes that small blocks come in: four to each doubling, so that a slot is at most a quarter larger than what was
// asked for. The smallest suits a message of one small object, the largest is a quarter of a superchunk; what is larger
// has a run of its own.
using System.Numerics;

namespace Cosmos.Core.Heaps;

/// <summary>Size classes of blocks, headers included. Pure.</summary>
internal static class SlotSizes
{
    /// <summary>How many classes there are.</summary>
    public const int Count = 1 + (StepsPerDoubling * (LargestShift - SmallestShift));

    /// <summary>Bytes of the largest class.</summary>
    public const nuint Largest = (nuint)1 << LargestShift;

    private const int SmallestShift = 7;
    private const int LargestShift = 16;
    private const int StepsPerDoubling = 4;

    /// <summary>The smallest class with room for so many bytes.</summary>
    /// <param name="bytes">1 to <see cref="Largest"/>.</param>
    public static int ClassOf(nuint bytes)
    {
        nuint last = bytes - 1;
        if (last < (nuint)1 << SmallestShift)
        {
            return 0;
        }

        int doubling = BitOperations.Log2((ulong)last);
        return (((doubling - SmallestShift) * StepsPerDoubling) | ((int)(last >> (doubling - 2)) & 3)) + 1;
    }

    /// <summary>Bytes of a class; a multiple of 32.</summary>
    public static nuint BytesOf(int sizeClass)
    {
        if (sizeClass == 0)
        {
            return (nuint)1 << SmallestShift;
        }

        int doubling = SmallestShift + ((sizeClass - 1) / StepsPerDoubling);
        int step = ((sizeClass - 1) % StepsPerDoubling) + 1;
        return ((nuint)1 << doubling) + ((nuint)step << (doubling - 2));
    }
}
