// Makes a program that fails smaller, as long as it fails: first halves, then quarters, down to single operations, and
// again until nothing more can go. (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002.)
namespace Cosmos.Tests.Oracle;

/// <summary>Delta debugging over operations.</summary>
internal static class Shrinker
{
    /// <summary>The smallest specimen found that still fails.</summary>
    /// <param name="specimen">One that fails.</param>
    /// <param name="fails">Whether another one does.</param>
    public static Specimen Shrink(Specimen specimen, Func<Specimen, bool> fails)
    {
        int size = Math.Max(1, specimen.Program.Operations.Count / 2);
        while (true)
        {
            bool isSmaller = false;
            for (int first = specimen.Program.Operations.Count - size; first > -size; first -= size)
            {
                int from = Math.Max(first, 0);
                Specimen candidate = specimen.Without(from, size + Math.Min(first, 0));
                if (fails(candidate))
                {
                    specimen = candidate;
                    isSmaller = true;
                }
            }

            if (size == 1 && !isSmaller)
            {
                return specimen;
            }

            size = Math.Max(1, isSmaller ? Math.Min(size, specimen.Program.Operations.Count / 2) : size / 2);
        }
    }
}
