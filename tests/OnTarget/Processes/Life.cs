// What a process of the soak does between its start and its end: a few random acts, and then a random way to end,
// unless it was killed before. It is made by its parent and copied when it is spawned, so it holds nothing but a seed
// and pids.
using System.Runtime.CompilerServices;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>One life in the storm.</summary>
/// <param name="seed">Decides everything.</param>
/// <param name="peers">Processes it may have to do with; some are dead.</param>
internal sealed class Life(int seed, Pid[] peers)
{
    // Who crashes writes a report on the console; who works for ever takes whole slices from the others.
    private const int Rare = 8;
    private const int Rarest = 1024;

    /// <summary>How many ways to crash there are.</summary>
    public const int WaysToCrash = 4;

    private readonly Dice _random = new(seed);

    /// <summary>Lives. The body of a process.</summary>
    public void Run()
    {
        int acts = _random.Next(6);
        for (int act = 0; act < acts; act++)
        {
            Act();
        }

        End();
    }

    /// <summary>Crashes in one of the ways there are.</summary>
    public static void Crash(int way)
    {
        int[] small = new int[way];
        switch (way)
        {
            case 0:
                throw new InvalidOperationException("a crash");
            case 1:
                GC.KeepAlive(small[way]);
                break;
            case 2:
                GC.KeepAlive(way / (small.Length - way));
                break;
            default:
                GC.KeepAlive(Bottomless(way));
                break;
        }
    }

    private void Act()
    {
        switch (_random.Next(10))
        {
            case 0:
                GC.KeepAlive(Shapes.Make(_random));
                break;
            case 1:
                Process.GarbageCollect();
                break;
            case 2:
                Process.TryReceive(TimeSpan.FromMilliseconds(_random.Next(2)), out _);
                break;
            case 3:
                Process.StartTimer(TimeSpan.FromMilliseconds(_random.Next(1000)), Process.Self, Shapes.Make(_random));
                break;
            case 4:
                Process.TrapExit = true;
                break;
            case 5:
                Process.Put(_random.Next(10), Shapes.Make(_random));
                break;
            case 6:
                Process.Yield();
                break;
            default:
                ActOnPeer();
                break;
        }
    }

    private void ActOnPeer()
    {
        if (peers.Length == 0)
        {
            return;
        }

        Pid peer = peers[_random.Next(peers.Length)];
        switch (_random.Next(8))
        {
            case 0:
                Process.TrapExit = true;
                Process.Link(peer);
                break;
            case 1:
                Process.Unlink(peer);
                break;
            case 2:
                Process.Demonitor(Process.Monitor(peer), flush: _random.Next(2) == 0);
                break;
            case 3:
                Process.Monitor(peer);
                break;
            case 4:
                Process.Exit(peer, "pushed");
                break;
            default:
                Process.Send(peer, Shapes.Make(_random));
                break;
        }
    }

    private void End()
    {
        switch (_random.Next(9))
        {
            case 0 when _random.Next(Rarest) == 0:
                Puppet.Spin();
                break;
            case 1 when _random.Next(Rarest) == 0:
                Puppet.Work();
                break;
            case 2:
                Puppet.Wait();
                break;
            case 3:
                Process.Exit(ExitReason.Of("tired", Shapes.Make(_random)));
                break;
            case 4:
                Process.Exit(Process.Self, ExitReason.Kill);
                break;
            case 5:
                Process.Hibernate(static () => Puppet.Wait());
                break;
            case 6:
                Sweep();
                break;
            case 7 when _random.Next(Rare) == 0:
                Crash(_random.Next(WaysToCrash));
                break;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Bottomless(int depth) => Bottomless(depth + 1) + depth;

    // Receives what comes for ever, keeping some of it: killed in the middle of a receive or a collection.
    private void Sweep()
    {
        var kept = new object?[8];
        while (true)
        {
            kept[_random.Next(kept.Length)] = Process.Receive();
            GC.KeepAlive(new byte[_random.Next(4096)]);
        }
    }
}
