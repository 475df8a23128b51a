using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// Processes each of which sends a ping to every other one and waits for all pongs, answering pings meanwhile and
/// afterwards. Twin: row_big.erl.
/// </summary>
internal static class AllToAll
{
    public static double[] Run(int size)
    {
        Pid self = Process.Self;
        long start = Clock.Now;
        Pid[] members = new Pid[size];
        for (int i = 0; i < size; i++)
        {
            members[i] = Process.SpawnLink(() => Member(self));
        }

        foreach (Pid member in members)
        {
            Process.Send(member, members.Where(other => other != member).ToArray());
        }

        for (int i = 0; i < size; i++)
        {
            Process.Receive<string>();
        }

        double[] values = Stage.MillisecondsSince(start);
        Members.End(members);
        return values;
    }

    private static void Member(Pid owner)
    {
        Pid[] others = Process.Receive<Pid[]>();
        foreach (Pid other in others)
        {
            Process.Send(other, new Ping(Process.Self));
        }

        int pongs = 0;
        while (pongs < others.Length)
        {
            switch (Process.Receive())
            {
                case Ping ping:
                    Process.Send(ping.From, new Pong(Process.Self));
                    break;
                case Pong:
                    pongs++;
                    break;
            }
        }

        Process.Send(owner, "done");
        while (true)
        {
            Process.Send(Process.Receive<Ping>().From, new Pong(Process.Self));
        }
    }

    private sealed record Ping(Pid From);

    private sealed record Pong(Pid From);
}
