// The network of a test: it owns the exchange's "socket" and carries datagrams between it and phones that are known by
// their endpoints. It loses and doubles as many as the test says, by a seed.
using Cosmos.Apps.Switch;
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Switch.Tests.Phones;

/// <summary>A network.</summary>
/// <param name="everybody">Who gets what is for an endpoint that nobody plugged in.</param>
/// <param name="seed">Of its losses.</param>
internal sealed class FakeNetwork(Pid everybody, int seed) : DatagramPort,
    IHandleCall<FakeNetwork.Plug, bool>,
    IHandleCall<FakeNetwork.Trouble, bool>,
    IHandleCall<FakeNetwork.TakeAddress, bool>,
    IHandleCast<FakeNetwork.Inject>
{
    private readonly Random _random = new(seed);
    private readonly Dictionary<Endpoint, Pid> _phones = [];
    private double _lost;
    private double _doubled;

    public static ServerRef<FakeNetwork> Start(int seed) =>
        GenServer.Start(new FakeNetwork(Process.Self, seed), new StartOptions { Name = Name }).Value;

    public override Next HandleCast(SendDatagram message)
    {
        Pid phone = _phones.GetValueOrDefault(message.Destination, everybody);
        for (int copies = Copies(); copies > 0; copies--)
        {
            Process.Send(phone, new Delivered(message.Destination, message.Bytes));
        }

        return Next.Wait;
    }

    public Next HandleCast(Inject message)
    {
        for (int copies = Copies(); copies > 0; copies--)
        {
            Deliver(message.Source, message.Bytes);
        }

        return Next.Wait;
    }

    public CallResult<bool> HandleCall(Plug request, From<bool> from)
    {
        _phones[request.Phone] = request.Process;
        return true;
    }

    public CallResult<bool> HandleCall(Trouble request, From<bool> from)
    {
        (_lost, _doubled) = (request.Lost, request.Doubled);
        return true;
    }

    public CallResult<bool> HandleCall(TakeAddress request, From<bool> from)
    {
        Announce(request.Address);
        return true;
    }

    private int Copies()
    {
        double chance = _random.NextDouble();
        return chance < _lost ? 0 : chance < _lost + _doubled ? 2 : 1;
    }

    /// <summary>A process shall get what is for an endpoint.</summary>
    public sealed record Plug(Endpoint Phone, Pid Process) : ICall<FakeNetwork, Plug, bool>;

    /// <summary>So much of what is carried gets lost, or comes twice.</summary>
    public sealed record Trouble(double Lost, double Doubled) : ICall<FakeNetwork, Trouble, bool>;

    /// <summary>The network has this address from now on.</summary>
    public sealed record TakeAddress(string Address) : ICall<FakeNetwork, TakeAddress, bool>;

    /// <summary>A phone sends something to the exchange.</summary>
    public sealed record Inject(Endpoint Source, Binary Bytes) : ICast<FakeNetwork, Inject>;
}

/// <summary>The exchange sent something to a phone.</summary>
internal sealed record Delivered(Endpoint Phone, Binary Bytes);
