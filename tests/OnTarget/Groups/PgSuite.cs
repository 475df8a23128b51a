// OTP's pg_SUITE, of one node. Names of cases are OTP's where the case is.
using Cosmos.Runtime;
using Cosmos.Runtime.Groups;
using Cosmos.Runtime.Tables;
using Cosmos.Tests.OnTarget.Processes;

namespace Cosmos.Tests.OnTarget.Groups;

/// <summary>Claims about groups.</summary>
public sealed class PgSuite
{
    /// <summary>Who joins is a member, the latest first, until it leaves.</summary>
    [Fact]
    public void Pg() => With<Atom>("pg_basic", static scope =>
    {
        Pid other = Puppet.StartLinked();
        Assert.Empty(scope.Members("a"));
        Assert.Empty(scope.Groups());
        scope.Join("a", Process.Self);
        scope.Join("a", other);
        Assert.Sequence([other, Process.Self], scope.Members("a"));
        Assert.Sequence([other, Process.Self], scope.LocalMembers("a"));
        scope.Join("b", other);
        Assert.True(new HashSet<Atom>(scope.Groups()).SetEquals(["a", "b"]), "these are the groups");
        Assert.True(scope.Leave("a", Process.Self));
        Assert.False(scope.Leave("a", Process.Self));
        Assert.False(scope.Leave("c", Process.Self));
        Assert.Sequence([other], scope.Members("a"));
        Expect.Killed(other);
        Expect.Until(() => scope.Groups().Length == 0, "groups without members are none");
        Assert.Empty(scope.LocalGroups());
    });

    /// <summary>A process that joined three times is a member three times, and has to leave as often.</summary>
    [Fact]
    public void Single() => With<string>("pg_single", static scope =>
    {
        Pid self = Process.Self;
        scope.Join("g", self);
        scope.Join("g", self, self);
        Assert.Sequence([self, self, self], scope.Members("g"));
        Assert.True(scope.Leave("g", self));
        Assert.True(scope.Leave("g", self, self, self));
        Assert.Empty(scope.Members("g"));
        Assert.False(scope.Leave("g", self));
    });

    /// <summary>Several at once; nobody of another node; the dead are members for a moment at the most.</summary>
    [Fact]
    public void Invalid_members() => With<int>("pg_invalid", static scope =>
    {
        Assert.Throws<ArgumentException>(() => scope.Join(1, new Pid(1, 2, 3, 4)));
        Assert.Throws<ArgumentException>(() => scope.Join(1, Process.Self, default));
        Pid dead = Puppet.Start();
        Expect.Killed(dead);
        scope.Join(1, dead, Process.Self);
        Expect.Until(() => scope.Members(1).Length == 1, "the dead one is gone");
        scope.Join(2);
        Assert.Sequence([1], scope.Groups());
    });

    /// <summary>Scopes know nothing of each other, and of no group of another type.</summary>
    [Fact]
    public void Two_scopes() => With<string>("pg_one", static one => With<(string, int)>("pg_two", two =>
    {
        one.Join("g", Process.Self);
        two.Join(("g", 1), Process.Self);
        two.Join(("g", 2), Process.Self);
        Assert.Equal(1, one.Groups().Length);
        Assert.True(new HashSet<(string, int)>(two.Groups()).SetEquals([("g", 1), ("g", 2)]), "these are the groups");
        Assert.Throws<TableException>(static () => new Scope<string>("pg_none").Members("g"));
        Assert.Throws<ProcessExitException>(static () => new Scope<string>("pg_none").Join("g", Process.Self));
    }));

    /// <summary>Who watches a scope is told of every join and leave, and of nothing before.</summary>
    [Fact]
    public void Monitor_scope() => With<string>("pg_scope", static scope =>
    {
        Pid member = Puppet.StartLinked();
        scope.Join("a", member, member);
        (Ref monitor, Dictionary<string, Pid[]> groups) = scope.MonitorScope();
        Assert.Equal("a", groups.Single().Key);
        Assert.Sequence([member, member], groups["a"]);
        scope.Join("b", member);
        GroupJoin<string> join = Expect.Message<GroupJoin<string>>();
        Assert.Equal((monitor, "b", member), (join.Monitor, join.Group, join.Members.Single()));
        Assert.True(scope.Leave("b", member));
        Assert.Equal("b", Expect.Message<GroupLeave<string>>().Group);
        Expect.Killed(member);
        for (int left = 2; left > 0; left--)
        {
            GroupLeave<string> leave = Expect.Message<GroupLeave<string>>();
            Assert.Equal((monitor, "a", member), (leave.Monitor, leave.Group, leave.Members.Single()));
        }

        scope.Join("c", Process.Self);
        Assert.True(scope.Demonitor(monitor));
        Assert.False(scope.Demonitor(monitor));
        Expect.Nothing(5);
    });

    /// <summary>Who watches a group is told of that one alone; who ends is told nothing more.</summary>
    [Fact]
    public void Monitor() => With<string>("pg_monitor", static scope =>
    {
        scope.Join("a", Process.Self);
        (Ref monitor, Pid[] members) = scope.Monitor("a");
        Assert.Sequence([Process.Self], members);
        (Ref second, Pid[] none) = scope.Monitor("none yet");
        Assert.Empty(none);
        scope.Join("b", Process.Self);
        scope.Join("none yet", Process.Self);
        Assert.Equal(second, Expect.Message<GroupJoin<string>>().Monitor);
        scope.Leave("a", Process.Self);
        Assert.Equal(monitor, Expect.Message<GroupLeave<string>>().Monitor);
        Expect.Nothing(5);
        Pid watcher = Puppet.StartLinked();
        Puppet.Do(watcher, () => scope.MonitorScope());
        Expect.Killed(watcher);
        scope.Join("a", Process.Self);
    });

    /// <summary>Members that end and leave at once are gone once.</summary>
    [Fact]
    public void Leave_exit_race() => With<string>("pg_race", static scope =>
    {
        int rounds = Sizes.Pick(linux: 300, x86: 20);
        for (int round = 0; round < rounds; round++)
        {
            Pid member = Process.Spawn(Puppet.Wait);
            scope.Join("leave_exit_race", member);
            Process.Exit(member, ExitReason.Kill);
            scope.Leave("leave_exit_race", member);
        }

        Expect.Until(() => scope.Groups().Length == 0, "nobody is left");
    });

    /// <summary>Very many join, of many processes, and all are there; they end, and none is.</summary>
    [Fact]
    public void Thundering_herd() => With<int>("pg_herd", static scope =>
    {
        int herd = Sizes.Pick(linux: 500, x86: 30);
        Pid[] pids = Series.Of(herd, number => Process.Spawn(() =>
        {
            scope.Join(number % 10, Process.Self);
            Puppet.Wait();
        }));
        Expect.Until(() => Enumerable.Range(0, 10).Sum(group => scope.Members(group).Length) == herd, "all joined");
        Array.ForEach(pids, static pid => Process.Exit(pid, ExitReason.Kill));
        Expect.Until(() => scope.Groups().Length == 0, "all are gone");
    });

    private static void With<TGroup>(string name, Action<Scope<TGroup>> body)
        where TGroup : notnull
    {
        var scope = new Scope<TGroup>(name);
        Pid pid = scope.Start().Value;
        body(scope);
        Expect.Killed(pid);
    }
}
