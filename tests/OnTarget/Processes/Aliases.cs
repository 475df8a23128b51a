// Aliases, from their specification (OTP 24, EEP 53: erlang:alias/1, monitor/3 with alias): an address that its owner
// can take back, so that an answer that comes too late is dropped and does not lie in the mailbox.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about aliases.</summary>
public sealed class Aliases
{
    /// <summary>What is sent to an alias arrives, from oneself and from others, until it is taken back.</summary>
    [Fact]
    public void Explicit_alias()
    {
        Ref alias = Process.Alias();
        Pid other = Puppet.StartLinked();
        Process.Send(alias, 1);
        Puppet.Do(other, () => Process.Send(alias, 2));
        Expect.Next(1);
        Expect.Next(2);
        Assert.True(Process.Unalias(alias));
        Process.Send(alias, 3);
        Puppet.Do(other, () => Process.Send(alias, 4));
        Expect.Nothing();
        Assert.False(Process.Unalias(alias));
        Expect.Killed(other);
    }

    /// <summary>A reply alias is good for one message.</summary>
    [Fact]
    public void Reply_alias()
    {
        Ref alias = Process.Alias(AliasMode.Reply);
        Process.Send(alias, "first");
        Process.Send(alias, "second");
        Expect.Next("first");
        Expect.Nothing();
        Assert.False(Process.Unalias(alias));
    }

    /// <summary>Only the owner takes an alias back.</summary>
    [Fact]
    public void Only_the_owner_unaliases()
    {
        Ref alias = Process.Alias();
        Pid other = Puppet.StartLinked();
        Assert.False(Puppet.Call(other, () => Process.Unalias(alias)));
        Process.Send(alias, 1);
        Expect.Next(1);
        Assert.True(Process.Unalias(alias));
        Expect.Killed(other);
    }

    /// <summary>A reference that is no alias, or whose owner has ended, swallows what is sent to it.</summary>
    [Fact]
    public void Dead_aliases()
    {
        Process.Send(Process.MakeRef(), "nobody");
        Pid other = Puppet.Start();
        Ref alias = Puppet.Call(other, static () => Process.Alias());
        Expect.Killed(other);
        Process.Send(alias, "nobody");
        Expect.Nothing();
    }

    /// <summary>An alias of a monitor lasts until the demonitor.</summary>
    [Fact]
    public void Monitor_with_a_demonitor_alias()
    {
        Pid other = Puppet.Start();
        Ref monitor = Process.Monitor(other, AliasMode.Demonitor);
        Puppet.Do(other, () => Process.Send(monitor, 1));
        Puppet.Do(other, () => Process.Send(monitor, 2));
        Expect.Next(1);
        Expect.Next(2);
        Assert.True(Process.Demonitor(monitor, info: true));
        Puppet.Do(other, () => Process.Send(monitor, 3));
        Expect.Nothing();
        Expect.Killed(other);
    }

    /// <summary>DOWN takes the alias along.</summary>
    [Fact]
    public void Down_ends_the_alias()
    {
        Pid other = Puppet.Start();
        Ref monitor = Process.Monitor(other, AliasMode.Demonitor);
        Process.Exit(other, "bang");
        Assert.Equal<ExitReason>("bang", Expect.Down(monitor));
        Process.Send(monitor, "late");
        Expect.Nothing();
    }

    /// <summary>A monitor of oneself is no alias either, in any mode.</summary>
    [Fact]
    public void Monitor_of_oneself_is_no_alias()
    {
        foreach (AliasMode mode in (AliasMode[])[AliasMode.Explicit, AliasMode.Demonitor, AliasMode.ReplyDemonitor])
        {
            Ref monitor = Process.Monitor(Process.Self, mode);
            Process.Send(monitor, mode);
            Expect.Nothing();
            Assert.False(Process.Unalias(monitor));
        }
    }

    /// <summary>With reply_demonitor the first answer ends alias and monitor: no second answer, no DOWN.</summary>
    [Fact]
    public void Monitor_with_a_reply_alias()
    {
        Pid other = Puppet.Start();
        Ref monitor = Process.Monitor(other, AliasMode.ReplyDemonitor);
        Puppet.Do(other, () =>
        {
            Process.Send(monitor, "answer");
            Process.Send(monitor, "again");
        });
        Assert.Equal("answer", Expect.Message<string>());
        Process.Exit(other, "bang");
        Expect.Dead(other);
        Expect.Nothing(10);
        Assert.False(Process.Demonitor(monitor, info: true));
    }

    /// <summary>An explicit alias of a monitor outlives the monitor.</summary>
    [Fact]
    public void Monitor_with_an_explicit_alias()
    {
        Pid other = Puppet.Start();
        Ref monitor = Process.Monitor(other, AliasMode.Explicit);
        Process.Exit(other, "bang");
        Expect.Down(monitor);
        Process.Send(monitor, "still here");
        Expect.Next("still here");
        Assert.True(Process.Unalias(monitor));
    }

    /// <summary>The pattern of a call that gives up: the late answer is dropped, the mailbox stays empty.</summary>
    [Fact]
    public void A_late_reply_is_dropped()
    {
        Pid slow = Puppet.Start();
        Ref request = Process.Monitor(slow, AliasMode.ReplyDemonitor);
        Puppet.Tell(slow, () =>
        {
            Expect.Pause(50);
            Process.Send(request, "late");
        });
        Assert.False(Process.TryReceive<string>(request, Expect.Ms(10), out _, static _ => true));
        Process.Demonitor(request, flush: true);
        Expect.Nothing(100);
        Expect.Killed(slow);
    }
}
