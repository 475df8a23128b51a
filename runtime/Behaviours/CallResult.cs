// What a handler of requests answers. A value that the answer itself converts to, so that the common handler is one
// expression.
namespace Cosmos.Runtime.Behaviours;

/// <summary>Answers of handlers where no conversion applies: interfaces, or none at all.</summary>
public static class CallResult
{
    /// <summary>No answer now: From.Reply gives it later. OTP: <c>{noreply, State}</c>.</summary>
    public static NoReply NoReply => default;

    /// <summary>An answer. OTP: <c>{reply, Reply, State}</c>.</summary>
    public static CallResult<TReply> Reply<TReply>([Travels] TReply value) => new(true, value, default);

    /// <summary>The end, without an answer. OTP: <c>{stop, Reason, State}</c>.</summary>
    public static NoReply Stop(ExitReason reason) => new(Next.Stop(reason));
}

/// <summary>A handler's answer: none yet.</summary>
public readonly struct NoReply
{
    internal NoReply(Next next) => Next = next;

    internal Next Next { get; }

    /// <summary>What the server does next; it waits otherwise.</summary>
    public NoReply Then(Next next) => new(next);
}

/// <summary>What a handler of requests answers, and what the server does next.</summary>
/// <typeparam name="TReply">What the caller waits for.</typeparam>
public readonly struct CallResult<TReply>
{
    internal CallResult(bool isReply, TReply? value, Next next) => (IsReply, Value, Next) = (isReply, value, next);

    internal bool IsReply { get; }

    internal TReply? Value { get; }

    internal Next Next { get; }

    /// <summary>An answer; the server waits for the next message.</summary>
    public static implicit operator CallResult<TReply>(TReply value) => new(true, value, default);

    /// <summary>No answer now.</summary>
    public static implicit operator CallResult<TReply>(NoReply none) => new(false, default, none.Next);

    /// <summary>
    /// What the server does next. With <see cref="Next.Stop"/> the answer is sent when Terminate is over.
    /// </summary>
    public CallResult<TReply> Then(Next next) => new(IsReply, Value, next);
}
