// The client's side of a server: what it takes is in the type.
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Signals;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>
/// A server of a known class, by pid or name. A value that travels. Made of a pid or a name by implicit conversion,
/// which nobody checks: that the name is one of such a server is the program's promise.
/// </summary>
/// <typeparam name="TServer">The server's class.</typeparam>
/// <param name="Untyped">The server, whatever it is.</param>
public readonly record struct ServerRef<TServer>(ServerRef Untyped)
    where TServer : Behaviour
{
    /// <summary>A process.</summary>
    public static implicit operator ServerRef<TServer>(Pid pid) => new(pid);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator ServerRef<TServer>(Atom name) => new(name);

    /// <summary>Whoever has the name at the time.</summary>
    public static implicit operator ServerRef<TServer>(string name) => new(name);

    /// <summary>The server for those who do not ask what it is.</summary>
    public static implicit operator ServerRef(ServerRef<TServer> server) => server.Untyped;

    /// <summary>Who it is now; none: nobody has the name.</summary>
    public Pid Resolve() => Untyped.Resolve();

    /// <summary>Asks, and waits for the answer, 5 seconds at most. OTP: gen_server:call/2.</summary>
    /// <param name="request">What to ask; copied.</param>
    /// <exception cref="ProcessExitException">
    /// There is no answer: noproc, timeout, calling_self, or the reason with which the server ended. The detail is a
    /// <see cref="CallFailure"/>. An answer that comes after the timeout is dropped.
    /// </exception>
    public TReply Call<TReply>([Travels] ICall<TServer, TReply> request) =>
        (TReply)Calling.Call(Untyped, request, Calling.DefaultNs)!;

    /// <summary>Asks, and waits for the answer. OTP: gen_server:call/3.</summary>
    /// <param name="request">What to ask; copied.</param>
    /// <param name="timeout">How long to wait; Timeout.InfiniteTimeSpan: for ever.</param>
    /// <exception cref="ProcessExitException">As for <see cref="Call{TReply}(ICall{TServer, TReply})"/>.</exception>
    public TReply Call<TReply>([Travels] ICall<TServer, TReply> request, TimeSpan timeout) =>
        (TReply)Calling.Call(Untyped, request, Durations.OfReceive(timeout))!;

    /// <summary>
    /// Tells, and returns at once; nothing happens when the server is not there. OTP: gen_server:cast/2.
    /// </summary>
    /// <param name="message">What to tell; copied.</param>
    public void Cast([Travels] ICast<TServer> message)
    {
        Pid pid = Untyped.Resolve();
        if (!pid.IsNone)
        {
            Sending.Send(pid, message);
        }
    }

    /// <summary>Asks, and returns at once; the answer is fetched later. OTP: gen_server:send_request/2.</summary>
    /// <param name="request">What to ask; copied.</param>
    public PendingReply<TReply> SendRequest<TReply>([Travels] ICall<TServer, TReply> request) =>
        new(CallSignals.Send(Untyped.Resolve(), request), Untyped);

    /// <summary>Orders it to end and waits until it has. OTP: gen_server:stop/1,3.</summary>
    /// <param name="reason">With which reason; null: normal.</param>
    /// <param name="timeout">How long it may take; null: for ever.</param>
    /// <exception cref="ProcessExitException">As for <see cref="ProcLib.Stop"/>.</exception>
    public void Stop(ExitReason? reason = null, TimeSpan? timeout = null) => ProcLib.Stop(Untyped, reason, timeout);

    /// <inheritdoc/>
    public override string ToString() => Untyped.ToString();
}
