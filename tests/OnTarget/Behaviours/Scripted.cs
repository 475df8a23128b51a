// A server whose callbacks are functions that came with its requests and messages, as OTP's suites have it: a case
// says on the spot what the server does.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Behaviours;

/// <summary>Does what it is told.</summary>
internal sealed class Scripted : GenServer, IHandleCall<Scripted.Ask, object?>, IHandleCast<Scripted.Tell>
{
    /// <summary>What Init does; null: ok.</summary>
    public Func<Scripted, InitResult>? OnInit { get; init; }

    /// <summary>What HandleInfo does; null: waits.</summary>
    public Func<Scripted, object?, Next>? OnInfo { get; init; }

    /// <summary>What HandleTimeout does; null: what the base does.</summary>
    public Func<Scripted, Next>? OnTime { get; init; }

    /// <summary>What HandleContinue does.</summary>
    public Func<Scripted, object?, Next>? OnContinue { get; init; }

    /// <summary>What Terminate does; null: nothing.</summary>
    public Action<Scripted, ExitReason>? OnTerminate { get; init; }

    /// <summary>What CodeChange does; null: nothing.</summary>
    public Func<Scripted, object?, object?, ExitReason?>? OnCodeChange { get; init; }

    /// <summary>What is told in a status; null: the value.</summary>
    public Func<object?>? OnStatus { get; init; }

    /// <summary>Something to keep.</summary>
    public object? Value { get; set; }

    /// <inheritdoc/>
    public CallResult<object?> HandleCall(Ask request, From<object?> from) => request.Handler(this, from);

    /// <inheritdoc/>
    public Next HandleCast(Tell message) => message.Handler(this);

    /// <inheritdoc/>
    protected override InitResult Init() => OnInit?.Invoke(this) ?? InitResult.Ok;

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message) => OnInfo?.Invoke(this, message) ?? Next.Wait;

    /// <inheritdoc/>
    protected override Next HandleTimeout() => OnTime?.Invoke(this) ?? base.HandleTimeout();

    /// <inheritdoc/>
    protected override Next HandleContinue(object? argument) =>
        OnContinue?.Invoke(this, argument) ?? base.HandleContinue(argument);

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason) => OnTerminate?.Invoke(this, reason);

    /// <inheritdoc/>
    protected override ExitReason? CodeChange(object? oldVersion, object? extra) =>
        OnCodeChange?.Invoke(this, oldVersion, extra);

    /// <inheritdoc/>
    protected override object? FormatStatus() => OnStatus is null ? Value : OnStatus();

    /// <summary>A request.</summary>
    public sealed record Ask(Func<Scripted, From<object?>, CallResult<object?>> Handler)
        : ICall<Scripted, Ask, object?>;

    /// <summary>A message.</summary>
    public sealed record Tell(Func<Scripted, Next> Handler) : ICast<Scripted, Tell>;
}

/// <summary>Short ways to ask a <see cref="Scripted"/>.</summary>
internal static class Scripts
{
    /// <summary>A start linked to the caller, of one that keeps to the defaults.</summary>
    public static ServerRef<Scripted> Start(Scripted? server = null, StartOptions? options = null) =>
        GenServer.StartLink(server ?? new Scripted(), options).Value;

    /// <summary>A request that is answered with a value.</summary>
    public static object? Ask(this ServerRef<Scripted> server, Func<Scripted, object?> function) =>
        server.Call(new Scripted.Ask((self, _) => CallResult.Reply(function(self))));

    /// <summary>A message.</summary>
    public static void Tell(this ServerRef<Scripted> server, Func<Scripted, Next> function) =>
        server.Cast(new Scripted.Tell(function));
}
