// The machine's cores, by number. A core runs one context at a time; what is said of "the running core" holds only
// while preemption is off, because a process may go on elsewhere at any other moment.
using System.Runtime.CompilerServices;
using Cosmos.Core.Contexts;
using Cosmos.Core.Faults;
using Cosmos.Core.Platforms;

namespace Cosmos.Core.Abi;

/// <summary>The cores that came up. Number 1 is the boot core.</summary>
public static unsafe class Cores
{
    private static bool s_areSeveral;
    private static bool s_areSettled;

    /// <summary>The most cores that are used, however many the machine has.</summary>
    public const int Most = 64;

    /// <summary>How many cores there are. Known before <see cref="ProcessRuntime.Start"/>, and fixed.</summary>
    public static int Count => Platform.ProcessorCount;

    /// <summary>Whether there is more than one: otherwise who holds preemption off is alone.</summary>
    public static bool AreSeveral
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => s_areSeveral;
    }

    /// <summary>Whether <see cref="Count"/> is what it will always be.</summary>
    internal static bool AreSettled => s_areSettled;

    /// <summary>The running core's number, from 1. Preemption off.</summary>
    public static int Current
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Context.CurrentBlock->Core;
    }

    /// <summary>The runtime is ready: every other core calls <see cref="ProcessRuntime.StartCore"/>. Once.</summary>
    public static void Release() => CoreGate.Open();

    /// <summary>
    /// Has a core look at what there is to do: its sleep ends, or its running process calls
    /// <see cref="ProcessRuntime.OnPreempted"/> as soon as preemption is on. Several wishes may become one. Never
    /// blocks; preemption off.
    /// </summary>
    /// <param name="core">Its number; the running core's own means <see cref="ProcessContexts.RequestPreemption"/>.
    /// </param>
    public static void Wake(int core)
    {
        if (core == Current)
        {
            ProcessContexts.RequestPreemption();
        }
        else
        {
            Platform.RequestOfCore(core, CoreRequests.Wake);
        }
    }

    /// <summary>
    /// Whether a core still takes interrupts. Waits for the answer as long as is said; an answer to an earlier question
    /// counts, if it came too late for that. For one that asks at a time. Preemption off.
    /// </summary>
    /// <param name="core">Its number; not the running core's.</param>
    /// <param name="timeoutNs">How long to wait.</param>
    public static bool Answers(int core, long timeoutNs) => SignsOfLife.Seen(core, timeoutNs);

    /// <summary>
    /// Stops a core that does not answer, for ever: it executes nothing from then on. What it ran may be told to end
    /// (<see cref="ProcessContexts.Forsake"/>) if it was in the middle of a process's code. Preemption off.
    /// </summary>
    /// <param name="core">Its number; not the running core's.</param>
    public static void Retire(int core) => Platform.RetireCore(core);

    /// <summary>Says on the console what became of a retired core's work. Preemption off.</summary>
    /// <param name="core">Its number.</param>
    /// <param name="processes">Processes that go on elsewhere.</param>
    /// <param name="timers">Timers that ring elsewhere.</param>
    /// <param name="ended">Number of the process that ended with it; 0: it ran none.</param>
    public static void Report(int core, int processes, int timers, int ended) =>
        CoreLossReport.Write(core, processes, timers, ended);

    /// <summary>All cores have come that come at all. [BootOnly]</summary>
    internal static void Settle()
    {
        s_areSeveral = Count > 1;
        s_areSettled = true;
    }

    /// <summary>Stops the running core as a broken one stops: it answers nothing any more. For tests.</summary>
    internal static void Break() => Platform.HaltCore();
}
