// Runs a program about supervisors: does one operation after the other, waits until nothing moves any more, and writes
// what came of it. The twin of oracle_tree.erl, function for function.
using System.Text;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;
using Cosmos.Tests.Oracle.Programs;

namespace Cosmos.Tests.Oracle.Image.Trees;

/// <summary>The driver of a program.</summary>
internal sealed class TreeDriver
{
    private const int QuietRounds = 3;
    private static readonly TimeSpan s_haste = TimeSpan.FromMilliseconds(10);

    private readonly TreeProgram _program;
    private readonly Pid _straggler;
    private readonly StringBuilder _trace = new();

    private TreeDriver(OracleProgram program)
    {
        Process.TrapExit = true;
        _program = new TreeProgram(GenServer.StartLink(new TreeBoard()).Value, []);
        _straggler = Process.SpawnLink(Straggle, new SpawnOptions { Priority = Priority.Low });
        foreach (Operation operation in program.Operations.Where(TreeProgram.IsDefinition))
        {
            _program.Definitions[operation.Actor] = operation;
        }
    }

    private ServerRef<TreeBoard> Board => _program.Board;

    /// <summary>Whether a program is about supervisors: it defines one, or a child of one.</summary>
    public static bool IsFor(OracleProgram program) => program.Operations.Any(TreeProgram.IsDefinition);

    /// <summary>Runs a program in the running process: what was observed, line by line.</summary>
    public static string Run(OracleProgram program)
    {
        var driver = new TreeDriver(program);
        int step = 0;
        foreach (Operation operation in program.Operations)
        {
            step++;
            if (!TreeProgram.IsDefinition(operation))
            {
                driver.Step(step, operation);
            }
        }

        driver.Step(step + 1, new Operation(TreeProgram.Driver, "finish", []));
        Process.Unlink(driver._straggler);
        Process.Exit(driver._straggler, ExitReason.Kill);
        driver.Board.Stop();
        return driver._trace.ToString();
    }

    private void Step(int step, Operation operation)
    {
        string result;
        try
        {
            result = Result(operation);
        }
        catch (ProcessExitException exit)
        {
            result = $"exit {Text(exit.Reason)}";
        }
        catch (InvalidOperationException start) when (start.Message == "thrown")
        {
            result = "throws";
        }

        BecomeQuiet();
        Write(operation.Actor, step, result);
        foreach ((string who, string text) in Board.Call(new TreeBoard.Taking()))
        {
            Write(who, step, text);
        }

        foreach ((string name, Pid pid, _) in Board.Call(new TreeBoard.Living()).Where(IsSupervisor))
        {
            Write(name, step, Family(name, pid));
        }

        // The ends of supervisors that the driver started come as exit signals; the board tells of them.
        while (Process.TryReceive(TimeSpan.Zero, out object? message))
        {
            if (message is not ExitMessage)
            {
                Write(TreeProgram.Driver, step, "stray message");
            }
        }
    }

    private void Write(string who, int step, string text) => _trace.Append($"{who} @{step} {text}\n");

    // Until nobody has done anything for a while: everybody has answered, and a process of the lowest priority had its
    // turn.
    private void BecomeQuiet()
    {
        int before = -1;
        for (int rounds = 0; rounds < QuietRounds;)
        {
            (string Name, Pid Pid, bool IsTop)[] living = Board.Call(new TreeBoard.Living());
            foreach ((_, Pid pid, _) in living.Where(IsSupervisor))
            {
                Ask(() => Supervisor.CountChildren(pid));
            }

            foreach ((_, Pid pid, _) in living.Where(static item => !IsSupervisor(item)))
            {
                Ask(() => ((ServerRef<TreeWorker>)pid).Call(new TreeWorker.Ping(), Timeout.InfiniteTimeSpan));
            }

            Process.Send(_straggler, new Echo(Process.Self, rounds));
            Process.Receive<Seen>();
            int now = Board.Call(new TreeBoard.Count());
            rounds = now == before ? rounds + 1 : 0;
            before = now;
        }
    }

    private static void Ask<T>(Func<T> question)
    {
        try
        {
            question();
        }
        catch (ProcessExitException)
        {
            // Who was asked is gone; the board tells of that.
        }
    }

    private static void Straggle()
    {
        while (true)
        {
            Echo echo = Process.Receive<Echo>();
            Process.Send(echo.To, new Seen(echo.Round));
        }
    }

    private static bool IsSupervisor((string Name, Pid Pid, bool IsTop) item) => item.Name[0] is 't' or 'd';

    private string Family(string name, Pid pid)
    {
        List<string> texts = [.. Supervisor.WhichChildren(pid).Select(Member)];
        if (name[0] == 'd')
        {
            texts.Sort(string.CompareOrdinal);
        }

        (int specs, int active, int supervisors, int workers) = Supervisor.CountChildren(pid);
        return $"has {string.Join(' ', texts)} ({specs},{active},{supervisors},{workers})";
    }

    private string Member(ChildInfo child) => child.Status switch
    {
        ChildStatus.Running => Text(child.Pid),
        ChildStatus.Restarting => child.Id is null ? "restarting" : $"{child.Id}:restarting",
        _ => $"{child.Id}:undefined",
    };

    private string Text(object? value) => Board.Call(new TreeBoard.Text(value));

    private Pid PidOf(string name)
    {
        Pid pid = Board.Call(new TreeBoard.Where(name));
        return pid.IsNone ? throw new ProcessExitException("nobody") : pid;
    }

    private ServerRef<TreeWorker> WorkerOf(string name) => PidOf(name);

    private string Result(Operation operation)
    {
        (string name, string[] words) = (operation.Actor, operation.Words);
        switch (operation.Verb)
        {
            case "begin":
                return !_program.TryGetSupervisor(name, out _) ? "undefined"
                    : Process.IsAlive(Board.Call(new TreeBoard.Where(name))) ? "running"
                    : Started(TreeSupervisors.Start(_program, TreeProgram.Driver, name));
            case "idle":
                return "noted";
            case "finish":
                Finish();
                return "done";
            case "exit":
                Process.Exit(PidOf(name), (ExitReason)words[0]);
                return "sent";
            case "tell":
                WorkerOf(name).Cast(new TreeWorker.Tell(words[0]));
                return "sent";
            case "ask" when words[0] == "defer":
                return WorkerOf(name).Call(new TreeWorker.Ask(words[0]), s_haste);
            case "ask":
                return WorkerOf(name).Call(new TreeWorker.Ask(words[0]));
            case "plan":
                Board.Call(new TreeBoard.Plan(name, words[0].Split(',')));
                return "noted";
            default:
                return ResultOfSupervisor(operation.Verb, name, words[0]);
        }
    }

    private string ResultOfSupervisor(string verb, string name, string child)
    {
        Pid supervisor = PidOf(name);
        switch (verb)
        {
            case "start":
                return TreeSupervisors.Spec(_program, name, child) is { } spec
                    ? Started(Supervisor.StartChild(supervisor, spec))
                    : "undefined";
            case "spawn":
                return Started(TreeSupervisors.Spawn(supervisor, child));
            case "terminate" when child[0] == 'k':
                return Done(TreeSupervisors.Terminate(supervisor, PidOf(child)));
            case "terminate":
                return Done(Supervisor.TerminateChild(supervisor, child));
            case "restart":
                return Started(Supervisor.RestartChild(supervisor, child));
            case "delete":
                return Done(Supervisor.DeleteChild(supervisor, child));
            default:
                throw new FormatException($"There is no operation {verb}.");
        }
    }

    private void Finish()
    {
        foreach ((_, Pid pid, _) in Board.Call(new TreeBoard.Living()).Where(static item => item.IsTop))
        {
            Ref end = Process.Monitor(pid);
            Process.Exit(pid, ExitReason.Shutdown);
            Process.Receive<DownMessage>(end, down => down.Monitor == end);
        }
    }

    private string Started(StartResult result) => result.Kind switch
    {
        StartKind.Ok => $"ok {Text(result.Pid)}",
        StartKind.Ignore => "ignore",
        _ => $"error {Text(result.Reason)}",
    };

    private static string Done(ChildResult result) => result switch
    {
        ChildResult.Done => "ok",
        ChildResult.NotFound => "error not_found",
        ChildResult.Running => "error running",
        ChildResult.Restarting => "error restarting",
        _ => "error simple_one_for_one",
    };
}
