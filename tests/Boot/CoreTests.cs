// Machines with several cores, by every way of booting; and machines that say of their cores what is not true. Whatever
// is wrong costs a line, and the machine works with what is left.
using System.Text.RegularExpressions;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines.Qemu;

namespace Cosmos.Tests.Boot;

public class CoreTests
{
    private const string Selection = "run=AllCores.*";
    private const int MemoryMib = 256;

    // CoreStartRecord.TscOffset.
    private const ulong TscOffset = 0x30;

    // The cores' own cases pass on the test image, whoever loads it.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void ComeUpByPvh(int cores) => Passes(Run($"pvh-{cores}", Kernel("cores=all") with { Processors = cores }));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(4, true)]
    public void ComeUpByFirmware(int cores, bool uefi)
    {
        QemuOptions options = new()
        {
            Iso = Images.TestsIsoWith($"onfault=stop cores=all {Selection}"),
            Uefi = uefi,
            MachineType = "q35",
            Processors = cores,
            MemoryMib = MemoryMib,
        };
        Passes(Run($"{(uefi ? "uefi" : "bios")}-{cores}", options));
    }

    // Bochs has what QEMU's emulation has not: the x2APIC.
    [Fact]
    public void ComeUpOnAnotherMachineAltogether()
    {
        string iso = Images.TestsIsoWith($"onfault=stop cores=2 {Selection}");
        BochsRun run = BochsRun.ToPowerOff("bochs-cores", iso, MemoryMib, processors: 2);
        Assert.Contains("x2apic", run.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(run.Lines, line => line.StartsWith("cores:", StringComparison.Ordinal));
        Assert.Single(run.Lines, line => Regex.IsMatch(line, "^@test end [1-9][0-9]* 0$"));
    }

    // As many as wanted, and no more; a wish for more is told.
    [Theory]
    [InlineData("cores=2", 4, null)]
    [InlineData("cores=8", 2, "cores: 8 wanted, the machine has 2")]
    [InlineData("cores=99", 2, "boot option cores=99: must be cores=1..64|all; using all")]
    [InlineData("cores=0", 2, "boot option cores=0: must be cores=1..64|all; using all")]
    [InlineData("cores=x", 2, "boot option cores=x: must be cores=1..64|all; using all")]
    public void AreAsManyAsWanted(string option, int present, string? line)
    {
        BootRun run = Run($"wanted-{option[6..]}", Kernel(option) with { Processors = present });
        Passes(run);
        Lines(run, line is null ? [] : [line]);
    }

    // The kernel has room for 64; the rest is left alone.
    [Fact]
    public void AreNotMoreThanTheKernelUses()
    {
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = "onfault=stop run=AllCores.Arrivals.*",
            MemoryMib = MemoryMib,
            Processors = 70,
        };
        BootRun run = Run("surplus", options);
        Passes(run);
        Lines(run, ["cores: more than the kernel uses: 6 are left alone"]);
    }

    // Cores begin below 1 MiB. Where nothing is free there, the first one goes on alone.
    [Fact]
    public void NeedAPageBelowOneMebibyte()
    {
        using GdbStub gdb = new();
        QemuOptions options = Kernel("cores=all") with { Processors = 2, Further = gdb.Arguments };
        BootRun run = Run("no-page", options, () =>
        {
            gdb.RunTo(PvhEntry.Of(Images.TestsElf));
            GuestMemoryMap.ReserveLowMemory(gdb);
            gdb.Detach();
        });
        Passes(run);
        Lines(run, ["cores: no free page below 1 MiB to start other cores from; going on with one"]);
    }

    // A list of cores that are not there costs three seconds and a bit, however long it is: the machine's own case says
    // how long its start may take. The one that is there comes up.
    [Fact]
    public void ThatDoNotComeAreNotWaitedForForEver()
    {
        const int Absent = 30;
        using GdbStub gdb = new();
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = "onfault=stop run=AllCores.Arrivals.*",
            MemoryMib = MemoryMib,
            Processors = Absent + 2,
            Further = gdb.Arguments,
        };
        BootRun run = Run("many-absent", options, () =>
        {
            gdb.RunTo(PvhEntry.Of(Images.TestsElf));
            for (int index = 1; index <= Absent; index++)
            {
                GuestAcpi.ChangeApicId(gdb, index, (byte)(100 + index));
            }

            gdb.Detach();
        });
        Passes(run);
        Lines(run, [.. Enumerable.Range(101, Absent).Select(id =>
            $"cores: the core with APIC id {id} did not come up; going on without it")]);
    }

    // Another core without something that the first one has is not used: one that lacks an instruction set, and one
    // that could not even enter 64-bit mode as it should.
    [Theory]
    [InlineData("aes=off", "lacks what core 1 has: AES and PCLMULQDQ; going on without it")]
    [InlineData("nx=off", "cannot be used: the processor lacks NX")]
    public void ThatAreUnlikeTheFirstAreNotUsed(string lack, string expected)
    {
        QemuOptions options = Kernel("cores=all") with
        {
            Further =
            [
                "-smp", "1,sockets=3,maxcpus=3",
                "-device", $"max-x86_64-cpu,socket-id=1,core-id=0,thread-id=0,{lack}",
                "-device", "max-x86_64-cpu,socket-id=2,core-id=0,thread-id=0",
            ],
        };
        BootRun run = Run($"unlike-{lack[..2]}", options);
        Passes(run);
        Assert.Single(run.Lines, line => line.Contains($"APIC id 1 {expected}", StringComparison.Ordinal));
    }

    // The list of cores, changed between firmware and kernel. One that is not there is waited for a second.
    [Theory]
    [InlineData("absent", 3, (byte)77, "cores: the core with APIC id 77 did not come up; going on without it")]
    [InlineData("twice", 3, (byte)1, "cores: APIC ids that the MADT lists twice: 1; each is one core")]
    [InlineData("everybody", 3, (byte)0xFF, "cores: no interrupt reaches APIC id 0xff without x2APIC; "
        + "such cores are not used: 1")]
    [InlineData("no-boot-core", 0, (byte)3, "cores: the MADT does not list the core that runs; "
        + "it is used all the same")]
    public void ThatAreListedWronglyAreTold(string name, int index, byte id, string expected)
    {
        using GdbStub gdb = new();
        QemuOptions options = Kernel("cores=all") with { Processors = 4, Further = gdb.Arguments };
        BootRun run = Run($"madt-{name}", options, () =>
        {
            gdb.RunTo(PvhEntry.Of(Images.TestsElf));
            GuestAcpi.ChangeApicId(gdb, index, id);
            gdb.Detach();
        });
        Passes(run);
        Assert.Single(run.Lines, line => line == expected);
    }

    // A counter that is apart is corrected, and no core sees time go back. An offset is found as exactly as the two
    // cores can exchange messages; where the host let neither run at once for all of the comparison, as a busy one may,
    // that is no proof of anything: the best of some counts.
    [Fact]
    public void WhoseCountersDisagreeAreCorrected()
    {
        BootRun run = WithCountersApart();
        for (int attempt = 1; attempt < 5 && !(run.Lines.Any(IsAllPassed) && run.Lines.Any(IsCorrected)); attempt++)
            run = WithCountersApart();

        Passes(run);
        Assert.Single(run.Lines, IsCorrected);
    }

    // The epitaph is one, says which core wrote it, and where the others were.
    [Theory]
    [InlineData("A_fault_on_another_core_ends_the_machine")]
    [InlineData("Two_cores_that_fault_at_once_write_one_epitaph")]
    [InlineData("A_deaf_core_does_not_keep_a_machine_from_ending")]
    public void EndTogether(string crash)
    {
        string commandLine = $"onfault=stop cores=2 run=AllCores.Ends.{crash}";
        QemuOptions options = new()
        {
            Kernel = Images.TestsElf,
            CommandLine = commandLine,
            MemoryMib = MemoryMib,
            Processors = 2,
        };
        BootRun run = BootRun.ToPowerOff($"cores-end-{crash[..3]}", options);
        Assert.Single(run.Lines, line => line == "==== epitaph");
        Assert.Single(run.Lines, line => line == "==== end of epitaph");
        Assert.Single(run.Lines, line => Regex.IsMatch(line, "^context .*, core [12], "));
        Assert.Single(run.Lines, line => Regex.IsMatch(line, "^core [12] ran (no )?process[ 0-9]*, was at "));
    }

    private static BootRun Run(string name, QemuOptions options, Action? prepare = null) =>
        BootRun.ToPowerOff($"cores-{name}", options, prepare);

    private static QemuOptions Kernel(string option) => new()
    {
        Kernel = Images.TestsElf,
        CommandLine = $"onfault=stop {option} {Selection}",
        MemoryMib = MemoryMib,
    };

    private static BootRun WithCountersApart()
    {
        using GdbStub gdb = new();
        QemuOptions options = Kernel("cores=all") with { Processors = 2, Further = gdb.Arguments };
        return Run("tsc-apart", options, () =>
        {
            gdb.RunTo(PvhEntry.Of(Images.TestsElf));
            ulong offset = ElfSymbols.AddressOf(Images.TestsElf, "cosmos_core_start") + TscOffset;
            gdb.Write(offset + 4, 0x10); // 2^36 ticks
            gdb.Detach();
        });
    }

    private static void Passes(BootRun run) => Assert.Single(run.Lines, IsAllPassed);

    private static bool IsCorrected(string line) => Regex.IsMatch(
        line, "^cores: the core with APIC id 1 counts time [0-9]{9,} ns ahead of core 1; corrected$");

    private static bool IsAllPassed(string line) => Regex.IsMatch(line, "^@test end [1-9][0-9]* 0$");

    private static void Lines(BootRun run, string[] expected) =>
        Assert.Equal(expected, run.Lines.Where(line =>
            line.StartsWith("cores:", StringComparison.Ordinal)
            || line.StartsWith("boot option", StringComparison.Ordinal)));
}
