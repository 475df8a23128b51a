// The player who answers. It is an ordinary object with ordinary fields; what makes it a process is only that somebody
// spawned it. It has a mistake: after the fourth ball it has lost its racket, and nobody checked for that. It need not
// check: a process that stumbles ends, alone, and a fresh one takes its place.
using Cosmos.Runtime;

namespace PingPong;

/// <summary>Answers every ball, as long as it has its racket.</summary>
public sealed class Player : Server
{
    private const int BallsUntilTheRacketIsLost = 4;
    private string? _racket = "racket";
    private int _balls;

    /// <inheritdoc/>
    protected override void OnMessage(object? message)
    {
        if (message is not Ping ping)
        {
            return;
        }

        _balls++;
        if (_balls == BallsUntilTheRacketIsLost)
        {
            _racket = null;
        }

        // The mistake: there may be no racket. The processor's fault becomes a NullReferenceException.
        Console.WriteLine($"  player {Process.Self}: pong {ping.Round}, with a {_racket!.Length} letter racket");
        Process.Send(ping.From, new Pong(ping.Round));
    }
}
