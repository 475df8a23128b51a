// A server with one of everything, for the suites.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Counts.</summary>
internal sealed class Counter : GenServer, IHandleCall<Counter.Add, int>, IHandleCall<Counter.Read, int>,
    IHandleCast<Counter.Reset>
{
    private int _count;

    /// <summary>A counter that begins somewhere.</summary>
    public Counter(int start = 0) => _count = start;

    /// <summary>Where it is.</summary>
    public int Count
    {
        get => _count;
        set => _count = value;
    }

    /// <inheritdoc/>
    public CallResult<int> HandleCall(Add request, From<int> from) => _count += request.By;

    /// <inheritdoc/>
    public CallResult<int> HandleCall(Read request, From<int> from) => _count;

    /// <inheritdoc/>
    public Next HandleCast(Reset message)
    {
        _count = 0;
        return Next.Wait;
    }

    /// <summary>Adds, and answers the sum.</summary>
    public sealed record Add(int By) : ICall<Counter, Add, int>;

    /// <summary>Answers the sum. A struct travels as well.</summary>
    public readonly record struct Read : ICall<Counter, Read, int>;

    /// <summary>Begins anew.</summary>
    public sealed record Reset : ICast<Counter, Reset>;
}
