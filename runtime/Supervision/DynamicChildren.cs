// The children of a dynamic supervisor, by pid. Of those that are never started again only the pid is kept, because
// there may be very many of them and their arguments may be large (OTP-9242, OTP-16804).
namespace Cosmos.Runtime.Supervision;

/// <summary>The children of a <see cref="DynamicSupervisor{TArgument}"/>. OTP: the dynamics of the state.</summary>
/// <typeparam name="TArgument">What a child is started with.</typeparam>
/// <param name="keepsArguments">The children are started again.</param>
internal sealed class DynamicChildren<TArgument>(bool keepsArguments)
{
    private readonly HashSet<Pid> _pids = [];
    private readonly Dictionary<Pid, RestartableChild<TArgument>> _running = [];
    private readonly Dictionary<Pid, RestartableChild<TArgument>> _restarting = [];

    /// <summary>Children that have a process.</summary>
    public int Running => _pids.Count + _running.Count;

    /// <summary>Children that wait for another attempt.</summary>
    public int Restarting => _restarting.Count;

    /// <summary>All of them.</summary>
    public int Count => Running + Restarting;

    /// <summary>Whether a process is a child.</summary>
    public bool IsRunning(Pid pid) => keepsArguments ? _running.ContainsKey(pid) : _pids.Contains(pid);

    /// <summary>Whether a child that was this process waits for another attempt.</summary>
    public bool IsRestarting(Pid pid) => _restarting.ContainsKey(pid);

    /// <summary>A new child runs.</summary>
    public void Add(Pid pid, TArgument argument, long now)
    {
        if (!keepsArguments)
        {
            _pids.Add(pid);
            return;
        }

        var child = new RestartableChild<TArgument>(argument);
        child.Course.Begin(now, isAgain: false);
        _running[pid] = child;
    }

    /// <summary>A child runs again.</summary>
    public void Add(Pid pid, RestartableChild<TArgument> child) => _running[pid] = child;

    /// <summary>A child is gone. False: there was none.</summary>
    public bool Remove(Pid pid) => _pids.Remove(pid) || _running.Remove(pid) || _restarting.Remove(pid);

    /// <summary>Takes out a child that is to be started again; null: there is none.</summary>
    public RestartableChild<TArgument>? Take(Pid pid) =>
        _running.Remove(pid, out RestartableChild<TArgument>? child) ? child
        : _restarting.Remove(pid, out child) ? child : null;

    /// <summary>The child that was a process, and waits for another attempt; null: there is none.</summary>
    public RestartableChild<TArgument>? FindRestarting(Pid pid) => _restarting.GetValueOrDefault(pid);

    /// <summary>A child that was a process waits for another attempt.</summary>
    public void Wait(Pid pid, RestartableChild<TArgument> child)
    {
        child.Course.Wait();
        _restarting[pid] = child;
    }

    /// <summary>The processes.</summary>
    public IEnumerable<Pid> Pids() => keepsArguments ? _running.Keys : _pids;

    /// <summary>The children for others to look at.</summary>
    public IEnumerable<ChildInfo> List(ChildType type)
    {
        foreach (Pid pid in _pids)
        {
            yield return new ChildInfo(null, pid, ChildStatus.Running, type, 0);
        }

        foreach ((Pid pid, RestartableChild<TArgument> child) in _running)
        {
            yield return new ChildInfo(null, pid, ChildStatus.Running, type, child.Course.Count);
        }

        foreach (RestartableChild<TArgument> child in _restarting.Values)
        {
            yield return new ChildInfo(null, default, ChildStatus.Restarting, type, child.Course.Count);
        }
    }
}

/// <summary>A child that is started again when it ends.</summary>
/// <typeparam name="TArgument">What it is started with.</typeparam>
internal sealed class RestartableChild<TArgument>(TArgument argument)
{
    /// <summary>How its restarts go.</summary>
    public RestartCourse Course;

    /// <summary>What it is started with.</summary>
    public TArgument Argument { get; } = argument;
}
