// How much of a thing a case does. An emulated machine is ten to thirty times slower than the Linux build, and so is
// the Linux build under heap=stress. There, each allocation costs a copy of everything that lives, so n objects that
// are held cost n squared: a case that holds many holds fewer there. It claims the same; that it does so with many is
// shown without stress.
using Cosmos.Core.Abi;
using Cosmos.Core.Heaps;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget;

/// <summary>Numbers by platform, and by what the heaps do beyond their work.</summary>
internal static class Sizes
{
    /// <summary>Whether each allocation collects.</summary>
    public static bool IsStressed => HeapDebug.Stress;

    /// <summary>The number for the platform that runs; a stressed one counts as emulated.</summary>
    public static int Pick(int linux, int x86) =>
        Machine.Platform == PlatformKind.Linux && !IsStressed ? linux : x86;

    /// <summary>The number of objects that a case holds at a time.</summary>
    /// <param name="ordinary">Without stress.</param>
    /// <param name="stressed">When each allocation collects.</param>
    public static int Held(int ordinary, int stressed) => IsStressed ? stressed : ordinary;
}
