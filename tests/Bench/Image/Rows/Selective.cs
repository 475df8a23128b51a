using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>
/// A call by hand - a fresh reference goes along and comes back - by a process that has a hundred thousand messages in
/// its mailbox which nobody wants yet. Twin: row_selective.erl.
/// </summary>
internal static class Selective
{
    private const int Junk = 100_000;

    public static double[] Run(int size)
    {
        for (int i = 0; i < Junk; i++)
        {
            Process.Send(Process.Self, new Unwanted(i));
        }

        Pid server = Process.SpawnLink(Serve);
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            Ref request = Process.MakeRef();
            Process.Send(server, new Request(request, Process.Self));
            Process.Receive<Reply>(request, reply => reply.Request == request);
        }

        double[] values = Stage.MeanSince(start, size);
        Members.Drop(server);
        return values;
    }

    private static void Serve()
    {
        while (true)
        {
            Request request = Process.Receive<Request>();
            Process.Send(request.From, new Reply(request.Id));
        }
    }

    private sealed record Unwanted(int Number);

    private sealed record Request(Ref Id, Pid From);

    private sealed record Reply(Ref Request);
}
