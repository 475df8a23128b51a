// gen_server's call and cast with what there is until the behaviour comes: a Server, and calls made of the same steps
// as gen_server:call/2 makes them of - a monitor that is an alias, a request that carries it, a receive that names it,
// the monitor's end. To be replaced by GenServer.Call and Cast when they exist.
using Cosmos.Core.Abi;
using Cosmos.Runtime;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>A server's calls and casts. Twins: row_call.erl, row_cast.erl.</summary>
internal static class Serving
{
    private const int Batch = 1000;

    /// <summary>A call with an integer, answered with an integer.</summary>
    public static double[] Call(int size)
    {
        Pid server = Process.SpawnLink(new Adder());
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            Answer(server, i);
        }

        double[] values = Stage.MeanSince(start, size);
        Members.Drop(server);
        return values;
    }

    /// <summary>Casts of an integer, in batches of a thousand with a call behind each.</summary>
    public static double[] Cast(int size)
    {
        Pid server = Process.SpawnLink(new Adder());
        long start = Clock.Now;
        for (int batch = 0; batch < size / Batch; batch++)
        {
            for (int i = 0; i < Batch; i++)
            {
                Process.Send(server, new Notice(i));
            }

            Answer(server, 0);
        }

        double[] values = Stage.MeanSince(start, size);
        Members.Drop(server);
        return values;
    }

    private static object? Answer(Pid server, object? request)
    {
        Ref monitor = Process.Monitor(server, AliasMode.Demonitor);
        Process.Send(server, new Request(Process.Self, monitor, request));
        object message = Process.Receive<object>(
            monitor,
            found => found is Reply reply ? reply.Tag == monitor
                : found is DownMessage down && down.Monitor == monitor);
        if (message is DownMessage ended)
        {
            throw new ProcessExitException(ended.Reason);
        }

        Process.Demonitor(monitor, flush: true);
        return ((Reply)message).Result;
    }

    private sealed class Adder : Server
    {
        private long _sum;

        protected override void OnMessage(object? message)
        {
            switch (message)
            {
                case Request request:
                    Process.Send(request.Tag, new Reply(request.Tag, request.Body));
                    break;
                case Notice notice:
                    _sum += (int)notice.Body!;
                    break;
            }
        }
    }

    private sealed record Request(Pid From, Ref Tag, object? Body);

    private sealed record Reply(Ref Tag, object? Result);

    private sealed record Notice(object? Body);
}
