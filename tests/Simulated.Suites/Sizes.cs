// How much a case does: on the simulated machine as little as on an emulated one.
namespace Cosmos.Tests.OnTarget;

/// <summary>Amounts of work.</summary>
internal static class Sizes
{
    /// <summary>Heaps do nothing beyond their work: they are estimated.</summary>
    public static bool IsStressed => false;

    /// <summary>The small one.</summary>
    public static int Pick(int linux, int x86) => Math.Min(linux, x86);

    /// <summary>The number of objects that a case holds at a time: as with a collection at every allocation.</summary>
    public static int Held(int ordinary, int stressed) => Math.Min(ordinary, stressed);
}
