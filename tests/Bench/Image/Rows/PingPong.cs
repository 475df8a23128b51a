// Two processes and one message that goes to and fro; a round trip is two sends, two receives and two switches. The
// payload is nothing, an array of integers (a tuple of them on BEAM), or a linked list of integers, whose cells have
// two words of payload each on both sides.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>Ping-pong with payloads. Twin: row_pingpong*.erl.</summary>
internal static class PingPong
{
    public static double[] Empty(int size) => Play(size, null);

    public static double[] Words10(int size) => Play(size, Words(10));

    public static double[] Words100(int size) => Play(size, Words(100));

    public static double[] Words1000(int size) => Play(size, Words(1000));

    public static double[] List10(int size) => Play(size, List(10));

    public static double[] List100(int size) => Play(size, List(100));

    public static double[] List1000(int size) => Play(size, List(1000));

    private static double[] Play(int size, object? payload)
    {
        Pid partner = Process.SpawnLink(Echo);
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            Process.Send(partner, new Ball(Process.Self, payload));
            Process.Receive<Ball>();
        }

        double[] values = Stage.MeanSince(start, size);
        Process.Unlink(partner);
        Process.Exit(partner, ExitReason.Kill);
        return values;
    }

    private static void Echo()
    {
        while (true)
        {
            Ball ball = Process.Receive<Ball>();
            Process.Send(ball.From, new Ball(Process.Self, ball.Payload));
        }
    }

    private static long[] Words(int count)
    {
        long[] words = new long[count];
        for (int i = 0; i < count; i++)
        {
            words[i] = i + 1;
        }

        return words;
    }

    private static Cell? List(int words)
    {
        Cell? first = null;
        for (int i = words / 2; i > 0; i--)
        {
            first = new Cell(i, first);
        }

        return first;
    }

    private sealed record Ball(Pid From, object? Payload);

    private sealed record Cell(long Value, Cell? Next);
}
