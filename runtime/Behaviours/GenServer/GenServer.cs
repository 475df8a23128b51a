// The server of a client-server relation: a state, and answers to requests. The concurrent part is here and below; what
// an application writes are the callbacks, which run one after the other and see no mailbox. OTP: gen_server.
//
// What the compiler holds: a request names its server and its answer (ICall), a message its server (ICast), and the
// server has a handler for each. Whatever else arrives - by Process.Send, from a timer, of a monitor - is HandleInfo's.
using System.Diagnostics.CodeAnalysis;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Exits;
using Cosmos.Runtime.Processes;
using Cosmos.Runtime.Servers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>A server. Derive from it, with an <see cref="IHandleCall{TRequest, TReply}"/> for each request.</summary>
public abstract partial class GenServer : Behaviour
{
    /// <summary>Starts a server and waits until its Init is over. OTP: gen_server:start/3,4.</summary>
    /// <param name="server">Copied into the new process; the copy's fields are the state.</param>
    /// <param name="options">How; null: the defaults.</param>
    public static StartResult<TServer> Start<TServer>([Travels] TServer server, StartOptions? options = null)
        where TServer : GenServer => new(Start(server, options, SpawnTies.None));

    /// <summary>
    /// As <see cref="Start{TServer}(TServer, StartOptions?)"/>, and links to it. OTP: gen_server:start_link/3,4.
    /// </summary>
    public static StartResult<TServer> StartLink<TServer>([Travels] TServer server, StartOptions? options = null)
        where TServer : GenServer => new(Start(server, options, SpawnTies.Link));

    /// <summary>
    /// As <see cref="Start{TServer}(TServer, StartOptions?)"/>, and monitors it: the monitor is in the answer. OTP:
    /// gen_server:start_monitor/3,4.
    /// </summary>
    public static StartResult<TServer> StartMonitor<TServer>([Travels] TServer server, StartOptions? options = null)
        where TServer : GenServer => new(Start(server, options, SpawnTies.Monitor));

    /// <summary>
    /// Makes the running process a server: its stack is dropped, Init is not called. It should have been made with
    /// <see cref="ProcLib"/>. OTP: gen_server:enter_loop/3-5.
    /// </summary>
    /// <param name="server">The server; not copied.</param>
    /// <param name="next">What it does first.</param>
    /// <param name="options">Only HibernateAfter counts.</param>
    [DoesNotReturn]
    public static void EnterLoop(GenServer server, Next next = default, StartOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(server);
        server.Prepare(options);
        server.First = next;
        ProcessBody.Become(server);
    }

    /// <summary>Runs once, in the new process, before anything else; the start waits for it. OTP: init/1.</summary>
    protected virtual InitResult Init() => InitResult.Ok;

    /// <summary>
    /// A message came that no handler is for. Writes a line to the log, unless overridden. OTP: handle_info/2.
    /// </summary>
    protected virtual Next HandleInfo(object? message)
    {
        Reports.Write($"=WARNING REPORT==== {SystemPort.OwnName()} {GetType()} has no use for {Wording.Of(message)}");
        return Next.Wait;
    }

    /// <summary>
    /// Nothing came in the time of <see cref="Next.Timeout"/>; calls HandleInfo with the atom timeout, unless
    /// overridden. OTP: handle_info(timeout, State).
    /// </summary>
    protected virtual Next HandleTimeout() => HandleInfo(Atom.Timeout);

    /// <summary>A callback wanted to go on with this: <see cref="Next.Continue"/>. OTP: handle_continue/2.</summary>
    protected virtual Next HandleContinue(object? argument) =>
        throw new NotSupportedException($"{GetType()} wants to continue and has no HandleContinue.");

    /// <inheritdoc/>
    internal sealed override InitResult Initialize() => Init();

    /// <inheritdoc/>
    internal sealed override Next Continue(object? argument)
    {
        Note(SystemEventKind.Continue, argument, default);
        return HandleContinue(argument);
    }

    /// <inheritdoc/>
    internal sealed override Next HandleWaitEnd() => HandleTimeout();

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? message)
    {
        if (message is IMessage cast)
        {
            if (IsObserved)
            {
                Note(SystemEventKind.Cast, message, default);
            }

            return cast.Dispatch(this);
        }

        return message switch
        {
            CallMessage call => Proceed(call.Request, call.From, call.Tag),
            ExitMessage exit when IsOrder(exit) => Apply(Next.Stop(exit.Reason)),
            _ => ProceedWithForeign(message),
        };
    }

    /// <inheritdoc/>
    internal sealed override Server? Proceed(object? request, Pid caller, Ref tag)
    {
        if (request is IRequest typed)
        {
            if (IsObserved)
            {
                Note(SystemEventKind.Call, request, caller);
            }

            return typed.Dispatch(this, caller, tag);
        }

        return request is SystemRequest system
            ? Handle(system, caller, tag)
            : ProceedWithForeign(request, caller, tag);
    }

    /// <inheritdoc/>
    internal sealed override Server? ProceedWithForeign(object? message)
    {
        Note(SystemEventKind.In, message, default);
        return Apply(HandleInfo(message));
    }

    /// <summary>Sends the answer of a handler, and does what it wants next.</summary>
    internal Server? Answer<TReply>(in CallResult<TReply> result, Pid caller, Ref tag)
    {
        if (!result.IsReply)
        {
            return Apply(result.Next);
        }

        if (result.Next.Kind == NextKind.Stop)
        {
            return EndWithReply((ExitReason)result.Next.Argument!, caller, tag, result.Value);
        }

        if (IsObserved)
        {
            Note(SystemEventKind.Out, result.Value, caller);
        }

        CallSignals.Reply(caller, tag, result.Value);
        return Apply(result.Next);
    }
}
