// What can be known of the node as a whole. OTP: erlang:system_info/1, in the parts that an operator looks at.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Devices;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime;

/// <summary>A core's timers.</summary>
/// <param name="Core">The core.</param>
/// <param name="Running">How many run there.</param>
/// <param name="Next">In what time the next one is due, or is looked at again; null: none runs.</param>
public readonly record struct TimerCount(int Core, int Running, TimeSpan? Next);

/// <summary>An interrupt line that a process has.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Owner">Whose messages its interrupts are.</param>
/// <param name="Count">How often it has interrupted.</param>
public readonly record struct IrqInfo(int Line, Pid Owner, long Count);

/// <summary>The node as a whole.</summary>
public static class NodeInfo
{
    /// <summary>The timers, by core.</summary>
    public static TimerCount[] Timers()
    {
        var counts = new TimerCount[Cores.Count];
        for (int core = 1; core <= counts.Length; core++)
        {
            ref CoreState state = ref Pool<CoreState>.At(core);
            state.Timers.Latch.Enter();
            int running = state.Timers.Count;
            long deadline = state.Timers.NextDeadline(isIdle: true);
            state.Timers.Latch.Exit();
            TimeSpan? next = running == 0
                ? null
                : TimeSpan.FromTicks(Math.Max(0, deadline - Clock.Now) / TimeSpan.NanosecondsPerTick);
            counts[core - 1] = new TimerCount(core, running, next);
        }

        return counts;
    }

    /// <summary>The interrupt lines that processes have, by number.</summary>
    public static IrqInfo[] Interrupts()
    {
        List<IrqInfo> lines = [];
        for (int line = 1; line <= PendingInterrupts.MostLines; line++)
        {
            ref IrqOwner record = ref Pool<IrqOwner>.At(line);
            record.Latch.Enter();
            Pid owner = record.Owner;
            Irq irq = record.Irq;
            record.Latch.Exit();
            if (!owner.IsNone)
            {
                lines.Add(new IrqInfo(line, owner, irq.Count));
            }
        }

        return [.. lines];
    }
}
