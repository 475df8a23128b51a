// The measured programs on our side. Without the option run= they are the sources that the host also runs on the stock
// .NET runtime; with it, one of the rows that have a twin on BEAM.
using Cosmos.Core.Abi;
using Cosmos.Core.Boot;
using Cosmos.Tests.Bench.Image.Rows;
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
        if (BootOptions.Find("run") is { } selection && selection != Suite.Quick)
        {
            Stage.Run(selection, Console.WriteLine);
            return;
        }

        Console.WriteLine(Sample.Format("start", "ns", Machine.StartNanoseconds));
        Console.WriteLine(Sample.Format("idle-memory", "bytes", Machine.TotalMemory - Machine.FreeMemory));
        if (Machine.Platform == Cosmos.Core.Platforms.PlatformKind.Linux)
        {
            Suite.Run(BootOptions.Find("run") == Suite.Quick, Console.WriteLine);
        }
    }
}
