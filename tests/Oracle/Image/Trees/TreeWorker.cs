// The servers of programs about supervisors. The manner: plain does not trap exits; trap does; stubborn ends otherwise
// than it is told; hang does not end when it is told to, so somebody has to kill it. The twin of oracle_child.erl.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.Oracle.Image.Trees;

/// <summary>A worker; it lives in its process.</summary>
internal sealed class TreeWorker(TreeProgram program, string parent, string name, string manner, string plan)
    : GenServer,
    IHandleCall<TreeWorker.Ping, bool>,
    IHandleCall<TreeWorker.Ask, string>,
    IHandleCast<TreeWorker.Tell>
{
    private static readonly TimeSpan s_ages = TimeSpan.FromHours(1);

    private readonly List<From<string>> _waiting = [];
    private long _sum;
    private bool _endsByItself;

    /// <summary>Is it there?</summary>
    public sealed record Ping : ICall<TreeWorker, Ping, bool>;

    /// <summary>A request of a program.</summary>
    public sealed record Ask(string What) : ICall<TreeWorker, Ask, string>;

    /// <summary>A message of a program.</summary>
    public sealed record Tell(string What) : ICast<TreeWorker, Tell>;

    /// <summary>The start function of a worker.</summary>
    public static StartResult Start(TreeProgram program, string parent, string name, string manner) => program.Prepared(
        parent, name, plan => GenServer.StartLink(new TreeWorker(program, parent, name, manner, plan)).Untyped);

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Ping request, From<bool> from) => true;

    /// <inheritdoc/>
    public CallResult<string> HandleCall(Ask request, From<string> from)
    {
        (string verb, string detail) = Split(request.What);
        switch (verb)
        {
            case "add":
                _sum += long.Parse(detail);
                return $"{_sum}";
            case "defer":
                _waiting.Add(from);
                return CallResult.NoReply;
            case "stop":
                _endsByItself = true;
                return CallResult.Reply("stopped").Then(Next.Stop(detail));
            case "quit":
                _endsByItself = true;
                return CallResult.Stop(detail);
            case "via":
                Pid other = program.Board.Call(new TreeBoard.Where(detail));
                return other.IsNone ? "nobody" : ((ServerRef<TreeWorker>)other).Call(new Ask("add:1"));
            default:
                throw new InvalidOperationException(verb);
        }
    }

    /// <inheritdoc/>
    public Next HandleCast(Tell message)
    {
        (string verb, string detail) = Split(message.What);
        switch (verb)
        {
            case "add":
                _sum += long.Parse(detail);
                return Next.Wait;
            case "stop":
                _endsByItself = true;
                return Next.Stop(detail);
            case "reply":
                _waiting.ForEach(static from => from.Reply("late"));
                _waiting.Clear();
                return Next.Wait;
            case "link":
                Pid other = program.Board.Call(new TreeBoard.Where(detail));
                if (!other.IsNone)
                {
                    Process.Link(other);
                }

                return Next.Wait;
            default:
                throw new InvalidOperationException(verb);
        }
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        switch (plan)
        {
            case "ignore":
                return InitResult.Ignore;
            case "fail":
                return InitResult.Stop("oops");
            case "crash":
                throw new InvalidOperationException(plan);
        }

        Process.TrapExit = manner != "plain";
        program.Board.Call(new TreeBoard.Up(parent, name, Process.Self));
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        var exit = (ExitMessage)message!;
        program.Board.Cast(new TreeBoard.Note(Process.Self, "hears", exit.From, exit.Reason));
        return Next.Wait;
    }

    /// <inheritdoc/>
    protected override void Terminate(ExitReason reason)
    {
        program.Board.Cast(new TreeBoard.Note(Process.Self, "stops", default, reason));
        if (manner == "stubborn")
        {
            Process.Exit("bad");
        }

        if (manner == "hang" && reason == ExitReason.Shutdown && !_endsByItself)
        {
            Process.TryReceive(s_ages, out _, static _ => false);
        }
    }

    private static (string Verb, string Detail) Split(string what)
    {
        string[] parts = what.Split(':', 2);
        return (parts[0], parts.Length == 2 ? parts[1] : "");
    }
}
