using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// 503 processes in a ring pass an integer on, which counts the hops down. Twin: row_ring.erl.
/// </summary>
internal static class Ring
{
    private const int Processes = 503;

    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        Pid[] members = new Pid[Processes];
        members[0] = Process.SpawnLink(() => Pass(Process.Receive<Next>().Pid, self));
        for (int i = 1; i < Processes; i++)
        {
            Pid next = members[i - 1];
            members[i] = Process.SpawnLink(() => Pass(next, self));
        }

        Process.Send(members[0], new Next(members[^1]));
        long start = Clock.Now;
        Process.Send(members[0], size);
        Process.Receive<string>();
        double[] values = Stage.MeanSince(start, size);
        Members.End(members);
        return values;
    }

    private static void Pass(Pid next, Pid owner)
    {
        while (true)
        {
            int left = Process.Receive<int>();
            if (left == 0)
            {
                Process.Send(owner, "done");
            }
            else
            {
                Process.Send(next, left - 1);
            }
        }
    }

    private sealed record Next(Pid Pid);
}
