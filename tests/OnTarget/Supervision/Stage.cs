// What the cases of the supervisor suite have in common: a supervisor of the case's own, ends of children, and the
// looks at what is left. A child's end is known to its supervisor before the case, which watches it, learns of it; so a
// request that is sent then finds the restart done, and nobody has to wait for a while to see that nothing happens.
using Cosmos.Runtime;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Supervision;

/// <summary>Supervisors of a case.</summary>
internal static class Stage
{
    /// <summary>Starts a supervisor; the case traps exits from then on.</summary>
    public static Pid Start(SupervisorSpec spec)
    {
        Process.TrapExit = true;
        return Supervisor.StartLink(spec).Value;
    }

    /// <summary>Starts a supervisor with two restarts in an hour, as most cases of the suite want it.</summary>
    public static Pid Start(Strategy strategy, params ChildSpec[] children) =>
        Start(new SupervisorSpec(strategy, 2, TimeSpan.FromHours(1), [.. children]));

    /// <summary>Starts a dynamic supervisor.</summary>
    public static Pid StartDynamic(SupervisorBehaviour supervisor)
    {
        Process.TrapExit = true;
        return Supervisor.StartLink(supervisor).Value;
    }

    /// <summary>Ends a supervisor as its parent does.</summary>
    public static void Stop(Pid supervisor)
    {
        Process.Exit(supervisor, ExitReason.Shutdown);
        Assert.Equal(ExitReason.Shutdown, Expect.Exit(supervisor));
    }

    /// <summary>Ends a child: normal and died by its own doing, killed by a kill, anything else by a signal.</summary>
    public static void End(Pid child, ExitReason how)
    {
        Ref monitor = Process.Monitor(child);
        if (how == ExitReason.Normal)
        {
            Process.Send(child, "stop");
        }
        else if (how.Kind == "died")
        {
            Process.Send(child, "die");
        }
        else
        {
            Process.Exit(child, how == ExitReason.Killed ? ExitReason.Kill : how);
        }

        Assert.Equal(how, Expect.Down(monitor));
    }

    /// <summary>The process of a child; none if it does not run.</summary>
    public static Pid PidOf(ServerRef supervisor, object id) =>
        Supervisor.WhichChildren(supervisor).Single(child => child.Id!.Equals(id)).Pid;

    /// <summary>Starts a child.</summary>
    public static Pid Add(ServerRef supervisor, ChildSpec spec) => Supervisor.StartChild(supervisor, spec).Value;

    /// <summary>The ids, in order, each with what it does.</summary>
    public static string Children(ServerRef supervisor) =>
        string.Join(' ', Supervisor.WhichChildren(supervisor).Select(child => child.Status switch
        {
            ChildStatus.Running => $"{child.Id}",
            ChildStatus.Restarting => $"{child.Id}:restarting",
            _ => $"{child.Id}:undefined",
        }));

    /// <summary>Specifications, active ones, supervisors, workers.</summary>
    public static string Counts(ServerRef supervisor)
    {
        ChildCounts counts = Supervisor.CountChildren(supervisor);
        return $"{counts.Specs},{counts.Active},{counts.Supervisors},{counts.Workers}";
    }

    /// <summary>The supervisor and the children ended, with these reasons.</summary>
    public static void Ended(params (Pid Pid, ExitReason Reason)[] ends)
    {
        foreach ((Pid pid, ExitReason reason) in ends)
        {
            Assert.Equal(reason, Expect.Exit(pid));
        }
    }
}
