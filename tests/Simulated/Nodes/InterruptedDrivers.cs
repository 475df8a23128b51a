// Drivers and their interrupts, over seeds: a driver is killed at any moment and its successor gets the device; no
// interrupt that was raised for a living owner is lost, and none is told twice.
using Cosmos.Core.Abi;
using Cosmos.Runtime;
using Cosmos.Simulation;

namespace Cosmos.Tests.Simulated.Nodes;

/// <summary>Claims about interrupt lines under kills.</summary>
public sealed class InterruptedDrivers
{
    /// <summary>Each raising is one message, on any number of cores.</summary>
    [Fact]
    public void Each_interrupt_is_told_once() => Seeds.Check(100, node => node.Run(() =>
    {
        Irq irq = node.OpenLine();
        Pid tester = Process.Self;
        Process.SpawnLink(() =>
        {
            Process.Attach(irq);
            irq.Unmask();
            Process.Send(tester, "ready");
            for (int told = 1; ; told++)
            {
                Process.Receive<InterruptMessage>();
                Process.Send(tester, told);
                irq.Unmask();
            }
        });
        Process.Receive<string>();
        for (int raised = 0; raised < 20;)
        {
            if (node.Interrupt(irq))
            {
                raised++;
                Assert.Equal(raised, Process.Receive<int>());
            }
            else
            {
                Process.Yield();
            }
        }
    }));

    /// <summary>A killed driver's line is silent and free when its end is told.</summary>
    [Fact]
    public void A_killed_driver_leaves_its_line() => Seeds.Check(100, node => node.Run(() =>
    {
        Pid tester = Process.Self;
        for (int round = 0; round < 5; round++)
        {
            Irq irq = node.OpenLine();
            Assert.Equal(1, irq.Line);
            (Pid driver, Ref monitor) = Process.SpawnMonitor(() =>
            {
                Process.Attach(irq);
                irq.Unmask();
                Process.Send(tester, "ready");
                while (true)
                {
                    Process.Receive<InterruptMessage>();
                    irq.Unmask();
                }
            });
            Process.Receive<string>();
            node.Interrupt(irq);
            Process.Exit(driver, ExitReason.Kill);
            node.Interrupt(irq);
            Process.Receive<DownMessage>(down => down.Monitor == monitor);
            Assert.False(node.Interrupt(irq));
        }
    }));
}
