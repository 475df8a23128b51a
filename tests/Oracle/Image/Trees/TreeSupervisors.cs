// The supervisors of programs about supervisors: definitions to specifications. The twin of oracle_sup.erl.
//   NAME tree STRATEGY INTENSITY AUTO_SHUTDOWN RESTART SIGNIFICANT CHILDREN
//   NAME crowd INTENSITY AUTO_SHUTDOWN RESTART, then as of a worker: RESTART SHUTDOWN MANNER SIGNIFICANT
//   NAME worker RESTART SHUTDOWN MANNER SIGNIFICANT
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Image.Trees;

/// <summary>Starts of supervisors, and specifications of children.</summary>
internal static class TreeSupervisors
{
    private static readonly TimeSpan s_period = TimeSpan.FromHours(1);

    /// <summary>The start function of a supervisor of either kind.</summary>
    public static StartResult Start(TreeProgram program, string parent, string name) => program.Prepared(
        parent,
        name,
        plan =>
        {
            SupervisorBehaviour supervisor = program.Definitions[name].Verb == "tree"
                ? new Tree(program, parent, name, plan)
                : new Crowd(program, parent, name, plan);
            return Supervisor.StartLink(supervisor);
        });

    /// <summary>A child as one of a supervisor's; null: the name stands for nothing.</summary>
    public static ChildSpec? Spec(TreeProgram program, string parent, string name)
    {
        if (!program.Definitions.TryGetValue(name, out Operation? child))
        {
            return null;
        }

        AutoShutdown auto = program.TryGetSupervisor(parent, out Operation? supervisor)
            ? AutoOf(supervisor)
            : AutoShutdown.Never;
        string[] words = child.Words;
        switch (child.Verb)
        {
            case "worker":
                string manner = words[2];
                Restart restart = RestartOf(words[0]);
                return new ChildSpec(name, () => TreeWorker.Start(program, parent, name, manner))
                {
                    Restart = restart,
                    Shutdown = ShutdownOf(words[1], manner),
                    Significant = IsSignificant(words[3], restart, auto),
                };
            case "tree":
                return SpecOfSupervisor(program, parent, name, RestartOf(words[3]), words[4], auto);
            default:
                return SpecOfSupervisor(program, parent, name, RestartOf(words[2]), "-", auto);
        }
    }

    private static ChildSpec SpecOfSupervisor(
        TreeProgram program, string parent, string name, Restart restart, string significant, AutoShutdown auto) =>
        new(name, () => Start(program, parent, name))
        {
            Restart = restart,
            Type = ChildType.Supervisor,
            Significant = IsSignificant(significant, restart, auto),
        };

    // No program has a combination that makes no sense.
    private static bool IsSignificant(string word, Restart restart, AutoShutdown auto) =>
        word == "significant" && restart != Restart.Permanent && auto != AutoShutdown.Never;

    private static AutoShutdown AutoOf(Operation supervisor) =>
        (supervisor.Verb == "tree" ? supervisor.Words[2] : supervisor.Words[1]) switch
        {
            "any_significant" => AutoShutdown.AnySignificant,
            "all_significant" => AutoShutdown.AllSignificant,
            _ => AutoShutdown.Never,
        };

    private static Restart RestartOf(string word) => Enum.Parse<Restart>(word, ignoreCase: true);

    // Who ends at all shall not be late because the machine is busy.
    private static Shutdown ShutdownOf(string word, string manner) => word switch
    {
        "brutal" => Shutdown.BrutalKill,
        "timed" when manner == "hang" => TimeSpan.FromMilliseconds(10),
        "timed" => TimeSpan.FromMinutes(1),
        _ => Shutdown.Infinity,
    };

    // As the plan has it. False: it does not want to run.
    private static bool Begin(TreeProgram program, string parent, string name, string plan)
    {
        switch (plan)
        {
            case "ignore":
                return false;
            case "fail":
                Process.Exit("oops");
                break;
            case "crash":
                throw new InvalidOperationException(plan);
        }

        program.Board.Call(new TreeBoard.Up(parent, name, Process.Self));
        return true;
    }

    private sealed class Tree(TreeProgram program, string parent, string name, string plan) : Supervisor
    {
        protected override SupervisorSpec Init()
        {
            if (!Begin(program, parent, name, plan))
            {
                return SupervisorSpec.Ignore;
            }

            Operation own = program.Definitions[name];
            string[] children = own.Words[5].Split(',');
            var flags = new SupervisorFlags
            {
                Strategy = own.Words[0] switch
                {
                    "one_for_all" => Strategy.OneForAll,
                    "rest_for_one" => Strategy.RestForOne,
                    _ => Strategy.OneForOne,
                },
                Intensity = int.Parse(own.Words[1]),
                Period = s_period,
                AutoShutdown = AutoOf(own),
            };
            return new SupervisorSpec(
                flags, [.. children.Select(child => Spec(program, name, child)).OfType<ChildSpec>()]);
        }
    }

    private sealed class Crowd(TreeProgram program, string parent, string name, string plan)
        : DynamicSupervisor<string>
    {
        protected override DynamicSupervisorSpec<string> Init()
        {
            if (!Begin(program, parent, name, plan))
            {
                return DynamicSupervisorSpec<string>.Ignore;
            }

            Operation own = program.Definitions[name];
            string manner = own.Words[5];
            Restart restart = RestartOf(own.Words[3]);
            return new(new ChildTemplate<string>(child => TreeWorker.Start(program, name, child, manner))
            {
                Restart = restart,
                Shutdown = ShutdownOf(own.Words[4], manner),
                Significant = IsSignificant(own.Words[6], restart, AutoOf(own)),
            })
            {
                Intensity = int.Parse(own.Words[0]),
                Period = s_period,
                AutoShutdown = AutoOf(own),
            };
        }
    }

    /// <summary>Starts a child of a crowd.</summary>
    public static StartResult Spawn(Pid crowd, string child) => Crowd.StartChild(crowd, child);

    /// <summary>Stops a child of a crowd.</summary>
    public static ChildResult Terminate(Pid crowd, Pid child) => Crowd.TerminateChild(crowd, child);
}
