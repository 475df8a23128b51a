// How much of a thing a case does: an emulated machine is ten to thirty times slower than the Linux build.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Numbers by platform.</summary>
internal static class Sizes
{
    /// <summary>The number for the platform that runs.</summary>
    public static int Pick(int linux, int x86) => Machine.Platform == PlatformKind.Linux ? linux : x86;
}
