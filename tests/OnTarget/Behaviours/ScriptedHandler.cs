// An event handler that tells a tester all that happens to it, and does what the events say.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>What a <see cref="ScriptedHandler"/> tells.</summary>
internal sealed record Told(string What, object? Mark, object? Content = null);

/// <summary>Does what it is told.</summary>
internal sealed class ScriptedHandler(Pid tester, object? mark) : GenEventHandler<object>,
    IHandleHandlerCall<ScriptedHandler.Ask, object, object?>
{
    /// <summary>What Init does; null: ok.</summary>
    public Func<HandlerInit>? OnInit { get; init; }

    /// <summary>What Terminate does; null: answers the mark.</summary>
    public Func<object?>? OnEnd { get; init; }

    /// <summary>Who it is.</summary>
    public object? Mark { get; set; } = mark;

    /// <summary>Whom it tells.</summary>
    public Pid Tester => tester;

    /// <inheritdoc/>
    public HandlerResult<object, object?> HandleCall(Ask request) => request.Function(this);

    /// <inheritdoc/>
    protected override HandlerInit Init(Predecessor? predecessor)
    {
        Process.Send(tester, new Told("init", Mark, predecessor));
        return OnInit?.Invoke() ?? HandlerInit.Ok;
    }

    /// <inheritdoc/>
    protected override HandlerNext<object> HandleEvent(object item)
    {
        if (item is Do told)
        {
            return told.Function(this);
        }

        Process.Send(tester, new Told("event", Mark, item));
        return HandlerNext<object>.Stay;
    }

    /// <inheritdoc/>
    protected override HandlerNext<object> HandleInfo(object? message)
    {
        Process.Send(tester, new Told("info", Mark, message));
        return HandlerNext<object>.Stay;
    }

    /// <inheritdoc/>
    protected override object? Terminate(HandlerEnd end)
    {
        Process.Send(tester, new Told("end", Mark, end));
        return OnEnd is null ? Mark : OnEnd();
    }

    /// <summary>An event that says what to do.</summary>
    public sealed record Do(Func<ScriptedHandler, HandlerNext<object>> Function);

    /// <summary>A request that says what to answer.</summary>
    public sealed record Ask(Func<ScriptedHandler, HandlerResult<object, object?>> Function)
        : IHandlerCall<ScriptedHandler, Ask, object, object?>;
}
