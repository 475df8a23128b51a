using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The test image in QEMU, booted by its PVH note.</summary>
public sealed class QemuImage() : ImageCases(Patience.Emulated)
{
    /// <inheritdoc/>
    protected override string Kind => "qemu";

    /// <inheritdoc/>
    protected override Machine Start(string selection, string logFile)
    {
        var options = new QemuOptions
        {
            Kernel = Repository.Product("tests.elf", "make build IMAGE=tests"),
            CommandLine = $"exit=isa-debug onfault=stop run={selection}",
        };
        return QemuMachine.Start(options, logFile);
    }
}
