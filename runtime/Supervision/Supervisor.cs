// The supervisor of children that are known one by one. OTP's supervisor(3) is the specification, sentence by sentence;
// what is beyond it (BackOff) is optional data in the flags. Its parts: this file is the definition and how it begins
// and ends, Supervisor.Client.cs what others ask of it, Supervisor.Children.cs how that is done, Supervisor.Restarts.cs
// what happens when a child ends.
using Cosmos.Core.Abi;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Runtime.Supervision;

/// <summary>
/// A supervisor. Derive from it and say in <see cref="Init"/> what it supervises; or start one from a specification.
/// OTP: supervisor with one_for_one, one_for_all or rest_for_one.
/// </summary>
public abstract partial class Supervisor : SupervisorBehaviour
{
    private readonly ChildList _children = new();
    private SupervisorFlags _flags = new();

    private protected sealed override int Intensity => _flags.Intensity;

    private protected sealed override TimeSpan Period => _flags.Period;

    private protected sealed override BackOff? BackOff => _flags.BackOff;

    /// <summary>
    /// Says how it supervises, and whom. Runs in the new process, before the children are started; and again, on an
    /// object that has lived, when code is changed. OTP: init/1.
    /// </summary>
    protected abstract SupervisorSpec Init();

    /// <inheritdoc/>
    protected sealed override void Terminate(ExitReason reason) => StopFrom(null);

    /// <inheritdoc/>
    protected sealed override object FormatStatus() =>
        $"{GetType()}: {_flags.Strategy}, {_children.Running} of {_children.Count} children run";

    /// <inheritdoc/>
    protected sealed override ExitReason? CodeChange(object? oldVersion, object? extra)
    {
        SupervisorSpec spec = Init();
        if (spec.IsIgnore)
        {
            return null;
        }

        if (SpecCheck.Check(spec.Flags) is { } badFlags)
        {
            return badFlags;
        }

        _flags = spec.Flags; // as in OTP, they hold even if a child's specification does not
        ApplyBudget(spec.Flags.Budget);
        if (SpecCheck.Check(spec.Children, spec.Flags.AutoShutdown) is { } badChild)
        {
            return badChild;
        }

        Upgrade(spec);
        return null;
    }

    /// <inheritdoc/>
    internal sealed override InitResult Initialize()
    {
        BeginSupervision();
        SupervisorSpec? spec = Init();
        if (spec is null)
        {
            return InitResult.Stop(ExitReason.Of("bad_return", $"Init of {GetType()} answered null"));
        }

        if (spec.IsIgnore)
        {
            return InitResult.Ignore;
        }

        if (SpecCheck.Check(spec.Flags) is { } badFlags)
        {
            return InitResult.Stop(ExitReason.Of("supervisor_data", badFlags));
        }

        if (SpecCheck.Check(spec.Children, spec.Flags.AutoShutdown) is { } badChild)
        {
            return InitResult.Stop(ExitReason.Of("start_spec", badChild));
        }

        _flags = spec.Flags;
        ApplyBudget(spec.Flags.Budget);
        foreach (ChildSpec child in spec.Children.IsDefault ? [] : spec.Children)
        {
            _children.Add(new SupervisedChild(child));
        }

        if (StartFrom(_children.First, SupervisorAction.Escalate, out ExitReason? reason) is { } failed)
        {
            StopFrom(null);
            return InitResult.Stop(new ExitReason(Atom.Shutdown, new FailedToStartChild(failed.Spec.Id, reason!)));
        }

        // Little happens to most supervisors from here on, so they keep no more than they need; as in OTP.
        return Next.Hibernate;
    }

    // The children of a new specification, in its order, and behind them those that it does not name any more. Running
    // ones go on as they are; new ones wait for somebody to start them.
    private void Upgrade(SupervisorSpec spec)
    {
        var named = new HashSet<object>();
        foreach (ChildSpec fresh in spec.Children)
        {
            named.Add(fresh.Id);
            if (_children.Find(fresh.Id) is { } child)
            {
                child.Spec = fresh;
                _children.MoveToEnd(child);
            }
            else
            {
                _children.Add(new SupervisedChild(fresh));
            }
        }

        SupervisedChild? last = _children.Last;
        SupervisedChild? next;
        for (SupervisedChild? child = _children.First; child is not null; child = next)
        {
            next = child == last ? null : child.Next;
            if (!named.Contains(child.Spec.Id))
            {
                _children.MoveToEnd(child);
            }
        }
    }

    // The supervisor of who starts one from a specification.
    private sealed class Plain(SupervisorSpec spec) : Supervisor
    {
        protected override SupervisorSpec Init() => spec;
    }
}

/// <summary>
/// The detail of the reason with which a supervisor ends that could not start a child at its own start. OTP:
/// <c>{failed_to_start_child, Id, Reason}</c>.
/// </summary>
/// <param name="Id">The child's id.</param>
/// <param name="Reason">Why.</param>
public sealed record FailedToStartChild(object Id, ExitReason Reason)
{
    /// <inheritdoc/>
    public override string ToString() => $"failed to start child {Id}: {Reason}";
}
