namespace Cosmos.Runtime.Behaviours;

/// <summary>Where an event of a state machine comes from. OTP: event_type().</summary>
public enum EventKind
{
    /// <summary>A request that wants an answer. OTP: <c>{call, From}</c>.</summary>
    Call,

    /// <summary>A message of the machine's protocol. OTP: <c>cast</c>.</summary>
    Cast,

    /// <summary>Any other message. OTP: <c>info</c>.</summary>
    Info,

    /// <summary>The machine made it itself. OTP: <c>internal</c>.</summary>
    Internal,

    /// <summary>No event came for some time. OTP: <c>timeout</c>.</summary>
    EventTimeout,

    /// <summary>The state did not change for some time. OTP: <c>state_timeout</c>.</summary>
    StateTimeout,

    /// <summary>A named time ran out. OTP: <c>{timeout, Name}</c>.</summary>
    Timeout,
}

/// <summary>An event of a state machine.</summary>
public readonly struct Event
{
    private readonly Pid _caller;
    private readonly Ref _tag;

    internal Event(EventKind kind, object? content, object? name = null, Pid caller = default, Ref tag = default) =>
        (Kind, Content, Name, _caller, _tag) = (kind, content, name, caller, tag);

    /// <summary>Where it comes from.</summary>
    public EventKind Kind { get; }

    /// <summary>The request, the message, or what the timeout was set with.</summary>
    public object? Content { get; }

    /// <summary>Of a named timeout: its name.</summary>
    public object? Name { get; }

    /// <summary>Who waits for the answer to a request: for Reply, now or from a later state.</summary>
    /// <typeparam name="TMachine">The machine's class.</typeparam>
    /// <typeparam name="TReply">What the answer is: the request says so.</typeparam>
    /// <param name="request">The event's <see cref="Content"/>.</param>
    /// <exception cref="InvalidOperationException">The event is no request: nobody waits.</exception>
    public From<TReply> From<TMachine, TReply>(ICall<TMachine, TReply> request)
        where TMachine : Behaviour
    {
        ArgumentNullException.ThrowIfNull(request);
        return Kind == EventKind.Call
            ? new From<TReply>(_caller, _tag)
            : throw new InvalidOperationException($"Nobody waits for an answer to {this}.");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == EventKind.Timeout
        ? $"{Kind} {Name}: {Content ?? "null"}"
        : $"{Kind}: {Content ?? "null"}";
}
