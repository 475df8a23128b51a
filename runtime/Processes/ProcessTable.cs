// Making and freeing the records of processes.
using Cosmos.Core.Abi;

namespace Cosmos.Runtime.Processes;

/// <summary>The processes of this node.</summary>
internal static class ProcessTable
{
    /// <summary>Processes there may be at once: four times OTP's default.</summary>
    public const int Capacity = 1 << 22;

    /// <summary>Number of the running process. Throws when no process runs, which is a mistake of the image.</summary>
    public static int Self
    {
        get
        {
            int number = ProcessContexts.CurrentNumber;
            return number != 0
                ? number
                : throw new InvalidOperationException(
                    "This belongs into a process: nothing of the process API works outside.");
        }
    }

    /// <summary>The pid of a record's process.</summary>
    public static Pid PidOf(int number) => new((uint)number, Pool<ProcessRecord>.At(number).Serial);

    /// <summary>Whether a pid names a process that is there.</summary>
    public static bool IsAlive(Pid pid) =>
        pid.IsLocal && Pool<ProcessRecord>.Contains((int)pid.Id)
        && Pool<ProcessRecord>.At((int)pid.Id).Serial == pid.Serial
        && Pool<ProcessRecord>.At((int)pid.Id).State != ProcessState.Free;

    /// <summary>The pid of whoever has a name; none: nobody. Preemption off.</summary>
    public static Pid Holder(Atom name)
    {
        int number = Registry.WhereIs(name);
        return number == 0 ? default : PidOf(number);
    }

    /// <summary>Takes a cleared record; 0 when there is none left. Preemption off.</summary>
    public static int TryTake()
    {
        int number = Pool<ProcessRecord>.Rent();
        if (number != 0)
        {
            ref ProcessRecord record = ref Pool<ProcessRecord>.At(number);
            uint serial = record.Serial;
            record = default;
            record.Serial = serial;
        }

        return number;
    }

    /// <summary>Gives a record back whose process ended or never began. Preemption off.</summary>
    public static void Free(ref ProcessRecord record, int number)
    {
        record.State = ProcessState.Free;
        Pool<ProcessRecord>.Return(number);
    }
}
