using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The Linux build of the test image.</summary>
public sealed class LinuxImage() : ImageCases(Patience.Native)
{
    /// <inheritdoc/>
    protected override string Kind => "linux";

    /// <inheritdoc/>
    protected override Machine Start(string selection, string logFile) =>
        new LinuxMachine(
            Repository.Product("tests-linux", "make build IMAGE=tests"), [$"run={selection}", "onfault=stop"], logFile);
}
