// The alarm that the runtime sets, on the local APIC's timer, and the core's sleep until it rings. Setting it is what
// every switch of processes does, so an alarm that stands earlier already is left alone: it rings too early, and the
// runtime sets the next one when it does.
using System;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The running core's one alarm.</summary>
internal static unsafe class CoreAlarm
{
    private static long s_armedNs;

    /// <summary>Takes the timer's interrupt; what else took it for a while gives it back so.</summary>
    public static void Initialize()
    {
        s_armedNs = long.MaxValue;
        InterruptDispatch.SetHandler(InterruptVectors.Timer, &OnTimer);
    }

    /// <inheritdoc cref="Abi.CoreTimer.Arm"/>
    public static void Arm(long deadlineNs)
    {
        bool isSet = s_armedNs != long.MaxValue;
        if (deadlineNs >= s_armedNs && (isSet || X86Clock.UsesTsc))
        {
            return;
        }

        ulong flags = Processor.DisableInterrupts();
        Set(deadlineNs, X86Clock.MonotonicNanoseconds());
        Processor.RestoreInterrupts(flags);
    }

    /// <inheritdoc cref="Abi.CoreTimer.Sleep"/>
    /// <remarks>Interrupts are on afterwards.</remarks>
    public static void Sleep(long deadlineNs)
    {
        ContextBlock* context = Context.CurrentBlock;
        Processor.DisableInterrupts();
        while (context->PreemptionPending == 0)
        {
            long now = X86Clock.MonotonicNanoseconds();
            if (now >= deadlineNs)
            {
                break;
            }

            if (!ApicTimer.IsUsable && deadlineNs != long.MaxValue)
            {
                Processor.EnableInterrupts();
                Processor.Pause();
                Processor.DisableInterrupts();
                continue;
            }

            Set(deadlineNs, now);
            Processor.WaitForInterrupt();
        }

        context->PreemptionPending = 0;
        Processor.EnableInterrupts();
    }

    /// <summary>Sets the timer anew after somebody else used it. Interrupts off.</summary>
    public static void Restore()
    {
        if (s_armedNs == long.MaxValue)
        {
            ApicTimer.Disarm();
            return;
        }

        Set(s_armedNs, X86Clock.MonotonicNanoseconds());
    }

    // A clock other than the TSC must be read now and then, or it loses time.
    private static void Set(long deadlineNs, long nowNs)
    {
        s_armedNs = deadlineNs;
        if (deadlineNs == long.MaxValue && X86Clock.UsesTsc)
        {
            ApicTimer.Disarm();
            return;
        }

        long longest = X86Clock.UsesTsc ? long.MaxValue : DeviceClock.LongestSleepNs;
        ApicTimer.Arm(Math.Clamp(deadlineNs - nowNs, 1, longest));
    }

    private static void OnTimer(ulong vector)
    {
        s_armedNs = long.MaxValue;
        Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
    }
}
