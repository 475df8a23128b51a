// The local APIC's timer: one interrupt at one moment, for a sleeping core now and for time slices later. Where the
// processor can compare with the TSC (SDM Vol. 3A §10.5.4.1) the deadline is absolute and as wide as time itself;
// elsewhere a 32-bit counter runs down at the bus clock (§10.5.4), whose rate X86Clock measures at boot, for all cores.
//
// A deadline beyond the counter's range fires early, and so does, by a thousandth, every long one on the counter: its
// rate is only known to some hundreds of ppm. Whoever waits looks at the clock after each interrupt and arms again,
// so early is harmless and late is what must not be.
using System;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>One-shot timer of the running core.</summary>
internal static class ApicTimer
{
    // CPUID.01H:ECX (SDM Vol. 2A, CPUID, table 3-10).
    private const uint FeatureTscDeadline = 1u << 24;

    // Longer than this, a counted wait aims a thousandth short of its deadline.
    private const long ExactRangeNs = 1_000_000;

    private static TickScale s_countScale;
    private static bool s_usesTscDeadline;

    /// <summary>Whether a wait can be ended by this timer.</summary>
    public static bool IsUsable => s_usesTscDeadline || s_countScale.IsKnown;

    /// <summary>Whether the processor compares the TSC with a deadline.</summary>
    public static bool HasTscDeadline => (Cpuid.Query(1).Ecx & FeatureTscDeadline) != 0;

    /// <summary>Lets the counter run freely, masked, so that its rate can be measured against another clock.</summary>
    public static void StartMeasurement()
    {
        LocalApic.Write(LocalApicRegisters.LvtTimer, LocalApicRegisters.Masked | InterruptVectors.Timer);
        LocalApic.Write(LocalApicRegisters.TimerDivide, LocalApicRegisters.DivideBy1);
        LocalApic.Write(LocalApicRegisters.TimerInitialCount, uint.MaxValue);
    }

    /// <summary>Ticks since <see cref="StartMeasurement"/>.</summary>
    public static ulong MeasuredTicks() => uint.MaxValue - LocalApic.Read(LocalApicRegisters.TimerCurrentCount);

    /// <summary>Ends the measurement and readies the counted mode.</summary>
    public static void UseCounter(TickScale scale)
    {
        s_countScale = scale;
        s_usesTscDeadline = false;
        LocalApic.Write(LocalApicRegisters.TimerInitialCount, 0);
        LocalApic.Write(LocalApicRegisters.LvtTimer, InterruptVectors.Timer);
    }

    /// <summary>Compares with the TSC from now on, at the rate that <see cref="X86Clock"/> knows.</summary>
    public static void UseTscDeadline()
    {
        s_usesTscDeadline = true;
        EnterTscDeadlineMode();
    }

    /// <summary>Readies the timer of another core, in the boot core's mode. On that core.</summary>
    public static void InitializeOther()
    {
        if (s_usesTscDeadline)
        {
            EnterTscDeadlineMode();
            return;
        }

        LocalApic.Write(LocalApicRegisters.TimerDivide, LocalApicRegisters.DivideBy1);
        LocalApic.Write(LocalApicRegisters.TimerInitialCount, 0);
        LocalApic.Write(LocalApicRegisters.LvtTimer, InterruptVectors.Timer);
    }

    private static void EnterTscDeadlineMode()
    {
        LocalApic.Write(LocalApicRegisters.TimerInitialCount, 0);
        LocalApic.Write(LocalApicRegisters.LvtTimer, LocalApicRegisters.TimerTscDeadline | InterruptVectors.Timer);

        // §10.5.4.1: in xAPIC mode the write above goes through memory and must be done before the first WRMSR.
        System.Threading.Interlocked.MemoryBarrier();
    }

    /// <summary>
    /// Raises <see cref="InterruptVectors.Timer"/> after about <paramref name="delayNs"/>, replacing an earlier
    /// deadline.
    /// </summary>
    public static void Arm(long delayNs)
    {
        if (s_usesTscDeadline)
        {
            // A deadline in the past fires at once; zero would disarm instead, which Tsc.ReadRaw + 1 never is.
            ulong now = Tsc.ReadRaw();
            ulong ticks = X86Clock.TscScale.ToTicksCeiling(delayNs) + 1;
            Msr.Write(LocalApicRegisters.TscDeadlineMsr, ticks > ulong.MaxValue - now ? ulong.MaxValue : now + ticks);
            return;
        }

        long aim = delayNs > ExactRangeNs ? delayNs - (delayNs >> 10) : delayNs;
        ulong count = Math.Clamp(s_countScale.ToTicksCeiling(aim), 1, uint.MaxValue);
        LocalApic.Write(LocalApicRegisters.TimerInitialCount, (uint)count);
    }

    /// <summary>Takes the deadline back. An interrupt already on its way still comes.</summary>
    public static void Disarm()
    {
        if (s_usesTscDeadline)
        {
            Msr.Write(LocalApicRegisters.TscDeadlineMsr, 0);
            return;
        }

        LocalApic.Write(LocalApicRegisters.TimerInitialCount, 0);
    }
}
