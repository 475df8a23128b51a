// One request or message to many servers. OTP sends them to one name on many nodes; here the servers are named one by
// one, which on one node is the use of it.
using System.Collections.Immutable;
using Cosmos.Core.Abi;
using Cosmos.Runtime.Calls;
using Cosmos.Runtime.Mailboxes;
using Cosmos.Runtime.Timers;

namespace Cosmos.Runtime.Behaviours;

/// <summary>The answers of many servers. OTP: <c>{Replies, BadNodes}</c>.</summary>
/// <typeparam name="TServer">The servers' class.</typeparam>
/// <typeparam name="TReply">What an answer is.</typeparam>
/// <param name="Replies">Who answered what, in the order in which they were asked.</param>
/// <param name="Bad">Who is not there, ended, or did not answer in time.</param>
public sealed record MultiCallResult<TServer, TReply>(
    ImmutableArray<(ServerRef<TServer> Server, TReply Reply)> Replies,
    ImmutableArray<ServerRef<TServer>> Bad)
    where TServer : Behaviour;

public abstract partial class GenServer
{
    /// <summary>Tells many servers. Those that are not there are left out. OTP: gen_server:abcast/3.</summary>
    /// <param name="servers">Whom.</param>
    /// <param name="message">What; copied for each.</param>
    public static void Abcast<TServer>(IEnumerable<ServerRef<TServer>> servers, [Travels] ICast<TServer> message)
        where TServer : GenServer
    {
        ArgumentNullException.ThrowIfNull(servers);
        foreach (ServerRef<TServer> server in servers)
        {
            server.Cast(message);
        }
    }

    /// <summary>
    /// Asks many servers at once and waits for all. Answers that come later are dropped. OTP: gen_server:multi_call/4.
    /// </summary>
    /// <param name="servers">Whom.</param>
    /// <param name="request">What; copied for each.</param>
    /// <param name="timeout">How long to wait for all of them together; null: for ever, as in OTP.</param>
    public static MultiCallResult<TServer, TReply> MultiCall<TServer, TReply>(
        IEnumerable<ServerRef<TServer>> servers, [Travels] ICall<TServer, TReply> request, TimeSpan? timeout = null)
        where TServer : GenServer
    {
        ArgumentNullException.ThrowIfNull(servers);
        long timeoutNs = Durations.OfReceive(timeout ?? Timeout.InfiniteTimeSpan);
        long start = Clock.Now;
        var pending = new List<(ServerRef<TServer> Server, Ref Tag)>();
        foreach (ServerRef<TServer> server in servers)
        {
            pending.Add((server, CallSignals.Send(server.Resolve(), request)));
        }

        var replies = ImmutableArray.CreateBuilder<(ServerRef<TServer> Server, TReply Reply)>();
        var bad = ImmutableArray.CreateBuilder<ServerRef<TServer>>();
        foreach ((ServerRef<TServer> server, Ref tag) in pending)
        {
            long leftNs = timeoutNs == long.MaxValue ? timeoutNs : Math.Max(0, timeoutNs - (Clock.Now - start));
            if (Answers.Await(tag, leftNs, out object? value) == AnswerKind.Reply)
            {
                replies.Add((server, (TReply)value!));
            }
            else
            {
                bad.Add(server);
            }
        }

        return new MultiCallResult<TServer, TReply>(replies.ToImmutable(), bad.ToImmutable());
    }
}
