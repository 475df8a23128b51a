// A server of the behaviours, called and told.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.Bench.Image.Rows;

/// <summary>A server's calls and casts. Twins: row_call.erl, row_cast.erl.</summary>
internal static class Serving
{
    private const int Batch = 1000;

    /// <summary>A call with an integer, answered with an integer.</summary>
    public static double[] Call(int size)
    {
        ServerRef<Adder> server = GenServer.StartLink(new Adder()).Value;
        long start = Clock.Now;
        for (int i = 0; i < size; i++)
        {
            if (server.Call(new Adder.Echo(i)) != i)
            {
                throw new InvalidOperationException("A server answered what it was not asked.");
            }
        }

        double[] values = Stage.MeanSince(start, size);
        server.Stop();
        return values;
    }

    /// <summary>Casts of an integer, in batches of a thousand with a call behind each.</summary>
    public static double[] Cast(int size)
    {
        ServerRef<Adder> server = GenServer.StartLink(new Adder()).Value;
        long start = Clock.Now;
        for (int batch = 0; batch < size / Batch; batch++)
        {
            for (int i = 0; i < Batch; i++)
            {
                server.Cast(new Adder.Add(i));
            }

            server.Call(new Adder.Sum());
        }

        double[] values = Stage.MeanSince(start, size);
        server.Stop();
        return values;
    }

    private sealed class Adder : GenServer, IHandleCall<Adder.Echo, int>, IHandleCall<Adder.Sum, long>,
        IHandleCast<Adder.Add>
    {
        private long _calls;
        private long _sum;

        public CallResult<int> HandleCall(Echo request, From<int> from)
        {
            _calls++;
            return request.Value;
        }

        public CallResult<long> HandleCall(Sum request, From<long> from) => _sum;

        public Next HandleCast(Add message)
        {
            _sum += message.Value;
            return Next.Wait;
        }

        public sealed record Echo(int Value) : ICall<Adder, Echo, int>;

        public sealed record Sum : ICall<Adder, Sum, long>;

        public sealed record Add(int Value) : ICast<Adder, Add>;
    }
}
