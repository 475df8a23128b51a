// The machine's tick count, as code of the namespace Cosmos finds it: virtual time in a node, so that a loop that waits
// for it passes time and can be interrupted.
using Cosmos.Core.Abi;
using Cosmos.Simulation.Simulating;

namespace Cosmos;

/// <summary>Stands in for the class of the same name.</summary>
internal static class Environment
{
    public static long TickCount64 =>
        Simulator.Running is null ? System.Environment.TickCount64 : Clock.Now / 1_000_000;

    public static int TickCount => (int)TickCount64;

    public static string NewLine => "\n";

    public static string? GetEnvironmentVariable(string name) => System.Environment.GetEnvironmentVariable(name);
}
