// Two processes play ping-pong; one of them crashes; the game goes on. It shows in one page what processes are for:
// each has a memory of its own, they share nothing and talk by messages, a crash ends exactly one of them, and whoever
// watches is told why. No lock, no try, no shared field. Run it with `make run IMAGE=pingpong`.
using Cosmos.Runtime;

namespace PingPong;

/// <summary>The umpire: serves the balls, watches the player, and sends for another one when it falls.</summary>
public sealed class Kernel : Cosmos.Core.Kernel
{
    private const int Rounds = 6;

    /// <inheritdoc/>
    protected override void Run()
    {
        Console.WriteLine($"The umpire is process {Process.Self}.");
        (Pid player, Ref monitor) = StartPlayer();
        for (int round = 1; round <= Rounds; round++)
        {
            while (!Play(player, monitor, round))
            {
                (player, monitor) = StartPlayer();
            }
        }

        Console.WriteLine("Six rounds were played by two players. The umpire never noticed more than a message.");
    }

    // A Server is started by spawning it: the runtime copies the object into the new process and calls it with each
    // message. SpawnMonitor asks at the same time to be told when the process ends, for whatever reason.
    private static (Pid Player, Ref Monitor) StartPlayer()
    {
        (Pid player, Ref monitor) = Process.SpawnMonitor(new Player());
        Console.WriteLine($"A fresh player enters: process {player}.");
        return (player, monitor);
    }

    // One round: send the ball and wait for whatever comes first, the answer or the news of the player's end. Messages
    // wait in the process's mailbox until somebody asks for one that fits.
    private static bool Play(Pid player, Ref monitor, int round)
    {
        Console.WriteLine($"Round {round}: ping");
        Process.Send(player, new Ping(Process.Self, round));
        object? answer = Process.Receive(message =>
            message is Pong || (message is DownMessage down && down.Monitor == monitor));
        if (answer is DownMessage { Reason: var reason })
        {
            string why = reason.Detail is ErrorDetail detail ? detail.Type : reason.ToString();
            Console.WriteLine($"The player {player} is down: {why}. Round {round} is played again.");
            return false;
        }

        return true;
    }
}
