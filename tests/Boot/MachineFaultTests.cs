// Faults of the machine itself that it must go on after: interrupts that cannot be masked and that nobody has sent, and
// errors that the processor has corrected. QEMU makes both; the exchange's image logs them, and its shell answers.
using System.Globalization;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class MachineFaultTests
{
    private const int Cores = 2;

    /// <summary>NMIs come while cores idle and while they work: all are counted, and the machine goes on.</summary>
    [Fact]
    public void GoesOnAfterAnNmi() => WithMachine("boot-nmi", (machine, session) =>
    {
        // On every core at once. One that comes while another one waits for its core is the same one.
        const int Times = 25;
        for (int time = 0; time < Times; time++)
        {
            machine.Qmp!.Execute("inject-nmi");
            session.Type("uptime").Expect($"{Cores} core(s)");
        }

        // Somebody looks once a second, so the first line may not be the last.
        int count = 0;
        while (count < Times)
        {
            session.Expect("warning", "NMI without a known sender");
            count = int.Parse(
                machine.ConsoleTail.Split(" since boot")[^2].Split(' ')[^1], CultureInfo.InvariantCulture);
        }

        Assert.InRange(count, Times, Times * Cores);
    });

    /// <summary>A corrected error is logged with its core and bank, once, and the bank is free for the next.</summary>
    [Fact]
    public void LogsCorrectedMachineChecks() => WithMachine("boot-mce", (machine, session) =>
    {
        for (int core = 1; core <= Cores; core++)
        {
            // IA32_MCi_STATUS: valid, enabled, address valid; an error of a cache (Intel SDM Vol. 3B §15.9.2).
            Check(machine, core, 4, "0x9400000000000135", "0x1234000");
            session.Expect($"machine check: corrected, core {core}, bank 4, status 9400000000000135, address 1234000");
            Check(machine, core, 4, "0x9400000000000136", "0x1235000");
            session.Expect($"machine check: corrected, core {core}, bank 4, status 9400000000000136, address 1235000");
        }

        session.Type("state fault-watch").Expect($"0 NMIs, machine checks: {2 * Cores} corrected, 0 not corrected");
    });

    /// <summary>An error on top of one that nobody has read yet is lost, and that is told.</summary>
    [Fact]
    public void TellsOfLostMachineChecks() => WithMachine("boot-mce-lost", (machine, session) =>
    {
        machine.Qmp!.Execute("stop"); // nobody looks in between
        Check(machine, 1, 3, "0x9400000000000135", "0x1000");
        Check(machine, 1, 3, "0x9400000000000136", "0x2000");
        machine.Qmp.Execute("cont");
        session.Expect("machine check: corrected, core 1, bank 3", "others were lost");
    });

    /// <summary>What is not corrected ends the machine with an epitaph: nobody knows what it broke.</summary>
    [Fact]
    public void EndsWithAnUncorrectedMachineCheck() => WithMachine("boot-mce-fatal", (machine, session) =>
    {
        Check(machine, 2, 4, "0xb400000000000135", "0x1000");
        session.Expect("#MC machine check");
    });

    private static void Check(QemuMachine machine, int core, int bank, string status, string address) =>
        Assert.Equal("", machine.Qmp!.Monitor(string.Create(
            CultureInfo.InvariantCulture, $"mce {core - 1} {bank} {status} 0x4 {address} 0")));

    private static void WithMachine(string name, Action<QemuMachine, Session> test)
    {
        Tools.RequireQemu();
        var options = new QemuOptions
        {
            Kernel = Repository.Product("switch.elf", "make build IMAGE=switch"),
            CommandLine = "exit=isa-debug",
            MachineType = "q35",
            Processors = Cores,
            HasQmp = true,
        };
        using QemuMachine machine = QemuMachine.Start(options, Repository.LogFile(name));
        var session = new Session(machine, Patience.Emulated);
        session.Expect("The shell is here");
        test(machine, session);
    }
}
