// The alarm that the runtime sets, on the local APIC's timer, and the core's sleep until it rings. Setting it is what
// every switch of processes does, so an alarm that stands earlier already is left alone: it rings too early, and the
// runtime sets the next one when it does.
using System;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms.X86.Cpu;
using Cosmos.Core.Platforms.X86.Memory;

namespace Cosmos.Core.Platforms.X86;

/// <summary>The running core's one alarm.</summary>
internal static unsafe class CoreAlarm
{
    /// <summary>Takes the timer's interrupt; what else took it for a while gives it back so.</summary>
    public static void Initialize()
    {
        InitializeOther();
        InterruptDispatch.SetHandler(InterruptVectors.Timer, &OnTimer);
    }

    /// <summary>On another core: no alarm is set.</summary>
    public static void InitializeOther() => CoreBlock.Current->ArmedNs = long.MaxValue;

    /// <inheritdoc cref="Abi.CoreTimer.Arm"/>
    public static void Arm(long deadlineNs)
    {
        long armedNs = CoreBlock.Current->ArmedNs;
        if (deadlineNs >= armedNs && (armedNs != long.MaxValue || X86Clock.UsesTsc))
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
            CoreBlock.Current->IsDozing = 1;
            Processor.WaitForInterrupt();
            Translations.Rouse(CoreBlock.Current);
        }

        context->PreemptionPending = 0;
        Processor.EnableInterrupts();
    }

    /// <summary>Sets the timer anew after somebody else used it. Interrupts off.</summary>
    public static void Restore()
    {
        if (CoreBlock.Current->ArmedNs == long.MaxValue)
        {
            ApicTimer.Disarm();
            return;
        }

        Set(CoreBlock.Current->ArmedNs, X86Clock.MonotonicNanoseconds());
    }

    // A clock other than the TSC must be read now and then, or it loses time.
    private static void Set(long deadlineNs, long nowNs)
    {
        CoreBlock.Current->ArmedNs = deadlineNs;
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
        CoreBlock.Current->ArmedNs = long.MaxValue;
        Interruption.Preempt((CpuState*)CoreBlock.Current->Interrupted);
    }
}
