// Sees to it that a new core tells the time as the first one does. Firmware starts all counters together, but some machines
// set one anew when its core wakes, and some count at different rates. The two cores compare (ClockComparison). A counter
// that is apart gets an offset, which every reading of it as a clock adds; one that still disagrees then is no clock, and
// the machine takes its time from a device instead. Where there is none, the core is not used.
using System.Threading;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86.Cores;

/// <summary>Both sides of the comparison. [BootOnly]</summary>
internal static unsafe class ClockAgreement
{
    // Enough to meet a moment in which nothing held either core up; and no longer than this.
    private const int Exchanges = 200;
    private const long LongestNs = 50_000_000;
    private const long PatienceNs = 1_000_000_000;

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

        ClockComparison first = Compare();
        if (first.Agrees)
        {
            return true;
        }

        if (first.IsSteady)
        {
            core->TscOffset -= first.Ahead;
            if (Compare().Agrees)
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
            int asked = Volatile.Read(ref s_asked);
            if (asked != answered)
            {
                s_answer = Tsc.Read();
                answered = asked;
                Volatile.Write(ref s_answered, answered);
            }

            Processor.Pause();
        }
    }

    // A core that falls silent here is found out when it is next wanted.
    private static ClockComparison Compare()
    {
        ClockComparison comparison = ClockComparison.Begin();
        long start = X86Clock.MonotonicNanoseconds();
        for (int i = 0; i < Exchanges && X86Clock.MonotonicNanoseconds() - start < LongestNs; i++)
        {
            ulong before = Tsc.Read();
            Volatile.Write(ref s_asked, s_asked + 1);
            while (Volatile.Read(ref s_answered) != s_asked)
            {
                if (X86Clock.MonotonicNanoseconds() - start > PatienceNs)
                {
                    return comparison;
                }

                Processor.Pause();
            }

            comparison.Add(before, s_answer, Tsc.Read());
        }

        return comparison;
    }

    private static void WriteDistance(long ticks)
    {
        ulong distance = (ulong)(ticks < 0 ? -ticks : ticks);
        KernelConsole.WriteDecimal((ulong)X86Clock.TscScale.ToNanoseconds(distance));
        KernelConsole.Write(ticks < 0 ? " ns behind"u8 : " ns ahead of"u8);
    }
}
