// Atomic operations, as code of the namespace Cosmos finds them: each is a point at which another core may go on.
using Cosmos.Simulation.Simulating;
using Atomic = System.Threading.Interlocked;

namespace Cosmos;

/// <summary>Stands in for the class of the same name.</summary>
internal static class Interlocked
{
    public static int Increment(ref int place) => At(Atomic.Increment(ref place));

    public static uint Increment(ref uint place) => At(Atomic.Increment(ref place));

    public static long Increment(ref long place) => At(Atomic.Increment(ref place));

    public static ulong Increment(ref ulong place) => At(Atomic.Increment(ref place));

    public static int Decrement(ref int place) => At(Atomic.Decrement(ref place));

    public static uint Decrement(ref uint place) => At(Atomic.Decrement(ref place));

    public static long Decrement(ref long place) => At(Atomic.Decrement(ref place));

    public static ulong Decrement(ref ulong place) => At(Atomic.Decrement(ref place));

    public static int Add(ref int place, int value) => At(Atomic.Add(ref place, value));

    public static uint Add(ref uint place, uint value) => At(Atomic.Add(ref place, value));

    public static long Add(ref long place, long value) => At(Atomic.Add(ref place, value));

    public static ulong Add(ref ulong place, ulong value) => At(Atomic.Add(ref place, value));

    public static int Or(ref int place, int value) => At(Atomic.Or(ref place, value));

    public static uint Or(ref uint place, uint value) => At(Atomic.Or(ref place, value));

    public static ulong Or(ref ulong place, ulong value) => At(Atomic.Or(ref place, value));

    public static int And(ref int place, int value) => At(Atomic.And(ref place, value));

    public static uint And(ref uint place, uint value) => At(Atomic.And(ref place, value));

    public static ulong And(ref ulong place, ulong value) => At(Atomic.And(ref place, value));

    public static int Exchange(ref int place, int value) => At(Atomic.Exchange(ref place, value));

    public static uint Exchange(ref uint place, uint value) => At(Atomic.Exchange(ref place, value));

    public static long Exchange(ref long place, long value) => At(Atomic.Exchange(ref place, value));

    public static ulong Exchange(ref ulong place, ulong value) => At(Atomic.Exchange(ref place, value));

    public static int CompareExchange(ref int place, int value, int comparand) =>
        At(Atomic.CompareExchange(ref place, value, comparand));

    public static uint CompareExchange(ref uint place, uint value, uint comparand) =>
        At(Atomic.CompareExchange(ref place, value, comparand));

    public static long CompareExchange(ref long place, long value, long comparand) =>
        At(Atomic.CompareExchange(ref place, value, comparand));

    public static ulong CompareExchange(ref ulong place, ulong value, ulong comparand) =>
        At(Atomic.CompareExchange(ref place, value, comparand));

    public static void MemoryBarrier()
    {
        Atomic.MemoryBarrier();
        Simulator.Step();
    }

    // Who was just interrupted sees what it read, and the world has moved on.
    private static T At<T>(T result)
    {
        Simulator.Step();
        return result;
    }
}
