// Whether a specification makes sense. The type system refuses most nonsense where it is written; what is left is told
// by OTP's names, so that whoever knows its errors knows these.
using System.Collections.Immutable;

namespace Cosmos.Runtime.Supervision;

/// <summary>Checks specifications. Null: nothing is wrong. OTP: check_startspec, check_flags.</summary>
internal static class SpecCheck
{
    /// <summary>Checks a supervisor's policy.</summary>
    public static ExitReason? Check(SupervisorFlags? flags)
    {
        if (flags is null)
        {
            return ExitReason.Of("invalid_type");
        }

        if (flags.Strategy is < Strategy.OneForOne or > Strategy.RestForOne)
        {
            return ExitReason.Of("invalid_strategy", (int)flags.Strategy);
        }

        if (flags.BackOff is not null && flags.Strategy != Strategy.OneForOne)
        {
            return ExitReason.Of("bad_combination", $"back-off with {flags.Strategy}: siblings would have to wait");
        }

        return CheckLimits(flags.Intensity, flags.Period, flags.AutoShutdown, flags.BackOff, flags.Budget);
    }

    /// <summary>Checks the part of a policy that dynamic supervisors have, too.</summary>
    public static ExitReason? CheckLimits(
        int intensity, TimeSpan period, AutoShutdown autoShutdown, BackOff? backOff, Budget? budget)
    {
        if (intensity < 0)
        {
            return ExitReason.Of("invalid_intensity", intensity);
        }

        if (period <= TimeSpan.Zero)
        {
            return ExitReason.Of("invalid_period", period);
        }

        if (autoShutdown is < AutoShutdown.Never or > AutoShutdown.AllSignificant)
        {
            return ExitReason.Of("invalid_auto_shutdown", (int)autoShutdown);
        }

        if (budget is not null && (budget.Processes < 0 || budget.MemoryBytes < 0 || budget.Mailbox < 0))
        {
            return ExitReason.Of("invalid_budget", budget);
        }

        return backOff is not null && (backOff.First <= TimeSpan.Zero || backOff.Longest < backOff.First)
            ? ExitReason.Of("invalid_back_off", backOff)
            : null;
    }

    /// <summary>Checks a child.</summary>
    /// <param name="spec">The child.</param>
    /// <param name="autoShutdown">Of its supervisor; null: of one that would allow it.</param>
    public static ExitReason? Check(ChildSpec? spec, AutoShutdown? autoShutdown)
    {
        if (spec is null)
        {
            return ExitReason.Of("invalid_child_spec");
        }

        if (spec.Id is null)
        {
            return ExitReason.Of("missing_id");
        }

        return spec.Start is null
            ? ExitReason.Of("missing_start")
            : CheckPolicy(spec.Restart, spec.Type, spec.Significant, autoShutdown);
    }

    /// <summary>Checks what children and templates have in common.</summary>
    public static ExitReason? CheckPolicy(
        Restart restart, ChildType type, bool isSignificant, AutoShutdown? autoShutdown)
    {
        if (restart is < Restart.Permanent or > Restart.Temporary)
        {
            return ExitReason.Of("invalid_restart_type", (int)restart);
        }

        if (isSignificant && autoShutdown == AutoShutdown.Never)
        {
            return ExitReason.Of("bad_combination", "significant, and the supervisor's auto-shutdown is never");
        }

        if (isSignificant && restart == Restart.Permanent)
        {
            return ExitReason.Of("bad_combination", "significant and permanent");
        }

        return type is < ChildType.Worker or > ChildType.Supervisor
            ? ExitReason.Of("invalid_child_type", (int)type)
            : null;
    }

    /// <summary>Checks children, and that no two have one id.</summary>
    public static ExitReason? Check(ImmutableArray<ChildSpec> specs, AutoShutdown? autoShutdown)
    {
        var ids = new HashSet<object>();
        foreach (ChildSpec spec in specs.IsDefault ? [] : specs)
        {
            if (Check(spec, autoShutdown) is { } mistake)
            {
                return mistake;
            }

            if (!ids.Add(spec.Id))
            {
                return ExitReason.Of("duplicate_child_name", spec.Id);
            }
        }

        return null;
    }
}
