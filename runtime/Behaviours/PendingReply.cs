// An answer that is still to come: the request was sent, and the caller went on. OTP: gen_server:send_request/2,
// receive_response/2, wait_response/2, check_response/2.
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>How a request ended.</summary>
public enum ResponseKind
{
    /// <summary>There is no answer yet.</summary>
    None,

    /// <summary>The answer came.</summary>
    Reply,

    /// <summary>The server is not there, or ended without an answer.</summary>
    Error,
}

/// <summary>The answer to a request, or what came in its place.</summary>
/// <typeparam name="TReply">What the answer is.</typeparam>
public readonly struct Response<TReply>
{
    private readonly TReply? _value;

    internal Response(ResponseKind kind, TReply? value, ExitReason? reason) =>
        (Kind, _value, Reason) = (kind, value, reason);

    /// <summary>Which of the three.</summary>
    public ResponseKind Kind { get; }

    /// <summary>Why there is no answer; null unless <see cref="ResponseKind.Error"/>.</summary>
    public ExitReason? Reason { get; }

    /// <summary>The answer.</summary>
    /// <exception cref="ProcessExitException">There is none; the reason says why.</exception>
    public TReply Value => Kind == ResponseKind.Reply
        ? _value!
        : throw new ProcessExitException(Reason ?? new ExitReason(Atom.Timeout));
}

/// <summary>
/// A request that was sent. It belongs to the process that sent it; only that one can fetch the answer.
/// </summary>
/// <typeparam name="TReply">What the answer is.</typeparam>
public readonly struct PendingReply<TReply>
{
    private readonly ServerRef _server;

    internal PendingReply(Ref tag, ServerRef server) => (Tag, _server) = (tag, server);

    /// <summary>The request, as <see cref="ReplyMessage"/> and <see cref="DownMessage"/> name it.</summary>
    public Ref Tag { get; }

    /// <summary>
    /// Waits for the answer. When the time runs out the request is abandoned: an answer that comes later is dropped.
    /// OTP: receive_response/2.
    /// </summary>
    /// <param name="timeout">How long; null: for ever.</param>
    public Response<TReply> Receive(TimeSpan? timeout = null) =>
        Conclude(Answers.Await(Tag, Duration(timeout), out object? value), value);

    /// <summary>
    /// Waits for the answer. When the time runs out nothing is lost: it can be waited for again. OTP: wait_response/2.
    /// </summary>
    /// <param name="timeout">How long; null: for ever.</param>
    public Response<TReply> Wait(TimeSpan? timeout = null) =>
        Conclude(Answers.Receive(Tag, Tag, Duration(timeout), out object? value), value);

    /// <summary>
    /// Whether a message that the process received, or a server got in HandleInfo, is the answer. OTP:
    /// check_response/2.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="response">The answer, or why there is none.</param>
    public bool Check(object? message, out Response<TReply> response)
    {
        response = message switch
        {
            ReplyMessage reply when reply.Tag == Tag => Conclude(AnswerKind.Reply, reply.Value),
            DownMessage down when down.Monitor == Tag => Conclude(AnswerKind.Down, down.Reason),
            _ => default,
        };
        return response.Kind != ResponseKind.None;
    }

    /// <summary>Gives the request up: no answer comes any more, though one may be in the mailbox.</summary>
    public void Abandon() => CallSignals.Abandon(Tag);

    private static long Duration(TimeSpan? timeout) => Durations.OfReceive(timeout ?? Timeout.InfiniteTimeSpan);

    private Response<TReply> Conclude(AnswerKind kind, object? value) => kind switch
    {
        AnswerKind.Reply => new(ResponseKind.Reply, (TReply)value!, null),
        AnswerKind.Down => new(
            ResponseKind.Error, default, Calling.ReasonOf(_server, typeof(TReply), (ExitReason)value!)),
        _ => default,
    };
}
