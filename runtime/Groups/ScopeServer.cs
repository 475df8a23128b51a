// The process of a scope: it alone changes the table of members, watches members and those who watch groups, and tells.
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Runtime.Groups;

/// <summary>A scope's process.</summary>
internal sealed class ScopeServer<TGroup>(Atom scope)
    : GenServer,
        IHandleCall<ScopeServer<TGroup>.Joining, bool>, IHandleCall<ScopeServer<TGroup>.Leaving, bool>,
        IHandleCall<ScopeServer<TGroup>.Watching, ScopeServer<TGroup>.Watch>,
        IHandleCall<ScopeServer<TGroup>.Unwatching, bool>
    where TGroup : notnull
{
    // Of a member: the monitor of it, and its groups, each as often as it joined.
    private readonly Dictionary<Pid, Member> _members = [];

    // Who is told, by what they are told with; and by the monitor that tells of their own end.
    private readonly Dictionary<Ref, Watcher> _watchers = [];

    private Table<TGroup, Pid[]> _table;

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Joining request, From<bool> from)
    {
        foreach (Pid pid in request.Members)
        {
            if (!_members.TryGetValue(pid, out Member? member))
                _members.Add(pid, member = new Member(Process.Monitor(pid)));
            member.Groups.Add(request.Group);
        }

        if (request.Members.Length != 0)
        {
            Pid[] before = _table.TryLookup(request.Group, out Pid[]? present) ? present : [];
            _table.Insert(request.Group, [.. request.Members, .. before]);
            Tell(request.Group, request.Members, isJoin: true);
        }

        return true;
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Leaving request, From<bool> from)
    {
        var left = new List<Pid>();
        foreach (Pid pid in request.Members)
        {
            if (_members.TryGetValue(pid, out Member? member) && member.Groups.Remove(request.Group))
            {
                left.Add(pid);
                if (member.Groups.Count == 0)
                {
                    _members.Remove(pid);
                    Process.Demonitor(member.Monitor, flush: true);
                }
            }
        }

        if (left.Count == 0)
            return false;

        Remove(request.Group, left);
        return true;
    }

    /// <inheritdoc/>
    public CallResult<Watch> HandleCall(Watching request, From<Watch> from)
    {
        Ref monitor = Process.MakeRef();
        _watchers.Add(
            monitor, new Watcher(request.Who, Process.Monitor(request.Who), request.IsOfGroup, request.Group));
        var groups = new Dictionary<TGroup, Pid[]>();
        if (!request.IsOfGroup)
        {
            foreach ((TGroup group, Pid[] members) in _table.Rows())
            {
                groups.Add(group, members);
            }
        }
        else if (_table.TryLookup(request.Group, out Pid[]? members))
        {
            groups.Add(request.Group, members);
        }

        return new Watch(monitor, groups);
    }

    /// <inheritdoc/>
    public CallResult<bool> HandleCall(Unwatching request, From<bool> from)
    {
        if (!_watchers.Remove(request.Monitor, out Watcher? watcher))
            return false;

        Process.Demonitor(watcher.End, flush: true);
        return true;
    }

    /// <inheritdoc/>
    protected override InitResult Init()
    {
        _table = Table<TGroup, Pid[]>.Create(new TableOptions { Name = scope });
        return InitResult.Ok;
    }

    /// <inheritdoc/>
    protected override Next HandleInfo(object? message)
    {
        if (message is not DownMessage down)
            return Next.Wait;

        if (_members.TryGetValue(down.Object.Pid, out Member? member) && member.Monitor == down.Monitor)
        {
            _members.Remove(down.Object.Pid);
            foreach (TGroup group in member.Groups)
            {
                Remove(group, [down.Object.Pid]);
            }
        }
        else
        {
            RemoveWatcher(down.Monitor);
        }

        return Next.Wait;
    }

    private void RemoveWatcher(Ref end)
    {
        foreach ((Ref monitor, Watcher watcher) in _watchers)
        {
            if (watcher.End == end)
            {
                _watchers.Remove(monitor);
                return;
            }
        }
    }

    // Each of them once.
    private void Remove(TGroup group, List<Pid> left)
    {
        List<Pid> members = _table.TryLookup(group, out Pid[]? present) ? [.. present] : [];
        foreach (Pid pid in left)
        {
            members.Remove(pid);
        }

        if (members.Count == 0)
            _table.Delete(group);
        else
            _table.Insert(group, [.. members]);
        Tell(group, [.. left], isJoin: false);
    }

    private void Tell(TGroup group, Pid[] members, bool isJoin)
    {
        foreach ((Ref monitor, Watcher watcher) in _watchers)
        {
            if (!watcher.IsOfGroup || watcher.Group!.Equals(group))
            {
                Process.Send(watcher.Who, isJoin
                    ? new GroupJoin<TGroup>(monitor, group, members)
                    : new GroupLeave<TGroup>(monitor, group, members));
            }
        }
    }

    /// <summary>Processes join a group.</summary>
    internal sealed record Joining(TGroup Group, Pid[] Members) : ICall<ScopeServer<TGroup>, Joining, bool>;

    /// <summary>Processes leave a group.</summary>
    internal sealed record Leaving(TGroup Group, Pid[] Members) : ICall<ScopeServer<TGroup>, Leaving, bool>;

    /// <summary>A process wants to be told of a group, or of all.</summary>
    internal sealed record Watching(Pid Who, bool IsOfGroup, TGroup Group)
        : ICall<ScopeServer<TGroup>, Watching, Watch>;

    /// <summary>And no longer does.</summary>
    internal sealed record Unwatching(Ref Monitor) : ICall<ScopeServer<TGroup>, Unwatching, bool>;

    /// <summary>What who watches is told at first.</summary>
    internal sealed record Watch(Ref Monitor, Dictionary<TGroup, Pid[]> Groups);

    private sealed class Member(Ref monitor)
    {
        public Ref Monitor { get; } = monitor;

        public List<TGroup> Groups { get; } = [];
    }

    private sealed record Watcher(Pid Who, Ref End, bool IsOfGroup, TGroup? Group);
}
