using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The test image in QEMU, booted by its PVH note.</summary>
public class QemuImage : ImageCases
{
    private readonly int _cores;

    /// <summary>With one core.</summary>
    public QemuImage()
        : this("qemu", 1)
    {
    }

    /// <summary>With some cores.</summary>
    /// <param name="kind">Names the log files.</param>
    /// <param name="cores">How many.</param>
    protected QemuImage(string kind, int cores)
        : base(Patience.Emulated)
    {
        Kind = kind;
        _cores = cores;
    }

    /// <inheritdoc/>
    protected override string Kind { get; }

    /// <inheritdoc/>
    protected override Machine Start(string selection, string logFile)
    {
        var options = new QemuOptions
        {
            Kernel = Repository.Product("tests.elf", "make build IMAGE=tests"),
            Processors = _cores,
            CommandLine = $"exit=isa-debug onfault=stop cores={_cores} run={selection}",
        };
        return QemuMachine.Start(options, logFile);
    }
}

/// <summary>The test image in QEMU with two cores.</summary>
public sealed class QemuPairImage() : QemuImage("qemu-2", 2);

/// <summary>The test image in QEMU with four cores.</summary>
public sealed class QemuQuadImage() : QemuImage("qemu-4", 4);
