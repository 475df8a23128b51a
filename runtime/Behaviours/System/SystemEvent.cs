namespace Cosmos.Runtime.Behaviours;

/// <summary>What a process under observation did. OTP: sys, system_event().</summary>
public enum SystemEventKind
{
    /// <summary>A message came. OTP: <c>{in, Msg}</c>.</summary>
    In,

    /// <summary>A request came. OTP: <c>{in, {'$gen_call', From, Request}}</c>.</summary>
    Call,

    /// <summary>A message that asks for no answer came. OTP: <c>{in, {'$gen_cast', Msg}}</c>.</summary>
    Cast,

    /// <summary>A message or an answer was sent. OTP: <c>{out, Msg, To}</c>.</summary>
    Out,

    /// <summary>A time ran out.</summary>
    Timeout,

    /// <summary>HandleContinue is called.</summary>
    Continue,

    /// <summary>A state machine entered a state. OTP: <c>{enter, Module, State}</c>.</summary>
    Enter,

    /// <summary>A state machine handled an event. OTP: <c>{consume, Event, State}</c>.</summary>
    Consume,

    /// <summary>A state machine put an event off. OTP: <c>{postpone, Event, State}</c>.</summary>
    Postpone,

    /// <summary>A state machine made an event of its own. OTP: <c>{in, {internal, …}}</c>.</summary>
    Internal,

    /// <summary>A process that is no behaviour noted something of its own.</summary>
    Other,
}

/// <summary>One thing that a process under observation did.</summary>
/// <param name="Kind">What.</param>
/// <param name="Content">The message, answer or state.</param>
/// <param name="Peer">Whom it came from or went to; none when that is not known.</param>
public sealed record SystemEvent(SystemEventKind Kind, object? Content, Pid Peer)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        SystemEventKind.In => $"got {Content ?? "null"}",
        SystemEventKind.Call => $"got call {Content ?? "null"} from {Peer}",
        SystemEventKind.Cast => $"got cast {Content ?? "null"}",
        SystemEventKind.Out => $"sent {Content ?? "null"} to {Peer}",
        SystemEventKind.Timeout => Content is null ? "timed out" : $"timed out: {Content}",
        SystemEventKind.Continue => $"continues with {Content ?? "null"}",
        SystemEventKind.Enter => $"entered {Content}",
        SystemEventKind.Consume => $"consumed {Content}",
        SystemEventKind.Postpone => $"postponed {Content}",
        SystemEventKind.Internal => $"made {Content ?? "null"}",
        _ => $"{Content ?? "null"}",
    };
}
