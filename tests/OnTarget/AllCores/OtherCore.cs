// What the cases of this folder ask of another core. Its part of a case runs there in an interrupt, whatever else the
// core does. On a machine with one core there is nobody to ask, and the cases hold by themselves.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>A core that is not the one that runs the case.</summary>
internal static unsafe class OtherCore
{
    /// <summary>Longer than an emulator's core ever waits until it is run.</summary>
    public const long PatienceNs = 30_000_000_000;

    /// <summary>Whether there is one.</summary>
    public static bool Exists => Cores.Count > 1;

    /// <summary>The numbers of all others.</summary>
    public static IEnumerable<int> All =>
        Enumerable.Range(1, Cores.Count).Where(static core => core != Cores.Current);

    /// <summary>One of them.</summary>
    public static int Any => All.Last();

    /// <summary>Runs a method there and waits for its end.</summary>
    public static void Run(int core, delegate*<nint, void> method, nint argument = 0) =>
        Assert.True(CoreCalls.TryCall(core, method, argument, PatienceNs), $"core {core} ought to answer");

    /// <summary>Begins to run a method there.</summary>
    public static void Begin(int core, delegate*<nint, void> method, nint argument = 0) =>
        CoreCalls.Begin(core, method, argument);

    /// <summary>Waits for the end of what was begun.</summary>
    public static void End() => Assert.True(CoreCalls.TryEnd(PatienceNs), "the core ought to answer");

    /// <summary>Spins. On any core, also in an interrupt.</summary>
    public static void Spin(long ns)
    {
        long end = Platform.MonotonicNanoseconds() + ns;
        while (Platform.MonotonicNanoseconds() < end)
        {
            Platform.Pause();
        }
    }
}
