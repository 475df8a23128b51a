using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Cases;

/// <summary>The Linux build of the test image.</summary>
public class LinuxImage : ImageCases
{
    private readonly string[] _options;

    /// <summary>On one core.</summary>
    public LinuxImage()
        : this("linux", "cores=1")
    {
    }

    /// <summary>With boot options.</summary>
    /// <param name="kind">Names the log files.</param>
    /// <param name="options">The options.</param>
    protected LinuxImage(string kind, params string[] options)
        : base(Patience.Native)
    {
        Kind = kind;
        _options = options;
    }

    /// <inheritdoc/>
    protected override string Kind { get; }

    /// <inheritdoc/>
    protected override Machine Start(string selection, string logFile) =>
        new LinuxMachine(
            Repository.Product("tests-linux", "make build IMAGE=tests"),
            [$"run={selection}", "onfault=stop", .. _options],
            logFile);
}

/// <summary>The Linux build of the test image on two cores.</summary>
public sealed class LinuxPairImage() : LinuxImage("linux-2", "cores=2");

/// <summary>
/// The Linux build of the test image, whose processes collect at every allocation that leaves their window, look over
/// their heaps afterwards, and find what they gave back poisoned.
/// </summary>
public sealed class StressedImage() : LinuxImage("stressed", "cores=1", "heap=stress,verify,poison");
