// Named groups of processes, in scopes that know nothing of each other. Who joins is a member as often as it joined,
// until it leaves as often or ends. Changes go through the scope's process; reading goes to its table and asks nobody.
// OTP: pg.
//
// A scope is of one node for now. Members of other nodes will be rows of the same table: what is told to other scopes
// of the same name is what pg tells (docs/reference/groups.md).
using Cosmos.Runtime.Behaviours;
using Cosmos.Runtime.Tables;

namespace Cosmos.Runtime.Groups;

/// <summary>A scope of groups, by its name.</summary>
/// <typeparam name="TGroup">What names a group: what can be a table's key.</typeparam>
/// <param name="Name">The scope's name, and that of its process and its table.</param>
public readonly record struct Scope<TGroup>(Atom Name)
    where TGroup : notnull
{
    private ServerRef<ScopeServer<TGroup>> Server => Name;

    private Table<TGroup, Pid[]> Table => Table<TGroup, Pid[]>.Open(Name);

    /// <summary>Starts the scope's process. OTP: pg:start/1.</summary>
    public StartResult Start() => GenServer.Start(new ScopeServer<TGroup>(Name), new StartOptions { Name = Name });

    /// <summary>As <see cref="Start"/>, and links to it: for supervisors. OTP: pg:start_link/1.</summary>
    public StartResult StartLink() =>
        GenServer.StartLink(new ScopeServer<TGroup>(Name), new StartOptions { Name = Name });

    /// <summary>Makes processes members of a group, which begins to exist with its first one. OTP: pg:join/3.</summary>
    /// <exception cref="ArgumentException">One of them is a process of another node.</exception>
    public void Join(TGroup group, params Pid[] members)
    {
        RequireLocal(members);
        Server.Call(new ScopeServer<TGroup>.Joining(group, members));
    }

    /// <summary>Takes each of the processes out of a group once. OTP: pg:leave/3.</summary>
    /// <returns>False: none of them was a member. OTP: not_joined.</returns>
    public bool Leave(TGroup group, params Pid[] members)
    {
        RequireLocal(members);
        return Server.Call(new ScopeServer<TGroup>.Leaving(group, members));
    }

    /// <summary>The members of a group, the latest first; none: nobody joined it. OTP: pg:get_members/2.</summary>
    /// <exception cref="TableException">The scope is not started.</exception>
    public Pid[] Members(TGroup group) => Table.TryLookup(group, out Pid[]? members) ? members : [];

    /// <summary>Those of them that are processes of this node. OTP: pg:get_local_members/2.</summary>
    public Pid[] LocalMembers(TGroup group) => Array.FindAll(Members(group), static pid => pid.IsLocal);

    /// <summary>All groups that have a member. OTP: pg:which_groups/1.</summary>
    public TGroup[] Groups() => Groups(static _ => true);

    /// <summary>All groups that have a member of this node. OTP: pg:which_local_groups/1.</summary>
    public TGroup[] LocalGroups() => Groups(static pid => pid.IsLocal);

    /// <summary>
    /// Tells the running process of all joins and leaves of a group from now on: <see cref="GroupJoin{TGroup}"/>,
    /// <see cref="GroupLeave{TGroup}"/>. OTP: pg:monitor/2.
    /// </summary>
    /// <returns>The monitor, and the members at that moment.</returns>
    public (Ref Monitor, Pid[] Members) Monitor(TGroup group)
    {
        ScopeServer<TGroup>.Watch watch = Server.Call(new ScopeServer<TGroup>.Watching(Process.Self, true, group));
        return (watch.Monitor, watch.Groups.GetValueOrDefault(group, []));
    }

    /// <summary>The same of all groups. OTP: pg:monitor_scope/1.</summary>
    /// <returns>The monitor, and all members at that moment.</returns>
    public (Ref Monitor, Dictionary<TGroup, Pid[]> Groups) MonitorScope()
    {
        ScopeServer<TGroup>.Watch watch = Server.Call(new ScopeServer<TGroup>.Watching(Process.Self, false, default!));
        return (watch.Monitor, watch.Groups);
    }

    /// <summary>
    /// Ends a monitor: no message of it comes any more, and those that came are taken out of the mailbox. OTP:
    /// pg:demonitor/2.
    /// </summary>
    /// <returns>False: there is no such monitor.</returns>
    public bool Demonitor(Ref monitor)
    {
        bool wasThere = Server.Call(new ScopeServer<TGroup>.Unwatching(monitor));
        while (Process.TryReceive(
            TimeSpan.Zero,
            out _,
            message => (message is GroupJoin<TGroup> join && join.Monitor == monitor)
                || (message is GroupLeave<TGroup> leave && leave.Monitor == monitor)))
        {
            // One after the other.
        }

        return wasThere;
    }

    private static void RequireLocal(Pid[] members)
    {
        ArgumentNullException.ThrowIfNull(members);
        if (Array.Exists(members, static pid => !pid.IsLocal || pid.IsNone))
            throw new ArgumentException("Only processes of this node join a group here.", nameof(members));
    }

    private TGroup[] Groups(Predicate<Pid> fits)
    {
        var groups = new List<TGroup>();
        foreach ((TGroup group, Pid[] members) in Table.Rows())
        {
            if (Array.Exists(members, fits))
                groups.Add(group);
        }

        return [.. groups];
    }
}
