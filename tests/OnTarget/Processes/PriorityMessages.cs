// Priority messages, from their specification (EEP 76, OTP 28): what is sent through an alias that its owner made with
// priority goes before ordinary messages; among themselves priority messages keep their order. Nobody can overtake
// without having been given such an alias.
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about priority messages.</summary>
public sealed class PriorityMessages
{
    /// <summary>Priority messages come first, each kind in its own order.</summary>
    [Fact]
    public void They_go_first()
    {
        Ref alias = Process.Alias(isPriority: true);
        Process.Send(Process.Self, "ordinary 1");
        Process.Send(Process.Self, "ordinary 2");
        Process.SendPriority(alias, "priority 1");
        Process.SendPriority(alias, "priority 2");
        Process.Send(Process.Self, "ordinary 3");
        Process.SendPriority(alias, "priority 3");
        foreach (string text in new[]
        {
            "priority 1", "priority 2", "priority 3", "ordinary 1", "ordinary 2", "ordinary 3",
        })
        {
            Expect.Next(text);
        }
    }

    /// <summary>
    /// An ordinary send through a priority alias, and a priority send through an ordinary one, are ordinary.
    /// </summary>
    [Fact]
    public void Both_must_ask_for_it()
    {
        Ref priority = Process.Alias(isPriority: true);
        Ref ordinary = Process.Alias();
        Process.Send(Process.Self, 1);
        Process.Send(priority, 2);
        Process.SendPriority(ordinary, 3);
        Expect.Next(1);
        Expect.Next(2);
        Expect.Next(3);
    }

    /// <summary>After one was received, a receive of anything waits again, and its time runs out.</summary>
    [Fact]
    public void The_next_receive_waits()
    {
        Pid tester = Process.Self;
        Process.SpawnLink(() =>
        {
            Ref alias = Process.Alias(isPriority: true);
            Process.SendPriority(alias, "urgent");
            Expect.Next("urgent");
            Process.Send(tester, Process.TryReceive(Expect.Ms(20), out _));
        });
        Expect.Next(false);
    }

    /// <summary>They come before thousands of others, without looking at them.</summary>
    [Fact]
    public void Before_a_full_mailbox()
    {
        Ref alias = Process.Alias(isPriority: true);
        for (int number = 0; number < 10_000; number++)
        {
            Process.Send(Process.Self, number);
        }

        Pid other = Puppet.StartLinked();
        Puppet.Tell(other, () => Process.SendPriority(alias, "urgent"));
        Expect.Until(() => Process.Info(Process.Self)!.MailboxLength == 10_001, "it came");
        Expect.Next("urgent");
        Expect.Next(0);
        Expect.Killed(other);
    }

    /// <summary>
    /// A receive that has looked at ordinary messages already sees a priority message that comes later.
    /// </summary>
    [Fact]
    public void During_a_selective_receive()
    {
        Ref alias = Process.Alias(isPriority: true);
        for (int number = 0; number < 100; number++)
        {
            Process.Send(Process.Self, number);
        }

        Pid other = Puppet.StartLinked();
        Puppet.Tell(other, () =>
        {
            Expect.Pause(20);
            Process.SendPriority(alias, "urgent");
        });
        Assert.Equal("urgent", Expect.Message<string>());
        Expect.Next(0);
        Expect.Killed(other);
    }

    /// <summary>A marker of a reply does not hide a priority message that fits.</summary>
    [Fact]
    public void With_a_marker()
    {
        Ref alias = Process.Alias(isPriority: true);
        Process.Send(Process.Self, "old");
        Ref marker = Process.MakeRef();
        Process.SendPriority(alias, "urgent");
        Assert.True(Process.TryReceive<string>(marker, TimeSpan.Zero, out string? text, static _ => true));
        Assert.Equal("urgent", text);
        Expect.Next("old");
    }

    /// <summary>A priority alias that was taken back takes nothing any more.</summary>
    [Fact]
    public void Unaliased()
    {
        Ref alias = Process.Alias(isPriority: true);
        Assert.True(Process.Unalias(alias));
        Process.SendPriority(alias, "urgent");
        Expect.Nothing();
    }
}
