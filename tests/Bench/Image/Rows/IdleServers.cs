// Idle processes, each a server that has handled a request and waits for the next. The host reads the resident memory
// of the whole program at the two marks, between which nothing but the processes comes, and makes the value of it:
// neither side counts for itself.
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>Many idle servers. Twin: row_memory.erl.</summary>
internal static class IdleServers
{
    private static readonly TimeSpan s_timeToLook = TimeSpan.FromMilliseconds(400);

    public static double[] Run(int size)
    {
        Mark(0);
        Pid[] servers = new Pid[size];
        for (int i = 0; i < size; i++)
        {
            servers[i] = Process.Spawn(new Idler());
        }

        foreach (Pid server in servers)
        {
            Process.Send(server, Process.Self);
        }

        for (int i = 0; i < size; i++)
        {
            Process.Receive<string>();
        }

        Process.GarbageCollect();
        Mark(size);
        foreach (Pid server in servers)
        {
            Process.Exit(server, ExitReason.Kill);
        }

        return [];
    }

    private static void Mark(int count)
    {
        Console.WriteLine($"@resident {count}");
        Process.TryReceive(s_timeToLook, out _);
    }

    private sealed class Idler : Server
    {
        private int _requests;

        protected override void OnMessage(object? message)
        {
            _requests++;
            Process.Send((Pid)message!, "done");
        }
    }
}
