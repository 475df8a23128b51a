// The border's options of an image: those that the test gives its node.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Boot;

/// <summary>Boot options of a simulated machine.</summary>
public static class BootOptions
{
    /// <summary>The options that belong to applications of the image, in the order given.</summary>
    public static (string Name, string Value)[] ForImage()
    {
        Simulator.Step();
        return [.. Simulator.Required().ImageOptions];
    }
}
