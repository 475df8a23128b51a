namespace Cosmos.Tests.Bench.Programs;

/// <summary>Where results go, so that no compiler may leave out the work that made them.</summary>
internal static class Sink
{
    private static long s_last;

    /// <summary>Takes a result.</summary>
    public static void Use(long value) => Volatile.Write(ref s_last, value);
}
