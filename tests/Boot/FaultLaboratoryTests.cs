// A short campaign of the fault laboratory (`make faults`): a dozen faults of all sorts under twenty calls. What is
// claimed stands there: each is masked or recovered from, no other call comes to harm, every record is written.
using System.Diagnostics;
using System.Text.Json;
using Cosmos.Tests.Boot.Boots;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Boot;

public class FaultLaboratoryTests
{
    private const int Count = 12;
    private const string Program = "out/artifacts/bin/Faults/release/Cosmos.Tests.Faults.dll";

    // By its numbers: all sorts of faults but two, a killed call among them.
    private static readonly (string Name, string Value)[] s_campaign =
    [
        ("SEED", "1104"), ("COUNT", $"{Count}"), ("CALLS", "20"), ("HOLD", "4"), ("SMP", "2"), ("MEM_MIB", "256"),
        ("NIC", "virtio"), ("BOARD", ""), ("FAULT", ""),
    ];

    [Fact]
    public void SurvivesAShortCampaign()
    {
        Tools.RequireQemu();
        Tools.RequireSipp();
        string program = Path.Combine(Repository.Root, Program);
        string[] enter = Environment.IsPrivilegedProcess ? ["--net"] : ["--net", "--map-root-user"];
        var start = new ProcessStartInfo("unshare", [.. enter, "dotnet", program]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in s_campaign)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, said);
        using JsonDocument faults = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "out", "faults.json")));
        Assert.Equal(Count, faults.RootElement.GetArrayLength());
        Assert.All(faults.RootElement.EnumerateArray(), static fault =>
            Assert.Contains(fault.GetProperty("outcome").GetString(), (string?[])["masked", "recovered", "degraded"]));
    }
}
