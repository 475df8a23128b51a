using Cosmos.Core.Abi;
using Cosmos.Core.Contexts;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.Linux;
using Cosmos.Core.Platforms.X86;
using Cosmos.Tests.OnTarget.Contexts;

namespace Cosmos.Tests.OnTarget.AllCores;

/// <summary>Claims about what one core wants of another: it comes, once, and is never lost.</summary>
public sealed unsafe class Wishes
{
    private const long Millisecond = 1_000_000;
    private const long LongSleepNs = 60_000 * Millisecond;

    private static int s_preemptions;

    /// <summary>A core that wakes while another one sleeps, and while it is about to: the sleep ends early.</summary>
    [Fact]
    public void A_wake_ends_a_sleep()
    {
        if (!OtherCore.Exists)
        {
            return;
        }

        for (long delay = 0; delay < 20 * Millisecond; delay += 2 * Millisecond)
        {
            long begin = Platform.MonotonicNanoseconds();
            s_delayNs = delay;
            OtherCore.Begin(OtherCore.Any, &WakeLater, Cores.Current);
            Platform.SleepUntilWork(begin + LongSleepNs);
            Assert.InRange(Platform.MonotonicNanoseconds() - begin, 0, LongSleepNs / 2);
            OtherCore.End();
        }
    }

    /// <summary>A wish that came before the sleep counts: it ends at once.</summary>
    [Fact]
    public void A_wake_before_the_sleep_is_not_lost()
    {
        if (!OtherCore.Exists)
        {
            return;
        }

        for (int i = 0; i < 200; i++)
        {
            long begin = Platform.MonotonicNanoseconds();
            s_delayNs = 0;
            OtherCore.Run(OtherCore.Any, &WakeLater, Cores.Current);
            Platform.SleepUntilWork(begin + LongSleepNs);
            Assert.InRange(Platform.MonotonicNanoseconds() - begin, 0, LongSleepNs / 2);
        }
    }

    /// <summary>A process in a tight loop is preempted by another core's wish.</summary>
    [Fact]
    public void A_wake_preempts_a_running_process()
    {
        if (!OtherCore.Exists)
        {
            return;
        }

        s_preemptions = 0;
        using ScriptedRuntime runtime = new();
        runtime.Preempted = static () => s_preemptions++;
        ContextBlock* process = ScriptedRuntime.Create(static () =>
        {
            long end = Platform.MonotonicNanoseconds() + LongSleepNs;
            while (Volatile.Read(ref s_preemptions) == 0 && Platform.MonotonicNanoseconds() < end)
            {
                // Calls nothing that gives way.
            }
        });
        s_delayNs = 10 * Millisecond;
        OtherCore.Begin(OtherCore.Any, &WakeLater, Cores.Current);
        long begin = Platform.MonotonicNanoseconds();
        Context.SwitchTo(process);
        Assert.InRange(Platform.MonotonicNanoseconds() - begin, 0, LongSleepNs / 2);
        Assert.True(s_preemptions > 0);
        OtherCore.End();
    }

    /// <summary>To wake oneself is a wish like any other.</summary>
    [Fact]
    public void A_core_can_wake_itself()
    {
        long begin = Platform.MonotonicNanoseconds();
        Cores.Wake(Cores.Current);
        Platform.SleepUntilWork(begin + LongSleepNs);
        Assert.InRange(Platform.MonotonicNanoseconds() - begin, 0, LongSleepNs / 2);
    }

    /// <summary>Each core has an alarm of its own: it rings on the core that set it.</summary>
    [Fact]
    public void An_alarm_rings_on_the_core_that_set_it()
    {
        foreach (int core in OtherCore.All)
        {
            ulong before = Platform.Kind == PlatformKind.Linux ? LinuxCores.Of(core)->Alarms : 0;
            s_hasRung = false;
            OtherCore.Run(core, &Ring);
            long end = Platform.MonotonicNanoseconds() + OtherCore.PatienceNs;
            while (Platform.Kind == PlatformKind.Linux && !s_hasRung && Platform.MonotonicNanoseconds() < end)
            {
                s_hasRung = Volatile.Read(ref LinuxCores.Of(core)->Alarms) > before;
            }

            Assert.True(s_hasRung, $"the alarm of core {core} ought to ring");
        }
    }

    /// <summary>A core that is busy with an interrupt answers late, and that is an answer.</summary>
    [Fact]
    public void An_answer_that_comes_late_counts()
    {
        foreach (int core in OtherCore.All)
        {
            s_isHeld = false;
            s_isReleased = false;
            OtherCore.Begin(core, &Hold);
            WaitFor(ref s_isHeld);

            // The runtime's watch may have left a question open that was answered before.
            bool isSeen = SignsOfLife.Seen(core, Millisecond) && SignsOfLife.Seen(core, Millisecond)
                && SignsOfLife.Seen(core, Millisecond);
            uint before = Platform.ServedBy(core);
            Volatile.Write(ref s_isReleased, true);
            OtherCore.End();
            Assert.False(isSeen, "nobody ought to answer with interrupts off");
            long end = Platform.MonotonicNanoseconds() + OtherCore.PatienceNs;
            while (Platform.ServedBy(core) == before && Platform.MonotonicNanoseconds() < end)
            {
                Platform.Pause();
            }

            Assert.True(Platform.ServedBy(core) != before, "the answer ought to come");
            Assert.True(SignsOfLife.Seen(core, OtherCore.PatienceNs), "the answer ought to be there");
        }
    }

    private static long s_delayNs;
    private static bool s_isHeld;
    private static bool s_isReleased;
    private static bool s_hasRung;

    private static void Hold(nint argument)
    {
        Volatile.Write(ref s_isHeld, true);
        WaitFor(ref s_isReleased);
    }

    private static void WaitFor(ref bool flag)
    {
        long end = Platform.MonotonicNanoseconds() + OtherCore.PatienceNs;
        while (!Volatile.Read(ref flag) && Platform.MonotonicNanoseconds() < end)
        {
            Platform.Pause();
        }
    }

    private static void WakeLater(nint core)
    {
        OtherCore.Spin(s_delayNs);
        Platform.RequestOfCore((int)core, CoreRequests.Wake);
    }

    // Interrupts are off here: on the machine the local APIC shows that the alarm waits to be let in. The sleep that
    // this interrupts sets another one afterwards.
    private static void Ring(nint argument)
    {
        CoreTimer.Arm(Platform.MonotonicNanoseconds() + Millisecond);
        if (Platform.Kind == PlatformKind.X86)
        {
            const uint requested = 0x200 + (InterruptVectors.Timer / 32 * 0x10);
            const uint bit = 1u << (InterruptVectors.Timer % 32);
            long end = Platform.MonotonicNanoseconds() + OtherCore.PatienceNs;
            while (!s_hasRung && Platform.MonotonicNanoseconds() < end)
            {
                s_hasRung = (LocalApic.Read(requested) & bit) != 0;
            }
        }
    }
}
