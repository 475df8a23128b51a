using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Cases;

/// <summary>
/// The Linux build of the test image, whose processes collect at every allocation that leaves their window, look over
/// their heaps afterwards, and find what they gave back poisoned.
/// </summary>
public sealed class StressedImage() : ImageCases(Patience.Native)
{
    /// <inheritdoc/>
    protected override string Kind => "stressed";

    /// <inheritdoc/>
    protected override Machine Start(string selection, string logFile) =>
        new LinuxMachine(
            Repository.Product("tests-linux", "make build IMAGE=tests"),
            [$"run={selection}", "onfault=stop", "heap=stress,verify,poison"],
            logFile);
}
