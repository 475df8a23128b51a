// Our runtime: the Linux build of tests/Oracle/Image, once for a batch of the generator's programs or for one program.
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Oracle;

/// <summary>Runs programs on our runtime.</summary>
internal sealed class ImageSide
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(60);

    /// <summary>The traces of a stretch of the generator's programs.</summary>
    public Dictionary<int, string> Run(int seed, int first, int count) => Read($"{seed}/{first}/{count}");

    /// <summary>The trace of one program; empty when there is none.</summary>
    public string Run(Specimen specimen) => Read(specimen.Selection).Values.FirstOrDefault(string.Empty);

    private static Dictionary<int, string> Read(string selection)
    {
        string file = Repository.Product("oracle-linux", "make build IMAGE=oracle");
        using var machine = new LinuxMachine(file, ["memory=1G", "cores=1", "onfault=stop", $"run={selection}"], null);
        List<string> lines = [];
        machine.ReadToEnd(s_silence, lines.Add);
        return Traces.Read(lines);
    }
}
