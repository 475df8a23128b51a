// What a supervisor can be asked. Requests carry themselves out at the supervisor that got them, as system messages do;
// OTP's calls are the same, and wait for their answers for ever, because a child's start may take its time.
using System.Collections.Immutable;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Supervision;

/// <summary>A request to a supervisor of either kind.</summary>
internal abstract class SupervisorRequest
{
    /// <summary>Does what is asked and answers.</summary>
    public abstract object? CarryOut(SupervisorBehaviour supervisor);

    /// <summary>Asks a supervisor and waits for the answer.</summary>
    /// <exception cref="ProcessExitException">There is none; see <see cref="CallFailure"/>.</exception>
    public object? Ask(ServerRef supervisor) => Calling.Call(supervisor, this, long.MaxValue) switch
    {
        SystemRefusal refusal => throw new ProcessExitException(refusal.Reason),
        var answer => answer,
    };

    /// <inheritdoc/>
    public override string ToString() => GetType().Name;

    public sealed class WhichChildren : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) =>
            (ImmutableArray<ChildInfo>)[.. supervisor.ListChildren()];
    }

    public sealed class CountChildren : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor.CountChildren();
    }

    public sealed class GetBudget : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor.BudgetUse();
    }

    public sealed class StartChild(ChildSpec spec) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor is Supervisor owner
            ? owner.StartNew(spec)
            : StartResult.Error(ExitReason.Of("simple_one_for_one"));
    }

    public sealed class RestartChild(object id) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor is Supervisor owner
            ? owner.StartKept(id)
            : StartResult.Error(ExitReason.Of("simple_one_for_one"));
    }

    public sealed class TerminateChild(object id) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor is Supervisor owner
            ? owner.Stop(id)
            : ChildResult.SimpleOneForOne;
    }

    public sealed class DeleteChild(object id) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor is Supervisor owner
            ? owner.Forget(id)
            : ChildResult.SimpleOneForOne;
    }

    public sealed class GetChildSpec(object id) : SupervisorRequest
    {
        public override object? CarryOut(SupervisorBehaviour supervisor) => supervisor.SpecOf(id);
    }
}

/// <summary>What a supervisor tells itself: another attempt to start a child is due. OTP: try_again_restart.</summary>
/// <param name="Child">The child's id, or what its pid was.</param>
/// <param name="Attempt">Which wait of the child this ends.</param>
/// <param name="IsCounted">The restart has been counted already.</param>
internal sealed record RestartDue(object Child, int Attempt, bool IsCounted);
