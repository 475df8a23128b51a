// The machine's monotonic clock: nanoseconds since start-up, from the TSC where it runs at one rate (Tsc), else from
// a device (DeviceClock). It never goes back and does not overflow for 292 years.
//
// The TSC's rate comes from CPUID or from a short measurement (TscCalibration), good to some hundred ppm: enough to
// begin with, but 40 seconds a day. So the first readers after 0.1, 1 and 10 seconds measure it again against all the
// time since start-up, and a new ClockEpoch continues the old one at the better rate: well below 1 ppm at the end,
// limited by the crystals. It happens in whoever reads the clock then (some 10 microseconds, three times in the life
// of a machine), so it needs no timer.
//
// Readable in every context and on every core, interrupt handlers included: epochs are immutable, and only their number
// is ever published. A new one begins a little after it is published, so no core has told a time from beyond its
// beginning by the old rate.
using System.Runtime.CompilerServices;
using System.Threading;
using Cosmos.Core.Boot;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Time;

namespace Cosmos.Core.Platforms.X86;

/// <summary>Monotonic time on X86.</summary>
internal static unsafe class X86Clock
{
    private const int MaxEpochs = 4;
    private const long FirstRefinementNs = 100_000_000;
    private const long LaterRefinementFactor = 10;

    // How far ahead a new epoch begins: longer than its publication can take, even on an emulator's core that is held
    // up.
    private const long EpochLeadNs = 100_000_000;

    // The shortest window for the local APIC's timer. The TSC's, which opens a moment later, is nearly as long.
    private const long TimerWindowNs = 500_000;

    // The same in ticks, where the TSC's rate is not known.
    private const ulong TimerWindowTicks = 1_000_000;

    private static Epochs s_epochs;
    private static int s_current;
    private static ClockSample s_start;
    private static ulong s_refineAtTsc;
    private static long s_refineAfterNs;
    private static int s_refining;
    private static bool s_usesTsc;

    /// <summary>Whether the TSC is the clock.</summary>
    public static bool UsesTsc => s_usesTsc;

    /// <summary>The TSC's rate as known now.</summary>
    public static TickScale TscScale => s_epochs[Volatile.Read(ref s_current)].Scale;

    /// <summary>The TSC's rate as known now, in Hz.</summary>
    public static ulong TscFrequency => s_epochs[Volatile.Read(ref s_current)].Scale.Frequency;

    /// <summary>How often the rate was measured again.</summary>
    public static int Refinements => Volatile.Read(ref s_current);

    /// <summary>
    /// Starts the clock, the wall clock and the local APIC's timer. Once, interrupts off, after <see cref="Apic"/>.
    /// </summary>
    public static void Initialize()
    {
        ReferenceCounter.Select(Preferred());
        ApicTimer.StartMeasurement();
        ClockSample timerStart = ClockSample.Take(&ApicTimer.MeasuredTicks);
        s_start = TscCalibration.Begin();
        WallClock.Initialize();
        TickScale scale = MeasureTsc();
        s_usesTsc = UseTsc(scale);
        s_epochs[0] = new ClockEpoch(s_start.Tsc, 0, scale);
        DeviceClock.Start(nowNs: 0);
        StartTimer(scale, timerStart);
        ScheduleRefinement(FirstRefinementNs);
    }

    /// <summary>Nanoseconds since start-up. Any context.</summary>
    public static long MonotonicNanoseconds()
    {
        if (!s_usesTsc)
        {
            return DeviceClock.Read();
        }

        while (true)
        {
            int current = Volatile.Read(ref s_current);
            ulong tsc = Tsc.Read();
            if (tsc >= s_refineAtTsc)
            {
                RefineIfDue();
            }

            // Converted only if the epoch was still the current one after the TSC was read: else a reader that was
            // held up in between could give a time beyond the new epoch's, and the next reading would be less.
            if (Volatile.Read(ref s_current) == current)
            {
                bool hasBegun = current == 0 || tsc >= s_epochs[current].BaseTsc;
                return s_epochs[hasBegun ? current : current - 1].At(tsc);
            }
        }
    }

    /// <summary>
    /// Other cores' counters cannot be used: goes on with a device's, from this moment. Before other cores read the
    /// clock. False: there is none. [BootOnly]
    /// </summary>
    public static bool TryLeaveTsc()
    {
        if (s_usesTsc && DeviceClock.IsPossible)
        {
            DeviceClock.Start(MonotonicNanoseconds());
            s_usesTsc = false;
        }

        return !s_usesTsc;
    }

    /// <summary>Nanoseconds since the TSC had the value <paramref name="tsc"/>, at the rate known now.</summary>
    public static long NanosecondsSince(ulong tsc)
        => s_epochs[Volatile.Read(ref s_current)].Scale.ToNanoseconds(Tsc.Read() - tsc);

    // `clock=` on the command line; a test or a broken device is the reason to use it.
    private static ReferenceKind Preferred()
    {
        if (BootOptions.Is("clock"u8, "pm"u8))
        {
            return ReferenceKind.PmTimer;
        }

        return BootOptions.Is("clock"u8, "pit"u8) ? ReferenceKind.Pit : ReferenceKind.Hpet;
    }

    // A rate that CPUID states is exact, if it is true: hypervisors hand on the host's leaf while they scale the
    // counter, and emulators state what the real processor would. So it only replaces a measured rate that it agrees
    // with.
    private static TickScale MeasureTsc()
    {
        TickScale measured = TscCalibration.Finish(ref s_start);
        TickScale stated = TickScale.FromFrequency(Tsc.StatedFrequency());
        return !measured.IsKnown || stated.AgreesWith(measured) ? stated : measured;
    }

    private static bool UseTsc(TickScale scale)
    {
        bool wantsDevice = BootOptions.Is("clock"u8, "hpet"u8) || BootOptions.Is("clock"u8, "pm"u8);
        if (scale.IsKnown && !wantsDevice && Tsc.IsConstantRate)
        {
            return true;
        }

        if (DeviceClock.IsPossible)
        {
            return false;
        }

        KernelConsole.WriteLine("clock: the TSC's rate may vary and there is no other clock"u8);
        return true;
    }

    // The counter was started before the TSC was measured; by now it ran through the same window, or almost.
    private static void StartTimer(TickScale scale, in ClockSample start)
    {
        if (s_usesTsc && ApicTimer.HasTscDeadline)
        {
            ApicTimer.UseTscDeadline();
            return;
        }

        ulong window = scale.IsKnown ? scale.ToTicksCeiling(TimerWindowNs) : TimerWindowTicks;
        while (Tsc.Read() - start.Tsc < window)
        {
            Processor.Pause();
        }

        ClockSample end = ClockSample.Take(&ApicTimer.MeasuredTicks);
        long windowNs = scale.ToNanoseconds(end.Tsc - start.Tsc);
        ApicTimer.UseCounter(TickScale.FromMeasurement(end.Device - start.Device, (ulong)windowNs));
    }

    private static void ScheduleRefinement(long afterNs)
    {
        bool possible = s_usesTsc && DeviceClock.IsPossible && s_current + 1 < MaxEpochs && afterNs != long.MaxValue;
        s_refineAfterNs = afterNs;
        s_refineAtTsc = possible ? s_start.Tsc + s_epochs[0].Scale.ToTicksCeiling(afterNs) : ulong.MaxValue;
    }

    /// <summary>
    /// Measures the TSC's rate again if it is time to. Somebody else may have done so since the caller looked: then the
    /// epoch that came of it has not begun, and another one must not come before it has.
    /// </summary>
    internal static void RefineIfDue()
    {
        // Interrupts off first: who is ended while it has the turn would keep it.
        ulong flags = Processor.DisableInterrupts();
        if (Interlocked.Exchange(ref s_refining, 1) == 0)
        {
            if (Tsc.Read() >= Volatile.Read(ref s_refineAtTsc))
            {
                Refine();
            }

            Volatile.Write(ref s_refining, 0);
        }

        Processor.RestoreInterrupts(flags);
    }

    // By who has the turn, interrupts off.
    private static void Refine()
    {
        ClockEpoch old = s_epochs[s_current];
        ClockSample now = ClockSample.Take(&ReferenceCounter.Read);
        TickScale better = TscCalibration.Refine(s_start, now, old.Scale);
        ulong begin = now.Tsc + old.Scale.ToTicksCeiling(EpochLeadNs);
        s_epochs[s_current + 1] = new ClockEpoch(begin, old.At(begin), better);
        bool isInTime = Tsc.Read() < begin;
        if (better.IsKnown && isInTime)
        {
            Volatile.Write(ref s_current, s_current + 1);
        }

        ScheduleRefinement(better.IsKnown ? s_refineAfterNs * LaterRefinementFactor : long.MaxValue);
    }

    [InlineArray(MaxEpochs)]
    private struct Epochs
    {
        private ClockEpoch _first;
    }
}
