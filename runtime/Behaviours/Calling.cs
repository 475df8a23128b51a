// The caller's side of a call: ask, wait, and exit when there is no answer. OTP: gen:call/4.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Mailboxes;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// The detail of the reason with which a call exits its caller. OTP: the second element of
/// <c>{Reason, {gen_server, call, [ServerRef, Request, Timeout]}}</c>.
/// </summary>
/// <param name="Server">Whom the call was to.</param>
/// <param name="Request">What was asked, as text.</param>
/// <param name="Reason">
/// Why there is no answer: noproc, timeout, calling_self, or the reason with which the server ended.
/// </param>
public sealed record CallFailure(ServerRef Server, string Request, ExitReason Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"no answer from {Server} to {Request}: {Reason}";
}

/// <summary>Calls by the running process.</summary>
internal static class Calling
{
    /// <summary>How long a call waits when it does not say: OTP's 5 seconds.</summary>
    public const long DefaultNs = 5_000_000_000;

    /// <summary>The same as a time.</summary>
    public static TimeSpan DefaultTimeout => TimeSpan.FromSeconds(5);

    /// <summary>Asks and waits for the answer.</summary>
    /// <exception cref="ProcessExitException">There is none; <see cref="CallFailure"/> is the detail.</exception>
    public static object? Call(ServerRef server, object request, long timeoutNs)
    {
        Pid pid = server.Resolve();
        if (pid == Process.Self)
        {
            Fail(server, request, ExitReason.Of("calling_self"));
        }

        Ref tag = CallSignals.Send(pid, request);
        AnswerKind kind = Answers.Await(tag, timeoutNs, out object? value);
        if (kind != AnswerKind.Reply)
        {
            Fail(server, request, kind == AnswerKind.Down ? (ExitReason)value! : new ExitReason(Atom.Timeout));
        }

        return value;
    }

    /// <summary>The reason that says what failed as well as why. The kind is that of the cause.</summary>
    public static ExitReason ReasonOf(ServerRef server, object request, ExitReason cause) =>
        new(cause.Kind, new CallFailure(server, Wording.Of(request), cause));

    [DoesNotReturn]
    private static void Fail(ServerRef server, object request, ExitReason cause) =>
        throw new ProcessExitException(ReasonOf(server, request, cause));
}
