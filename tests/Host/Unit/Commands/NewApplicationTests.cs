// `make new APP=Name` makes an application that compiles, with tests that pass; a name that cannot be is refused in one
// line, and nothing is made. What is made here lies in out/, beside the repository's own applications.
using System.Diagnostics;
using Cosmos.Tests.Machines;

namespace Cosmos.Tests.Host.Unit.Commands;

public sealed class NewApplicationTests : IDisposable
{
    private const string Script = "kernel/Cosmos.Build/Scripts/new.sh";
    private const string Name = "Probe";
    private const int PatienceMs = 600_000;

    private readonly string _root = Path.Combine(Repository.Root, "out", $"new-{Path.GetRandomFileName()}");

    public void Dispose()
    {
        if (Directory.Exists(_root))
        {
            Directory.Delete(_root, recursive: true);
        }
    }

    // As whoever has typed `make new APP=Probe` goes on: `dotnet build`, `dotnet test`.
    [Fact]
    public void WhatIsMadeCompilesAndItsTestsPass()
    {
        (int code, string output) = Run("bash", [Script], Name);
        Assert.True(code == 0, output);
        (code, output) = Run("dotnet", ["build", $"{_root}/apps/{Name}", "-v:quiet", "-tl:off", "-nologo"], Name);
        Assert.True(code == 0, output);
        (code, output) = Run(
            "dotnet",
            ["test", $"{_root}/tests/Apps/{Name}", "-tl:off", "--nologo",
                $"-p:CosmosApplicationSources={_root}/apps/{Name}/"],
            Name);
        Assert.True(code == 0, output);
        Assert.Matches(@"Passed! .*Failed: *0, Passed: *3,", output);
    }

    // A name has to be one of a class, and of nobody else.
    [Theory]
    [InlineData("")]
    [InlineData("probe")]
    [InlineData("1Probe")]
    [InlineData("Pro-be")]
    [InlineData("Pro be")]
    [InlineData("../Probe")]
    [InlineData("Hello")]
    [InlineData("HELLO")]
    [InlineData("Simulated")]
    [InlineData("System")]
    [InlineData("Ticker")]
    public void WhatCannotBeAnApplicationIsRefused(string name)
    {
        (int code, string output) = Run("bash", [Script], name);
        Assert.Equal(1, code);
        Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.False(Directory.Exists(_root), "nothing is made");
    }

    private (int Code, string Output) Run(string program, string[] arguments, string name)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string variable in new[] { "MAKEFLAGS", "MAKELEVEL", "COSMOS_SEED", "COSMOS_SEEDS" })
        {
            start.Environment.Remove(variable);
        }

        start.Environment["APP"] = name;
        start.Environment["ROOT"] = _root;
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Assert.True(process.WaitForExit(PatienceMs), "it ends");
        return (process.ExitCode, output.Result + errors.Result);
    }
}
