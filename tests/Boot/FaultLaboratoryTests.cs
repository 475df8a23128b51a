// Short campaigns of the fault laboratory (`make faults`): a dozen faults of all sorts under twenty calls, and some
// against a board, which is an emulated machine that the laboratory knows by its serial line and its address only. What
// is claimed stands there: each is masked or recovered from, no other call comes to harm, every record is written.
using System.Diagnostics;
using System.Text.Json;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot;

public class FaultLaboratoryTests
{
    private const string Program = "out/artifacts/bin/Faults/release/Cosmos.Tests.Faults.dll";

    // The laboratory is told no more of it than of a board: its line, its address. What it said before somebody looked
    // at the line is in the log only.
    private const string Board = """
        ip link set lo up
        ip tuntap add tap0 mode tap
        ip address add 10.9.0.1/24 dev tap0
        ip link set tap0 up
        qemu-system-x86_64 -nodefaults -machine q35 -accel tcg -cpu max -m 256M -display none -no-reboot \
            -chardev "pty,id=line,logfile=$LOG" -serial chardev:line -kernel out/switch.elf \
            -append "net.address=10.9.0.2/24 net.gateway=10.9.0.1 net.claim=brief" \
            -netdev tap,id=net,ifname=tap0,script=no,downscript=no -device virtio-net-pci,netdev=net \
            > "$LOG.qemu" 2>&1 &
        trap "kill $!" EXIT
        until grep -qas 'calls are taken at' "$LOG"; do
            kill -0 $! || exit 1
            sleep 0.1
        done
        BOARD=$(grep -oE '/dev/pts/[0-9]+' "$LOG.qemu") dotnet "$0"
        """;

    // By its numbers: all sorts of faults but two, a killed call among them.
    [Fact]
    public void SurvivesAShortCampaign()
    {
        Tools.RequireQemu();
        Tools.RequireSipp();
        Run(12, ["dotnet", ProgramPath], ("SEED", "1104"), ("CALLS", "20"), ("SMP", "2"), ("BOARD", ""));
    }

    [Fact]
    public void ABoardIsReachedByItsSerialLine()
    {
        Tools.RequireQemu();
        Tools.RequireSipp();
        string log = Repository.LogFile("faults-board");
        File.Delete(log);
        Run(4, ["bash", "-euc", Board, ProgramPath], ("SEED", "1"), ("CALLS", "10"), ("EXCHANGE", "10.9.0.2"),
            ("HERE", "10.9.0.1"), ("LOG", log));
    }

    private static string ProgramPath => Path.Combine(Repository.Root, Program);

    private static void Run(int count, string[] command, params (string Name, string Value)[] environment)
    {
        string[] enter = Environment.IsPrivilegedProcess ? ["--net"] : ["--net", "--map-root-user"];
        var start = new ProcessStartInfo("unshare", [.. enter, .. command])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        foreach ((string name, string value) in (ReadOnlySpan<(string, string)>)
            [("COUNT", $"{count}"), ("HOLD", "4"), ("MEM_MIB", "256"), ("NIC", "virtio"), ("FAULT", "")])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        using JsonDocument faults = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "out", "faults.json")));
        Assert.Equal(count, faults.RootElement.GetArrayLength());
        Assert.All(faults.RootElement.EnumerateArray(), static fault =>
            Assert.Contains(fault.GetProperty("outcome").GetString(), (string?[])["masked", "recovered", "degraded"]));
    }
}
