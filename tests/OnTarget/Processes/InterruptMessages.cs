// Interrupts as messages. The lines here have no device behind them: the case raises them as a handler would.
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Runtime;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about lines, their owners and their messages.</summary>
public sealed unsafe class InterruptMessages
{
    /// <summary>One message for each unmasking, however often the device interrupts.</summary>
    [Fact]
    public void One_message_for_each_unmasking()
    {
        Irq irq = Open();
        Process.Attach(irq);
        Assert.False(Raise(irq)); // it begins masked
        for (int i = 1; i <= 3; i++)
        {
            irq.Unmask();
            Assert.True(Raise(irq));
            Assert.False(Raise(irq));
            Assert.Equal(irq, Expect.Message<InterruptMessage>().Irq);
            Assert.Equal(i, irq.Count);
        }

        Assert.False(Process.TryReceive(TimeSpan.FromMilliseconds(5), out _));
        Process.Detach(irq);
    }

    /// <summary>An owner that waits is woken, and a busy core is no obstacle.</summary>
    [Fact]
    public void Owners_are_woken()
    {
        Pid tester = Process.Self;
        (Pid driver, Ref monitor) = Process.SpawnMonitor(() =>
        {
            Irq irq = Open();
            Process.Attach(irq);
            irq.Unmask();
            Process.Send(tester, irq);
            for (int i = 0; i < 10; i++)
            {
                Process.Receive<InterruptMessage>();
                irq.Unmask();
                Process.Send(tester, i);
            }
        });
        Irq line = Expect.Message<Irq>();
        for (int i = 0; i < 10; i++)
        {
            Assert.True(Raise(line));
            Assert.Equal(i, Expect.Message<int>());
        }

        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        Assert.False(Raise(line)); // its end has closed it
        Assert.False(Process.IsAlive(driver));
    }

    /// <summary>A killed owner's line is free before its end is told, and the next one opens it.</summary>
    [Fact]
    public void Lines_of_the_killed_are_free()
    {
        Pid tester = Process.Self;
        (Pid driver, Ref monitor) = Process.SpawnMonitor(() =>
        {
            Irq irq = Open();
            Process.Attach(irq);
            irq.Unmask();
            Process.Send(tester, irq);
            Process.Receive(static message => message is null);
        });
        Irq line = Expect.Message<Irq>();
        Assert.True(Raise(line));
        Process.Exit(driver, ExitReason.Kill);
        Assert.Equal(ExitReason.Killed, Expect.Down(monitor));
        Irq next = Open();
        Assert.Equal(line, next);
        Process.Attach(next);
        next.Unmask();
        Assert.True(Raise(next));
        _ = Expect.Message<InterruptMessage>();
        Process.Detach(next);
    }

    /// <summary>A line has one owner; no line, and another's, are refused by name.</summary>
    [Fact]
    public void Lines_have_one_owner()
    {
        Irq irq = Open();
        Process.Attach(irq);
        Ref monitor = Process.SpawnMonitor(() =>
        {
            Assert.Throws<ArgumentException>(() => Process.Attach(irq));
            Assert.Throws<ArgumentException>(() => Process.Detach(irq));
        }).Monitor;
        Assert.Equal(ExitReason.Normal, Expect.Down(monitor));
        Assert.Throws<ArgumentException>(static () => Process.Attach(default));
        Assert.Throws<ArgumentException>(static () => Process.Detach(default));
        Process.Detach(irq);
        Assert.Throws<ArgumentException>(() => Process.Detach(irq));
    }

    private static Irq Open() => new(InterruptLines.TryOpen(&Nothing, &Nothing));

    private static void Nothing(int line)
    {
    }

    private static bool Raise(Irq irq)
    {
        Preemption.Disable();
        bool isRaised = InterruptLines.Raise(irq.Line);
        if (isRaised)
        {
            ProcessContexts.RequestPreemption();
        }

        Preemption.Enable();
        return isRaised;
    }
}
