// The shell, typed at over the serial line: a session as an operator has it, on the bare machine and in the Linux
// build. What is typed and what comes back is in the log file of the test.
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class ShellTests
{
    private const string Greeting = "The shell is here";
    private const string Interrupt = "\x03";

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void IsUsedOnTheMachine(int processors)
    {
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = "exit=isa-debug run=shell",
            MemoryMib = 128,
            Processors = processors,
        };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile($"boot-shell-{processors}"));
        Use(new Session(machine, Patience.Emulated), hasMap: true);
    }

    [Fact]
    public void IsUsedOnLinux()
    {
        string image = Repository.Product("tests-linux", "make build IMAGE=tests");
        using var machine = new LinuxMachine(image, ["run=shell"], Repository.LogFile("boot-shell-linux"));
        Use(new Session(machine, Patience.Native), hasMap: false);
    }

    private static void Use(Session session, bool hasMap)
    {
        session.Expect(Greeting);

        session.Type("help").Expect("the supervision trees, with restarts");
        session.Type("apps").Expect("hospital", "permanent", "running");
        session.Type("nonsense").Expect("There is no command nonsense");
        session.Type("info nobody").Expect("There is no process nobody");
        session.Type("info").Expect("Usage: info PID|NAME");

        // Who is killed is started again, and the tree says so.
        session.Type("kill patient").Expect("Sent to");
        session.Type("tree hospital").Expect("patient", "restarts: 1").Expect("visitor");
        session.Type("kill patient tired").Expect("Sent to");
        session.Type("tree hospital").Expect("patient", "restarts: 2");
        session.Type("info patient").Expect("name", "patient").Expect("heap").Expect("links");
        session.Type("state patient").Expect("a patient after");
        session.Type("trace patient 3").Expect("The next 3 events").Expect("Pulse").Expect("Pulse").Expect("Pulse");
        session.Type("trace patient 1000").Expect("The next 1000 events").Expect("Pulse");
        session.Send(Interrupt).Expect("The command ended: killed");
        session.Type("suspend patient").Expect("is suspended");
        session.Type("resume patient").Expect("goes on");

        // The machine.
        session.Type("top reductions 3").Expect("PID", "REDUCTIONS").Expect("processes.");
        session.Type("top weight").Expect("cannot be sorted by weight");
        session.Type("memory").Expect("total").Expect("used").Expect("processes");
        session.Type("memory map").Expect(hasMap ? "usable" : "has no memory map of its own");
        session.Type("memory lane").Expect("Memory has no lane");
        session.Type("timers").Expect("core  1:");
        session.Type("irq").Expect("line");
        session.Type("log loud").Expect("loud is no level");
        session.Type("log info").Expect("Logged is what is info or worse");
        session.Type("log").Expect("Logged is what is info or worse; log LEVEL changes that");
        session.Type("uptime").Expect(", up ");

        // A shell that is killed is started again, and so is the driver that reads what is typed.
        session.Type("kill shell").Expect(Greeting);
        session.Type("tree shell").Expect("shell", "restarts: 1");
        session.Type("kill console").Expect("Sent to");
        session.Type("tree console").Expect("driver", "restarts: 1");
        session.Type("poweroff").ExpectEnd();
    }
}
