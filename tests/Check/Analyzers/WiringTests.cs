// Which projects get the rules is decided in SafeRooms.targets. Here MSBuild itself is asked what it makes of it, for a
// project of each kind: a rule that no compiler runs is none.
using System.Diagnostics;
using System.Text.Json;

namespace Cosmos.Tests.Check.Analyzers;

/// <summary>Claims about who is looked at.</summary>
public sealed class WiringTests
{
    /// <summary>Processes get all rules, tests of the stock runtime one, the kernel and unsafe tests none.</summary>
    [Theory]
    [InlineData("apps/Hello/Hello.csproj", true, "true")]
    [InlineData("runtime/Cosmos.Runtime.csproj", true, "true")]
    [InlineData("tests/Oracle/Image/OracleImage.csproj", true, "true")]
    [InlineData("tests/Bench/Image/BenchImage.csproj", true, "false")]
    [InlineData("tests/Cases/Cases.csproj", true, "false")]
    [InlineData("tests/OnTarget/OnTarget.csproj", false, "false")]
    [InlineData("kernel/Cosmos.Core/Cosmos.Core.csproj", false, "false")]
    public async Task Rules_of(string project, bool isLookedAt, string processRules)
    {
        JsonElement answer = await Evaluate(project);
        Assert.Equal(processRules, answer.GetProperty("Properties").GetProperty("CosmosProcessRules").GetString());
        JsonElement items = answer.GetProperty("Items");
        string[] analyzers =
        [
            .. from reference in items.GetProperty("ProjectReference").EnumerateArray()
               where reference.TryGetProperty("OutputItemType", out JsonElement type) && type.GetString() == "Analyzer"
               select reference.GetProperty("Filename").GetString(),
        ];
        Assert.Equal(isLookedAt, analyzers.Contains("Cosmos.Build.Analyzers"));
        Assert.Equal(isLookedAt, analyzers.Contains("Cosmos.Build.CodeFixes"));
        Assert.Equal(isLookedAt, items.GetProperty("CompilerVisibleProperty").EnumerateArray()
            .Any(static item => item.GetProperty("Identity").GetString() == "CosmosProcessRules"));
    }

    private static async Task<JsonElement> Evaluate(string project)
    {
        ProcessStartInfo start = new("dotnet")
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "msbuild", project, "-nologo", "-getProperty:CosmosProcessRules",
                "-getItem:ProjectReference,CompilerVisibleProperty",
            },
        };
        using System.Diagnostics.Process run = System.Diagnostics.Process.Start(start)!;
        string answer = await run.StandardOutput.ReadToEndAsync();
        await run.WaitForExitAsync();
        Assert.True(run.ExitCode == 0, answer);
        return JsonDocument.Parse(answer).RootElement;
    }
}
