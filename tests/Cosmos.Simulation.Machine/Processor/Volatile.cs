// Volatile reads and writes, as code of the namespace Cosmos finds them: each is a point at which another core may go
// on, because they are where code without a lock meets others.
using Cosmos.Simulation.Simulating;
using Ordered = System.Threading.Volatile;

namespace Cosmos;

/// <summary>Stands in for the class of the same name.</summary>
internal static class Volatile
{
    public static bool Read(ref readonly bool place) => At(Ordered.Read(in place));

    public static byte Read(ref readonly byte place) => At(Ordered.Read(in place));

    public static int Read(ref readonly int place) => At(Ordered.Read(in place));

    public static uint Read(ref readonly uint place) => At(Ordered.Read(in place));

    public static long Read(ref readonly long place) => At(Ordered.Read(in place));

    public static ulong Read(ref readonly ulong place) => At(Ordered.Read(in place));

    public static void Write(ref bool place, bool value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    public static void Write(ref byte place, byte value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    public static void Write(ref int place, int value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    public static void Write(ref uint place, uint value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    public static void Write(ref long place, long value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    public static void Write(ref ulong place, ulong value)
    {
        Simulator.Step();
        Ordered.Write(ref place, value);
    }

    private static T At<T>(T result)
    {
        Simulator.Step();
        return result;
    }
}
