// A child whose Init asks the case what is to become of it (OTP: supervisor_3.erl), and one whose starts fail while a
// switch says so (supervisor_deadlock.erl). With both a case decides in the middle of a restart.
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>A child that asks before it begins.</summary>
internal sealed class Asking(string id, Pid judge) : GenServer
{
    /// <summary>A child of this kind.</summary>
    public static ChildSpec Spec(string id, Pid judge) => Child.Server(id, () => new Asking(id, judge));

    /// <summary>The next child that asks must be this one; it is told to begin, or to end.</summary>
    public static Pid Judge(string id, bool mayBegin = true)
    {
        Question question = Expect.Message<Question>();
        Assert.Equal(id, question.Id);
        Process.Send(question.Child, new Verdict(mayBegin));
        return question.Child;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        Process.Send(judge, new Question(id, Process.Self));
        return Process.Receive<Verdict>().MayBegin ? InitResult.Ok : InitResult.Stop("not allowed");
    }

    private sealed record Question(string Id, Pid Child);

    private sealed record Verdict(bool MayBegin);
}

/// <summary>A switch that says whether starts fail, and children that look at it.</summary>
internal sealed class Breaker : GenServer, IHandleCall<Breaker.Set, bool>, IHandleCall<Breaker.Read, bool>
{
    private bool _isBroken;

    /// <summary>A child whose starts fail while the switch is set.</summary>
    public static ChildSpec Spec(object id, ServerRef<Breaker> breaker) =>
        new(id, () => StartUnlessBroken(breaker)) { Shutdown = Shutdown.BrutalKill };

    /// <summary>The start of such a child. A failing one takes a while.</summary>
    public static StartResult StartUnlessBroken(ServerRef<Breaker> breaker)
    {
        if (breaker.Call(default(Read)))
        {
            Expect.Pause(10);
            return StartResult.Error("broken");
        }

        return StartLink(new Worker());
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Set request, From<bool> from) => _isBroken = request.IsBroken;

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Read request, From<bool> from) => _isBroken;

    /// <summary>Sets the switch.</summary>
    public sealed record Set(bool IsBroken) : ICall<Breaker, Set, bool>;

    /// <summary>Reads it.</summary>
    public readonly record struct Read : ICall<Breaker, Read, bool>;
}
