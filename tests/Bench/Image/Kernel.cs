// The measured programs on our side: the same sources that the host runs on the stock .NET runtime.
using Cosmos.Core.Abi;
using Cosmos.Tests.Bench.Programs;

namespace Cosmos.Tests.Bench.Image;

/// <summary>
/// Runs every program once and prints its samples; on bare metal it also tells how long the start took.
/// </summary>
public sealed class Kernel : Cosmos.Core.Kernel
{
    /// <inheritdoc/>
    protected override void Run()
    {
        Console.WriteLine(Sample.Format("start", "ns", Machine.StartNanoseconds));
        if (Machine.Platform == Cosmos.Core.Platforms.PlatformKind.Linux)
        {
            Suite.Run(Console.WriteLine);
        }
    }
}
