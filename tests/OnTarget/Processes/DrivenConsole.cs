// The console while a driver has its interrupt. What arrives outside is looked at by the host
// (tests/Boot/ConsoleTests); here it is looked at who sends. A driver that is suspended stands for one that cannot run.
using Cosmos.Core;
using Cosmos.Core.Abi;
using Cosmos.Core.Platforms;
using Cosmos.Core.Platforms.X86;
using Cosmos.Core.Platforms.X86.Console;
using Cosmos.Drivers.Console;
using Cosmos.Runtime;
using Cosmos.Runtime.Behaviours;

namespace Cosmos.Tests.OnTarget.Processes;

/// <summary>Claims about output by interrupt. A Linux process has none.</summary>
public sealed class DrivenConsole : IDisposable
{
    private const int Attempts = 200;

    private readonly bool _isMachine = Platform.Kind == PlatformKind.X86;
    private Pid _driver;

    private static InterruptWiring Wiring => Acpi.Madt.IsaInterrupt(4);

    /// <summary>Starts a driver and waits until the output is its.</summary>
    public static Pid Start()
    {
        Pid driver = GenServer.Start(new ConsoleDriver((Atom)"nobody listens")).Pid;
        Expect.Until(static () => SerialOutput.IsOwners, "the driver has the output");
        return driver;
    }

    /// <summary>No case leaves a driver behind.</summary>
    public void Dispose()
    {
        if (!_driver.IsNone)
        {
            Expect.Killed(_driver);
        }
    }

    /// <summary>Who writes goes on before it is sent, and it is sent.</summary>
    [Fact]
    public void Writers_do_not_wait()
    {
        if (!_isMachine)
        {
            return;
        }

        // Another core, or a stall of the host's, may be quicker than the look at the queue: not always.
        _driver = Start();
        int attempt = 0;
        bool hasWaited = false;
        for (; attempt < Attempts && !hasWaited; attempt++)
        {
            KernelConsole.WriteLine("this line waits for the driver"u8);
            hasWaited = !ConsoleQueue.IsEmpty;
        }

        Assert.True(hasWaited, "each writer waited until its line was sent");
        Expect.Until(static () => ConsoleQueue.IsEmpty, "the driver has sent it all");
        Assert.True(SerialOutput.IsOwners);
    }

    /// <summary>A queue that is full is no obstacle: its writer sends.</summary>
    [Fact]
    public void Nothing_is_too_long()
    {
        if (!_isMachine)
        {
            return;
        }

        _driver = Start();
        Sys.Suspend(_driver);
        Console.WriteLine(new string('x', 10_000));
        Console.WriteLine("and a line end");
        Expect.Until(static () => ConsoleQueue.IsEmpty, "it was sent");
    }

    /// <summary>
    /// A driver that does not run loses the output before long, and text that waited comes out with nobody writing;
    /// it has it back when it runs again.
    /// </summary>
    [Fact]
    public void A_driver_that_does_not_run_holds_nothing_back()
    {
        if (!_isMachine)
        {
            return;
        }

        _driver = Start();
        for (int round = 0; round < 3; round++)
        {
            Sys.Suspend(_driver);
            KernelConsole.WriteLine("this line waits for a driver that is suspended"u8);
            Expect.Until(static () => ConsoleQueue.IsEmpty, "it was sent all the same");
            Assert.False(SerialOutput.IsOwners);
            Sys.Resume(_driver);
            Expect.Until(static () => SerialOutput.IsOwners, "the driver has the output again");
        }
    }

    /// <summary>A driver's end gives the output back with all that waits, and the next one takes it over.</summary>
    [Fact]
    public void The_output_outlives_its_drivers()
    {
        if (!_isMachine)
        {
            return;
        }

        for (int round = 0; round < 10; round++)
        {
            Pid driver = Start();
            if (round % 2 != 0)
            {
                Sys.Suspend(driver);
            }

            KernelConsole.WriteLine("this line waits for a driver that is killed"u8);
            Expect.Killed(driver);
            Assert.False(SerialOutput.IsOwners);
            Assert.False(SerialOutput.IsOnTrial);
            Expect.Until(static () => ConsoleQueue.IsEmpty, "it was sent all the same");
        }
    }

    /// <summary>A transmitter that never interrupts is not relied on: writers go on as without a driver.</summary>
    [Fact]
    public void A_transmitter_on_trial_is_not_waited_for()
    {
        if (!_isMachine)
        {
            return;
        }

        Assert.True(Process.TryAttachConsole(out Irq irq));
        IoApic.Mask(Wiring.Interrupt);
        ConsoleOutput.Send(irq);
        irq.Unmask();
        for (int i = 0; i < 10; i++)
        {
            KernelConsole.WriteLine("this line is sent by its writer"u8);
            Assert.True(ConsoleQueue.IsEmpty);
        }

        Assert.True(SerialOutput.IsOnTrial);
        Process.Detach(irq);
        Assert.False(SerialOutput.IsOnTrial);
        Expect.Nothing();
    }

    /// <summary>An edge that the I/O APIC has missed is the end of nothing.</summary>
    [Fact]
    public void A_lost_interrupt_is_asked_for_again()
    {
        if (!_isMachine)
        {
            return;
        }

        _driver = Start();
        for (int round = 0; round < 3; round++)
        {
            IoApic.Mask(Wiring.Interrupt);
            KernelConsole.WriteLine("the interrupt for this line is lost"u8);
            IoApic.Unmask(Wiring.Interrupt);
            Expect.Until(static () => ConsoleQueue.IsEmpty, "it was sent all the same");
            Expect.Until(static () => SerialOutput.IsOwners, "the driver has the output");
        }
    }

    /// <summary>Only who has the console's line is given the output.</summary>
    [Fact]
    public void Others_cannot_take_the_output()
    {
        ConsoleOutput.Send(default);
        Assert.False(SerialOutput.IsOwners || SerialOutput.IsOnTrial);
    }
}
