using System.Diagnostics;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Unit.Machines;

/// <summary>Claims about the driver of machines, made with machines that are a few lines of shell.</summary>
public sealed class MachineTests
{
    /// <summary>
    /// Everything printed before the end is delivered before the end, and the exit code is the guest's.
    /// </summary>
    [Fact]
    public void Lines_come_in_order_and_before_the_end()
    {
        using LinuxMachine machine = Shell.Machine("printf 'one\\ntwo\\r\\nthree'; exit 7");
        var lines = new List<string>();
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Shell.Silence, lines.Add));
        Assert.Equal(["one", "two", "three"], lines);
        Assert.Equal(7, machine.Exit.GuestCode);
        Assert.False(machine.Exit.Killed);
    }

    /// <summary>A hang is found by silence, and the plug can be pulled on it.</summary>
    [Fact]
    public void A_silent_machine_is_reported_and_can_be_killed()
    {
        using LinuxMachine machine = Shell.Machine("echo alive; exec sleep 600");
        Assert.Equal(new ConsoleEvent(ConsoleEventKind.Line, "alive"), machine.Read(Shell.Silence));
        Assert.Equal(ConsoleEventKind.Silence, machine.Read(Shell.Silence).Kind);
        machine.Kill();
        Assert.Equal(ConsoleEventKind.End, machine.Read(Shell.Silence).Kind);
        Assert.True(machine.Exit.Killed);
        Assert.Null(machine.Exit.GuestCode);
    }

    /// <summary>Silence is counted from the last byte: dots without a line end are signs of life.</summary>
    [Fact]
    public void A_slow_machine_that_prints_now_and_then_is_not_silent()
    {
        using LinuxMachine machine = Shell.Machine("for i in 1 2 3 4 5; do printf .; sleep 0.7; done");
        Assert.Equal(new ConsoleEvent(ConsoleEventKind.Line, "....."), machine.Read(Shell.Silence));
        Assert.Equal(ConsoleEventKind.End, machine.Read(Shell.Silence).Kind);
    }

    /// <summary>A machine that closes its console and stays is silent, not ended.</summary>
    [Fact]
    public void A_machine_without_a_console_that_does_not_end_is_silent()
    {
        using LinuxMachine machine = Shell.Machine("exec >&- 2>&-; exec sleep 600");
        Assert.Equal(ConsoleEventKind.Silence, machine.Read(Shell.Silence).Kind);
    }

    /// <summary>A machine that is ended by a signal did not ask for an exit code.</summary>
    [Fact]
    public void A_signal_is_no_exit_code()
    {
        using LinuxMachine machine = Shell.Machine("kill -SEGV $$");
        Assert.Equal(ConsoleEventKind.End, machine.ReadToEnd(Shell.Silence));
        Assert.Null(machine.Exit.GuestCode);
        Assert.Equal(128 + 11, machine.Exit.Status);
    }

    /// <summary>A machine in an endless print loop is never silent; it is found by the amount.</summary>
    [Fact]
    public void A_flooding_machine_is_reported()
    {
        using LinuxMachine machine = Shell.Machine("exec yes it goes on and on");
        Assert.Equal(ConsoleEventKind.Flood, machine.ReadToEnd(Shell.Silence));
    }

    /// <summary>Disposing ends the machine and everything it started, without waiting for any of it.</summary>
    [Fact]
    public void Disposing_ends_a_running_machine()
    {
        long start = Stopwatch.GetTimestamp();
        LinuxMachine machine = Shell.Machine("sleep 600 & sleep 600");
        machine.Dispose();
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60));
    }

    /// <summary>What is typed reaches the machine.</summary>
    [Fact]
    public void The_console_has_an_input()
    {
        using LinuxMachine machine = Shell.Machine("read word; echo got $word");
        machine.Write("this\n");
        Assert.Equal(new ConsoleEvent(ConsoleEventKind.Line, "got this"), machine.Read(Shell.Silence));
    }

    /// <summary>The log holds the bytes as they came, the ones that are no text included.</summary>
    [Fact]
    public void The_log_is_the_console_byte_for_byte()
    {
        string file = Path.Combine(Path.GetTempPath(), $"console-{Guid.NewGuid():N}.log");
        using (LinuxMachine machine = Shell.Machine("printf 'a\\377b\\r\\n'", logFile: file))
        {
            Assert.Equal(new ConsoleEvent(ConsoleEventKind.Line, "a\uFFFDb"), machine.Read(Shell.Silence));
            Assert.Equal(ConsoleEventKind.End, machine.Read(Shell.Silence).Kind);
        }

        Assert.Equal([0x61, 0xFF, 0x62, 0x0D, 0x0A], File.ReadAllBytes(file));
        File.Delete(file);
    }
}
