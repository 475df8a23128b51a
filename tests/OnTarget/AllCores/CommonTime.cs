using Cosmos.Core.Platforms;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>Claims about the clock when several cores read it.</summary>
public sealed unsafe class CommonTime
{
    private const int Readings = 100_000;

    private static long s_latest;
    private static int s_backwards;

    /// <summary>A moment that one core read and another one saw is not later than the other one's next.</summary>
    [Fact]
    public void No_core_sees_time_go_back()
    {
        foreach (int core in OtherCore.All)
        {
            s_latest = 0;
            s_backwards = 0;
            OtherCore.Begin(core, &ReadMany);
            ReadMany(0);
            OtherCore.End();
            Assert.Equal(0, Volatile.Read(ref s_backwards));
        }
    }

    private static void ReadMany(nint argument)
    {
        for (int i = 0; i < Readings; i++)
        {
            long seen = Volatile.Read(ref s_latest);
            long now = Platform.MonotonicNanoseconds();
            if (now < seen)
            {
                Interlocked.Increment(ref s_backwards);
            }

            Volatile.Write(ref s_latest, now);
        }
    }
}
