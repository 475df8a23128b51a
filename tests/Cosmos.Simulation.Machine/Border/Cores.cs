// The border's Cores: as many as the node was made with.
using Cosmos.Simulation.Simulating;

namespace Cosmos.Core.Abi;

/// <summary>The simulated cores.</summary>
internal static class Cores
{
    public const int Most = 64;

    public static int Count => Simulator.Required().CoreCount;

    // With one core, too: who waits for a latch that nobody opens is to be found out.
    public static bool AreSeveral => true;

    public static int Current => Simulator.Required().Active.Number;

    public static void Release()
    {
        Simulator.Step();
        Simulator.Required().ReleaseCores();
    }

    public static void Wake(int core)
    {
        Simulator.Step();
        Simulator.Required().Wake(core);
    }

    public static bool Answers(int core, long timeoutNs)
    {
        Simulator.Step();
        return Simulator.Required().Answers(core, timeoutNs);
    }

    public static void Retire(int core)
    {
        Simulator.Step();
        Simulator.Required().Retire(core);
    }

    public static void Report(int core, int processes, int timers, int ended) =>
        Console.WriteLine($"core {core} is lost: {processes} processes, {timers} timers go on elsewhere; {ended} ends");
}
