// Many seeds for one claim. They differ from run to run, so that every run of the tests looks at something new; a
// failure names its seed and the command that has it again.
using System.Runtime.CompilerServices;

namespace Cosmos.Simulation;

/// <summary>Runs a claim on nodes of many seeds.</summary>
public static class Seeds
{
    // Where the tests of applications are.
    private const string Applications = "/tests/Apps/";

    /// <summary>
    /// Checks a claim on so many nodes, one after the other. The environment's COSMOS_SEED and COSMOS_SEEDS, which
    /// <c>make simulate</c> sets, say where to begin and how many there are instead.
    /// </summary>
    /// <param name="count">How many seeds.</param>
    /// <param name="claim">What must not throw; it runs the node.</param>
    /// <param name="cores">Cores of the nodes; 0: the seed chooses one to four.</param>
    /// <param name="test">Filled in by the compiler.</param>
    /// <param name="file">Filled in by the compiler: named as its class.</param>
    /// <exception cref="SimulationException">With the command that replays it.</exception>
    public static void Check(
        int count,
        Action<SimulatedNode> claim,
        int cores = 0,
        [CallerMemberName] string test = "",
        [CallerFilePath] string file = "")
    {
        ArgumentNullException.ThrowIfNull(claim);
        foreach (int seed in Chosen(count))
        {
            try
            {
                using var node = new SimulatedNode(seed, cores == 0 ? CoresOf(seed) : cores);
                claim(node);
            }
            catch (Exception exception)
            {
                throw new SimulationException($"{Replay(seed, test, file)} has it again.\n{exception}");
            }
        }
    }

    /// <summary>The seeds of a run.</summary>
    public static IEnumerable<int> Chosen(int count)
    {
        bool isGiven = int.TryParse(System.Environment.GetEnvironmentVariable("COSMOS_SEED"), out int first);
        if (isGiven)
            count = 1;
        else
            first = System.Environment.TickCount & 0x3FFFFFFF;

        return int.TryParse(System.Environment.GetEnvironmentVariable("COSMOS_SEEDS"), out int asked)
            ? Enumerable.Range(first, asked)
            : Enumerable.Range(first, count);
    }

    /// <summary>How many cores a seed gives, where the test leaves it open: one as often as more.</summary>
    public static int CoresOf(int seed) => (seed & 1) == 0 ? 1 : 2 + ((seed >> 1) % 3);

    /// <summary>The command that replays a seed of a test.</summary>
    public static string Replay(int seed, string test, string file)
    {
        string name = $"{Path.GetFileNameWithoutExtension(file).Split('.')[0]}.{test}";
        int apps = file.LastIndexOf(Applications, StringComparison.Ordinal);
        string project = apps < 0 ? "" : file[(apps + Applications.Length)..].Split('/')[0];
        string where = apps < 0 ? "" : $" PROJECT={Applications[1..]}{project}";
        return $"make simulate SEED={seed} COUNT=1 TEST={name}{where}";
    }
}
