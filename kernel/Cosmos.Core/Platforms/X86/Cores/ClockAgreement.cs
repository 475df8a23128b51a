// Sees to it that a new core tells the time as the first one does. Firmware starts all counters together, but some
// machines set one anew when its core wakes, and some count at different rates. The two cores compare
// (ClockComparison). A counter that is apart gets an offset, which every reading of it as a clock adds; one that still
// disagrees then is no clock, and the machine takes its time from a device instead. Where there is none, the core is
// not used.
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Both sides of the comparison. [BootOnly]</summary>
internal static unsafe class ClockAgreement
{
    // Enough to meet a moment in which nothing held either core up; and no longer than this. An offset has to be found
    // to within the shortest way of a message.
    private const int Exchanges = 1_000;
    private const int ThoroughExchanges = 50_000;
    private const long LongestNs = 20_000_000;
    private const long ThoroughNs = 200_000_000;
    private const long PatienceNs = 1_000_000_000;

    // Both sides wait in the same way, so that a message is seen as soon on either.
    private const int LooksAtOnce = 10_000;

    private static int s_asked;
    private static int s_answered;
    private static ulong s_answer;

    /// <summary>The boot core's side. False: the core must not be used; the console says why.</summary>
    public static bool Reach(CoreBlock* core, uint apicId)
    {
        if (!X86Clock.UsesTsc)
        {
            return true;
        }

        ClockComparison first = Compare(Exchanges, LongestNs);
        if (first.Agrees)
        {
            return true;
        }

        first = Compare(ThoroughExchanges, ThoroughNs);

        if (first.IsSteady)
        {
            core->TscOffset -= first.Ahead;
            if (Compare(ThoroughExchanges, ThoroughNs).Agrees)
            {
                CoreReport.Begin(apicId);
                KernelConsole.Write(" counts time "u8);
                WriteDistance(first.Ahead);
                KernelConsole.WriteLine(" core 1; corrected"u8);
                return true;
            }
        }

        CoreReport.Begin(apicId);
        bool left = X86Clock.TryLeaveTsc();
        KernelConsole.WriteLine(left
            ? " counts time at another rate; the clock is a device from now on"u8
            : " counts time at another rate, and there is no other clock; going on without it"u8);
        return left;
    }

    /// <summary>The new core's side: answers until it is accepted, or stopped.</summary>
    public static void Answer(CoreStartRecord* record)
    {
        int answered = Volatile.Read(ref s_asked);
        Volatile.Write(ref s_answered, answered);
        Volatile.Write(ref record->Stage, CoreStage.Arrived);
        while (Volatile.Read(ref record->Stage) == CoreStage.Arrived)
        {
            if (Sees(ref s_asked, answered + 1))
            {
                s_answer = Tsc.Read();
                answered++;
                Volatile.Write(ref s_answered, answered);
            }
        }
    }

    // A core that falls silent here is found out when it is next wanted.
    private static ClockComparison Compare(int exchanges, long longestNs)
    {
        ClockComparison comparison = ClockComparison.Begin();
        long start = X86Clock.MonotonicNanoseconds();
        for (int i = 0; i < exchanges && X86Clock.MonotonicNanoseconds() - start < longestNs; i++)
        {
            int question = s_asked + 1;
            ulong before = Tsc.Read();
            Volatile.Write(ref s_asked, question);
            while (!Sees(ref s_answered, question))
            {
                if (X86Clock.MonotonicNanoseconds() - start > PatienceNs)
                {
                    return comparison;
                }
            }

            ulong after = Tsc.Read();
            comparison.Add(before, s_answer, after);
        }

        return comparison;
    }

    private static bool Sees(ref int word, int value)
    {
        for (int i = 0; i < LooksAtOnce; i++)
        {
            if (Volatile.Read(ref word) == value)
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteDistance(long ticks)
    {
        ulong distance = (ulong)(ticks < 0 ? -ticks : ticks);
        KernelConsole.WriteDecimal((ulong)X86Clock.TscScale.ToNanoseconds(distance));
        KernelConsole.Write(ticks < 0 ? " ns behind"u8 : " ns ahead of"u8);
    }
}
