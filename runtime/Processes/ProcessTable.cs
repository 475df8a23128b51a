// Making and freeing the records of processes.
using System.Runtime.CompilerServices;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Scheduling;

namespace Cosmos.Runtime.Processes;

/// <summary>The processes of this node.</summary>
internal static class ProcessTable
{
    /// <summary>Processes there may be at once: four times OTP's default.</summary>
    public const int Capacity = 1 << 22;

    /// <summary>Number of the running process. Throws when no process runs, which is a mistake of the image.</summary>
    public static int Self => Running.Number;

    /// <summary>Its context. Throws like <see cref="Self"/>.</summary>
    public static RunningContext Running
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            RunningContext me = RunningContext.Current;
            if (me.Number == 0)
            {
                Refuse();
            }

            return me;
        }
    }

    /// <summary>The pid of a record's process.</summary>
    public static Pid PidOf(int number) => new((uint)number, Pool<ProcessRecord>.At(number).Serial);

    /// <summary>The pid that a process has, or had until it closed its inbox.</summary>
    public static Pid PidOf(int number, ref ProcessRecord process) =>
        new((uint)number, process.Serial - (process.Has(ProcessFlags.Closed) ? 1u : 0u));

    /// <summary>Whether a pid names a process that is there. Preemption on or off.</summary>
    public static bool IsAlive(Pid pid)
    {
        Preemption.Disable();
        bool isAlive = pid.IsLocal && Pool<ProcessRecord>.Contains((int)pid.Id)
            && Pool<ProcessRecord>.At((int)pid.Id).Serial == pid.Serial
            && Pool<ProcessRecord>.At((int)pid.Id).State != ProcessState.Free;
        Preemption.Enable();
        return isAlive;
    }

    /// <summary>The pid of the process that has a record, if it has one that is not ending. Preemption off.</summary>
    /// <param name="number">Any below the pool's end.</param>
    public static Pid LivingAt(int number)
    {
        if (!Pool<ProcessRecord>.Contains(number))
        {
            return default;
        }

        ref ProcessRecord record = ref Pool<ProcessRecord>.At(number);
        return record.State == ProcessState.Free || record.Has(ProcessFlags.Exiting) ? default : PidOf(number);
    }

    /// <summary>The pid of whoever has a name; none: nobody. Preemption off.</summary>
    public static Pid Holder(Atom name)
    {
        while (true)
        {
            int number = Registry.WhereIs(name);
            Pid pid = number == 0 ? default : PidOf(number);
            if (Registry.WhereIs(name) == number)
            {
                return pid; // it had the name while its pid was read: a process gives its name away before its pid
            }
        }
    }

    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    private static void Refuse() => throw new InvalidOperationException(
        "This belongs into a process: nothing of the process API works outside.");

    /// <summary>Takes a cleared record; 0 when there is none left. Preemption off.</summary>
    public static int TryTake()
    {
        int number = Pool<ProcessRecord>.Rent();
        if (number != 0)
        {
            // Somebody may still hold a pid of an earlier process and look, under the latch, whether it is there: so
            // neither the latch's word nor the serial number may change, not even for a moment.
            ref ProcessRecord record = ref Pool<ProcessRecord>.At(number);
            ProcessRecord fresh = default;
            record.InboxLatch.Take();
            fresh.InboxLatch = record.InboxLatch;
            fresh.Serial = record.Serial != 0 ? record.Serial : LatestSerial();
            record = fresh;
            record.InboxLatch.Open();
        }

        return number;
    }

    /// <summary>Gives a record back whose process ended or never began. Preemption off.</summary>
    public static void Free(ref ProcessRecord record, int number)
    {
        record.State = ProcessState.Free;
        Pool<ProcessRecord>.Return(number);
    }

    /// <summary>A process is gone, and its record has the serial number of the next. Preemption off.</summary>
    public static void NoteSerial(uint serial)
    {
        ref CoreState core = ref Scheduler.Core;
        core.LatestSerial = Math.Max(core.LatestSerial, serial);
    }

    // A record that is all zero is new, or its memory was given back since its last process: that one's number is not
    // known, but it was no later than the latest of all.
    private static uint LatestSerial()
    {
        uint latest = 0;
        for (int core = 1; core <= Cores.Count; core++)
        {
            latest = Math.Max(latest, Volatile.Read(ref Pool<CoreState>.At(core).LatestSerial));
        }

        return latest;
    }
}
