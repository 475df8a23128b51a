// An application that runs on a simulated node, as its test sees it: children by their path in the tree, kills, time.
using System.Globalization;
using Cosmos.Runtime;
using Cosmos.Runtime.Applications;
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Supervision;

namespace Cosmos.Simulation;

/// <summary>
/// A running application. A path names a child by the ids on the way to it from the top supervisor: <c>counter</c>, or
/// <c>calls/registrar</c>. A child of a dynamic supervisor has no id; it is named by its place: <c>calls/#0</c>.
/// </summary>
public sealed class RunningApplication
{
    // Virtual time that a child may take to run again; back-offs are shorter.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly Pid _master;
    private ExitReason? _reason;

    /// <summary>Starts an application in the calling process, which traps exits from then on.</summary>
    internal RunningApplication(SimulatedNode node, Application application)
    {
        Node = node;
        Process.TrapExit = true;
        _master = GenServer.StartLink(new ApplicationMaster(application, Process.Self)).Pid;
        object? answer = Process.Receive(
            message => message is ApplicationMaster.Started || (message is ExitMessage exit && exit.From == _master));
        Top = answer is ApplicationMaster.Started { Result: { IsOk: true } result }
            ? result.Pid
            : throw new InvalidOperationException($"The application {application.Name} did not start: {answer}");
    }

    /// <summary>The node: its faults, its console.</summary>
    public SimulatedNode Node { get; }

    /// <summary>The top supervisor.</summary>
    public Pid Top { get; }

    /// <summary>Virtual time since the node's boot.</summary>
    public TimeSpan Now => Node.Now;

    /// <summary>Why the application ended by itself; null: it runs.</summary>
    public ExitReason? Reason
    {
        get
        {
            if (_reason is null && Process.TryReceive(TimeSpan.Zero, out ApplicationMaster.Ended? ended))
            {
                _reason = ended.Reason;
            }

            return _reason;
        }
    }

    /// <summary>Lets virtual time pass. Messages to the test stay where they are.</summary>
    public void Pass(TimeSpan time) => Node.Pass(time);

    /// <summary>The process of a child.</summary>
    /// <exception cref="InvalidOperationException">There is no such child, or it does not run.</exception>
    public Pid Child(string path)
    {
        ChildInfo child = Find(path);
        return child.Status == ChildStatus.Running
            ? child.Pid
            : throw new InvalidOperationException($"{path} does not run: {child.Status}");
    }

    /// <summary>The process of a child, as a server of a known class.</summary>
    /// <exception cref="InvalidOperationException">There is no such child, or it does not run.</exception>
    public ServerRef<TServer> Server<TServer>(string path)
        where TServer : Behaviour => Child(path);

    /// <summary>How often a child was started again, since its supervisor began.</summary>
    /// <exception cref="InvalidOperationException">There is no such child.</exception>
    public int Restarts(string path) => Find(path).Restarts;

    /// <summary>
    /// Kills a child now, and returns when its supervisors have done what they do about that: the child runs again, or
    /// will not.
    /// </summary>
    /// <returns>The child's process now; none: it was not started again.</returns>
    public Pid KillChild(string path)
    {
        Pid before = Child(path);
        Node.Kill(before);
        TimeSpan end = Node.Now + s_patience;
        while (Reason is null)
        {
            ChildInfo? now = TryFind(path);
            if (now is null or { Status: ChildStatus.NotRunning })
            {
                return default;
            }

            if (now.Status == ChildStatus.Running && now.Pid != before)
            {
                return now.Pid;
            }

            if (Node.Now > end)
            {
                throw new InvalidOperationException($"{path} was not started again within {s_patience}.");
            }

            Pass(TimeSpan.FromMilliseconds(1));
        }

        return default;
    }

    /// <summary>
    /// Stops the application as a system does that is switched off, and fails when a process of it is left.
    /// </summary>
    public void Stop()
    {
        Ref end = Process.Monitor(_master);
        Process.Exit(_master, ExitReason.Shutdown);
        Process.Receive<DownMessage>(end, down => down.Monitor == end);
        bool isGone = Reason is not null || !Process.IsAlive(Top);
        Node.Check(isGone, "the top supervisor outlived its application");
    }

    private ChildInfo Find(string path) =>
        TryFind(path) ?? throw new InvalidOperationException($"There is no child {path}.");

    // Null also when a supervisor on the way ends just now.
    private ChildInfo? TryFind(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        Pid supervisor = Top;
        ChildInfo? found = null;
        foreach (string id in path.Split('/'))
        {
            if (found is not null && found.Status != ChildStatus.Running)
            {
                return found.Status == ChildStatus.Restarting ? found : null;
            }

            supervisor = found?.Pid ?? supervisor;
            found = Children(supervisor, id);
            if (found is null)
            {
                return null;
            }
        }

        return found;
    }

    private static ChildInfo? Children(Pid supervisor, string id)
    {
        try
        {
            var children = Supervisor.WhichChildren(supervisor);
            return id.StartsWith('#')
                ? children.ElementAtOrDefault(int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture))
                : children.FirstOrDefault(child => child.Id?.ToString() == id);
        }
        catch (ProcessExitException)
        {
            return null; // the supervisor ended; its own supervisor deals with that
        }
    }
}
