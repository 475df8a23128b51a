// A child is killed; its parent, which traps exits, spawns a successor, which tells the killer that it runs. Each value
// is the time from the kill to that message. The parent is no supervisor yet, on either side; to be replaced by
// Supervisor when it exists.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>From a kill to the successor. Twin: row_restart.erl.</summary>
internal static class Restart
{
    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        Pid parent = Process.SpawnLink(() => Parent(self));
        double[] values = new double[size];
        Pid child = Process.Receive<Pid>();
        for (int i = 0; i < size; i++)
        {
            long start = Clock.Now;
            Process.Exit(child, ExitReason.Kill);
            child = Process.Receive<Pid>();
            values[i] = Clock.Now - start;
        }

        Members.Drop(parent);
        return values;
    }

    private static void Parent(Pid owner)
    {
        Process.TrapExit = true;
        while (true)
        {
            Pid child = Process.SpawnLink(() =>
            {
                Process.Send(owner, Process.Self);
                Process.Receive();
            });
            Process.Receive<ExitMessage>(exit => exit.From == child && exit.Reason == ExitReason.Killed);
        }
    }
}
